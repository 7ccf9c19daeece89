import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import { hostEngine, type EngineMessage, type EngineOptions } from '../../../src/service/engine-host.ts'
import { makeStateDir, stateDir } from '../../../src/service/state-dir.ts'
import { damageTables } from '../../support/damage-tables.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'matview-test-'))
  makeStateDir(stateDir(root))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const VIEW = `CREATE TABLE t (id VARCHAR PRIMARY KEY, n INTEGER) WITH (kafka_topic = 't', value_format = 'JSON');
  CREATE TABLE v AS SELECT id, n FROM t;`

const options = (more: Partial<EngineOptions> = {}): EngineOptions => ({
  plan: compile([{ name: 'v.view', text: VIEW }]).plan!,
  stateDir: root,
  brokers: null,
  load: [],
  once: true,
  rebuild: false,
  createTopics: false,
  partitions: 1,
  ...more,
})

async function host(more: Partial<EngineOptions> = {}): Promise<EngineMessage[]> {
  const messages: EngineMessage[] = []
  await hostEngine(options(more), message => messages.push(message), new AbortController().signal)
  return messages
}

test('a damaged state is a failure with a way out, and --rebuild is that way', async () => {
  const data = join(root, 'data')
  makeStateDir(stateDir(data))
  const lines = Array.from({ length: 500 }, (_, n) => `{"key":"k${n}","value":{"n":${n}}}\n`)
  writeFileSync(join(data, 't.ndjson'), lines.join(''))
  expect((await host({ load: [data] })).at(-1)).toEqual({ kind: 'ended', outcome: 'caught-up' })
  const { state } = stateDir(root)

  await damageTables(state)
  expect((await host()).at(-1)).toMatchObject({
    kind: 'failed',
    failure: { exitCode: 78, help: expect.stringContaining('--rebuild') as string },
  })
  expect((await host({ rebuild: true })).at(-1)).toEqual({ kind: 'ended', outcome: 'caught-up' })

  writeFileSync(join(state, readFileSync(join(state, 'CURRENT'), 'utf8').trim()), 'broken')
  expect((await host()).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'MV4004', exitCode: 78 } })
  expect((await host({ rebuild: true })).at(-1)).toEqual({ kind: 'ended', outcome: 'caught-up' })
})
