/** The shipped examples, from the command line to the rows, on both logs, against computations that know no matview. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { compile } from '../../src/compiler/compile.ts'
import { expectedChinook } from '../support/expected/chinook.ts'
import { expectedFlights } from '../support/expected/flights.ts'
import { readExample } from '../support/expected/records.ts'
import { byKey, differences, parseRow } from '../support/expected/rows.ts'
import { expectedSocial } from '../support/expected/social.ts'
import { Matview, matview } from '../support/matview.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

const brokers = inject('kafka')

const viewFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('.view'))
    .map(file => join(folder, file))

const EXAMPLES = [
  { name: 'social', files: viewFiles('views'), expected: expectedSocial },
  { name: 'flights', files: viewFiles('examples/flights'), expected: expectedFlights },
  { name: 'chinook', files: viewFiles('examples/chinook'), expected: expectedChinook },
]

const LOGS = [
  { log: 'the embedded log', options: [], available: true },
  { log: 'Kafka', options: ['--brokers', brokers ?? '', '--create-topics'], available: brokers !== null },
]

let stateDir: string
beforeEach(() => (stateDir = makeTempDir()))
afterEach(() => removeDir(stateDir))

function keysOf(files: readonly string[]): Map<string, string[]> {
  const { plan, diagnostics } = compile(files.map(name => ({ name, text: readFileSync(name, 'utf8') })))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return new Map(plan!.views.map(({ name, key, columns }) => [name, (key ?? []).map(i => columns[i]!.name)]))
}

describe.each(LOGS)('on $log', ({ options, available }) => {
  test.skipIf(!available).for(EXAMPLES)('$name', async ({ name, files, expected }) => {
    const loaded = await matview([
      'run',
      ...files,
      '--load',
      `examples/${name}`,
      '--once',
      '--state-dir',
      stateDir,
      ...options,
    ])
    expect(loaded.code, loaded.stderr).toBe(0)
    const service = new Matview(['run', ...files, '--port', '0', '--state-dir', stateDir, ...options])
    try {
      const url = await service.ready()
      const keys = keysOf(files)
      const views = expected(readExample(`examples/${name}`))
      expect([...keys.keys()].sort()).toEqual([...views.keys()].sort())
      for (const [view, rows] of views) {
        const answer = await matview(['query', view, '--url', url])
        expect(answer.code, answer.stderr).toBe(0)
        const actual = answer.stdout.split('\n').filter(line => line !== '')
        expect(differences(byKey(actual.map(parseRow), keys.get(view)!), rows), view).toEqual([])
        expect(actual).toHaveLength(rows.size)
      }
    } finally {
      expect((await service.end('SIGTERM')).code).toBe(0)
    }
  })
})
