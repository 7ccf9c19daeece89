/** What `npm start` runs: within seconds a URL and a `curl` line for each shipped view, and each of them works. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Matview, ROOT } from '../support/matview.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

let stateDir: string
let demo: Matview
beforeEach(() => {
  stateDir = makeTempDir()
  demo = new Matview(['demo', '--port', '0', '--state-dir', stateDir])
})
afterEach(async () => {
  await demo.end('SIGKILL')
  removeDir(stateDir)
})

/** Views that are shipped, by the files they are in. */
function shippedViews(): string[] {
  const folders = ['views', ...['social', 'flights', 'chinook'].map(name => join('examples', name))]
  return folders
    .flatMap(folder => readdirSync(join(ROOT, folder)))
    .filter(file => file.endsWith('.view') && file !== 'sources.view')
    .map(file => file.replace('.view', ''))
}

/** Waits for the last line of the announcement. */
async function announced(): Promise<string> {
  const url = await demo.ready()
  while (!demo.stderr.includes(`all views, positions and lag: ${url}/views`)) await sleep(10)
  return url
}

describe('matview demo', () => {
  test('prints each view with its URL and a curl line, and each answers 200 with JSON', async () => {
    const url = await announced()
    const lines = demo.stdout.split('\n')
    const listed = lines.flatMap(line => /^(\w+) {2}(http\S+)$/.exec(line)?.slice(1) ?? [])
    const curls = lines.flatMap(line => /^ {2}curl (\S+)$/.exec(line)?.[1] ?? [])
    const { views } = (await (await fetch(`${url}/views`)).json()) as {
      views: { name: string; endpoint: string }[]
    }
    expect(listed).toEqual(views.flatMap(({ name, endpoint }) => [name, url + endpoint]))
    expect(curls).toHaveLength(views.length)
    expect(views.length).toBeGreaterThanOrEqual(shippedViews().length)
    for (const [n, curl] of curls.entries()) {
      const response = await fetch(curl)
      expect([curl, response.status, response.headers.get('content-type')]).toEqual([
        curl,
        200,
        'application/json; charset=utf-8',
      ])
      const row = (await response.json()) as Record<string, unknown>
      expect(Object.keys(row).length).toBeGreaterThan(1)
      const params = [...views[n]!.endpoint.matchAll(/:(\w+)/g)].map(match => match[1]!)
      for (const param of params) expect(row).toHaveProperty(param)
    }
    expect(demo.stderr).toMatch(/\ncaught up: [\d,]+ records/)
    expect(demo.stderr).toContain(`feed the data: matview produce users --state-dir ${stateDir}\n`)
    expect(demo.stderr).not.toMatch(/error|warning/i)
  })

  test.each([
    ['SIGTERM', 0],
    ['SIGINT', 130],
  ] as const)('%s ends it with %i; the next start has nothing to load', async (signal, code) => {
    await announced()
    expect(demo.stderr).toContain('loaded ')
    expect(await demo.end(signal)).toMatchObject({ code, signal: null })
    demo = new Matview(['demo', '--port', '0', '--state-dir', stateDir])
    const url = await announced()
    expect(demo.stderr).not.toContain('loaded ')
    expect(demo.stdout).toContain(`  curl ${url}/users/`)
    expect((await demo.end(signal)).code).toBe(code)
  })
})
