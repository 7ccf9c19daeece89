import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import { openEngine } from '../../../src/runtime/engine.ts'
import { makeStateDir, stateDir, type StateDir } from '../../../src/service/state-dir.ts'
import { openLevelStore } from '../../../src/store/level-store.ts'
import type { Plan } from '../../../src/topology/plan.ts'
import { damageTables } from '../../support/damage-tables.ts'
import { matview, type Outcome } from './command-line.ts'

const planOf = (select: string): Plan =>
  compile([
    {
      name: 'v.view',
      text: `CREATE TABLE t (id VARCHAR PRIMARY KEY, n INTEGER) WITH (kafka_topic = 't', value_format = 'JSON');
        CREATE TABLE v AS ${select};`,
    },
  ]).plan!
const PLAN = planOf('SELECT id, n FROM t')

let dir: StateDir
beforeEach(async () => {
  dir = stateDir(mkdtempSync(join(tmpdir(), 'matview-test-')))
  makeStateDir(dir)
  const store = await openLevelStore(dir.state)
  const records = Array.from({ length: 500 }, (_, n) => ({
    offset: n,
    timestamp: 0,
    key: Buffer.from(`k${n}`),
    value: Buffer.from(`{"n":${n}}`),
    headers: [],
  }))
  const engine = await openEngine(PLAN, store)
  await engine.step([{ topic: 't', partition: 0, records, nextOffset: records.length }])
  await store.close()
  writeFileSync(dir.plan, JSON.stringify(PLAN))
})
afterEach(() => rmSync(dir.root, { recursive: true, force: true }))

const query = (...key: string[]): Promise<Outcome> => matview(['query', 'v', ...key, '--state-dir', dir.root])

test('reads rows of the state', async () => {
  expect(await query('k7')).toEqual({ code: 0, stdout: '{"id":"k7","n":7}\n', stderr: '' })
  expect((await query()).stdout.trimEnd().split('\n')).toHaveLength(500)
})

test('a damaged state is no bug, and `--rebuild` is the way out', async () => {
  await damageTables(dir.state)
  for (const key of [['k7'], []]) {
    const { code, stdout, stderr } = await query(...key)
    expect([code, stdout]).toEqual([78, ''])
    expect(stderr).toMatch(
      /^error\[MV4004\]: the state in \S+ is damaged: .*\n = help: .*`matview run FILE… --rebuild`\n$/,
    )
  }
})

test('a state of a newer matview is refused', async () => {
  const store = await openLevelStore(dir.state)
  const meta = JSON.parse(store.get('!meta')!) as object
  await store.write(new Map([['!meta', JSON.stringify({ ...meta, format: 99 })]]))
  await store.close()
  const { code, stdout, stderr } = await query('k7')
  expect([code, stdout]).toEqual([78, ''])
  expect(stderr).toContain('error[MV6010]: the state was written by a newer matview (state format 99')
})

test('a state of another plan is refused', async () => {
  writeFileSync(dir.plan, JSON.stringify(planOf('SELECT id, n + 1 AS n FROM t')))
  const { code, stdout, stderr } = await query('k7')
  expect([code, stdout]).toEqual([78, ''])
  expect(stderr).toContain(
    'error[MV6011]: the state belongs to other views or to an earlier form of them (changed: v)',
  )
})

test('a state that nothing was ever written to is none', async () => {
  rmSync(dir.state, { recursive: true })
  await (await openLevelStore(dir.state)).close()
  const { code, stderr } = await query('k7')
  expect(code).toBe(78)
  expect(stderr).toContain('error[MV4005]: there is no state in')
})
