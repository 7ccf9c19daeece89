/** Readers see one step: while accounts move between owners, no answer ever shows a total that did not exist. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEmbeddedLog } from '../../src/log/embedded/embedded-log.ts'
import { ACCOUNT_VIEWS, ACCOUNTS, moves, opening } from '../support/accounts.ts'
import { Matview, matview, rowsOf } from '../support/matview.ts'
import { random, seeds } from '../support/random.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

const MOVES = 20_000

function ndjson(records: ReturnType<typeof moves>): string {
  return records
    .map(({ key, value }) => `{"key":${JSON.stringify(String(key))},"value":${String(value)}}\n`)
    .join('')
}

test('the accounts of all owners are always as many as there are', async () => {
  const directory = makeTempDir()
  const view = join(directory, 'accounts.view')
  writeFileSync(view, ACCOUNT_VIEWS)
  const stateDir = join(directory, 'state')
  const log = await openEmbeddedLog(join(stateDir, 'log'))
  const { accounts, owners } = opening()
  await log.createTopic('accounts', { partitions: 1, compact: false })
  await log.append('accounts', accounts)
  await log.createTopic('owners', { partitions: 1, compact: false })
  await log.append('owners', owners)
  await log.close()

  const service = new Matview(['run', view, '--port', '0', '--state-dir', stateDir])
  try {
    const url = await service.ready()
    const [seed] = seeds(1)
    const producing = matview(
      ['produce', 'accounts', '--state-dir', stateDir],
      ndjson(moves(random(seed!), MOVES)),
    )
    let done = false
    void producing.then(() => (done = true))
    const seen = new Set<string>()
    let reads = 0
    for (; !done || reads < 50; reads++) {
      const rows = await rowsOf(url, 'totals')
      const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0)
      expect([sum('accounts'), sum('total')], `seed ${seed}, read ${reads}`).toEqual([
        ACCOUNTS,
        ACCOUNTS * 100,
      ])
      const pages = await rowsOf(url, 'owner_page')
      expect(pages.reduce((total, row) => total + Number(row['accountCount']), 0)).toBe(ACCOUNTS)
      const whole = await fetch(`${url}/everything`).then(response => response.text())
      expect(whole).toBe(`{"accounts":${ACCOUNTS},"total":${ACCOUNTS * 100}}`)
      seen.add(JSON.stringify(rows))
    }
    expect((await producing).code).toBe(0)
    // The test means nothing unless rows moved while it looked.
    expect(seen.size).toBeGreaterThan(3)
  } finally {
    await service.end('SIGTERM')
    removeDir(directory)
  }
})
