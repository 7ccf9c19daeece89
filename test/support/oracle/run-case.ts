/**
 * Runs a case on matview and on PostgreSQL and says where they part: after every step each view's rows, and at the end the
 * whole store against the same input cut otherwise.
 */
import { compile } from '../../../src/compiler/compile.ts'
import { type Engine, openEngine, type StepInput } from '../../../src/runtime/engine.ts'
import { openViewReader } from '../../../src/runtime/view-reader.ts'
import { MemoryStore } from '../../../src/store/memory-store.ts'
import type { Store } from '../../../src/store/store.ts'
import type { Plan, ViewPlan } from '../../../src/topology/plan.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import { parseRow } from '../expected/rows.ts'
import type { Postgres } from '../postgres.ts'
import { type Change, toRecord, toSql } from './change.ts'
import { columnTypes, jsonCells, jsonDouble, setUp } from './mirror.ts'
import { type OracleProgram, readProgram } from './program.ts'

/** What a regression file holds. */
export interface OracleCase {
  readonly program: string
  readonly steps: readonly (readonly Change[])[]
}

export interface Failure {
  /**
   * oracle: PostgreSQL refused (the case is no good) · rejected: matview refused the program · types, rows: the answers
   * differ · engine: a step failed · cuts: other cuts into steps leave another state · reads: reads by key differ
   */
  readonly kind: 'oracle' | 'rejected' | 'types' | 'rows' | 'engine' | 'cuts' | 'reads'
  readonly message: string
}

class CaseFailure extends Error {
  readonly failure: Failure

  constructor(kind: Failure['kind'], message: string) {
    super(message)
    this.failure = { kind, message }
  }
}

/** Null when matview and PostgreSQL agree everywhere. */
export async function runCase(postgres: Postgres, oracleCase: OracleCase): Promise<Failure | null> {
  try {
    const program = readProgram(oracleCase.program)
    await refused(() => setUp(postgres, program))
    const plan = compiled(oracleCase.program)
    const types = await compareTypes(postgres, plan)
    const store = new MemoryStore()
    const feed = await openFeed(program, plan, store)
    for (const [index, changes] of oracleCase.steps.entries()) {
      const expected = await answers(postgres, program, plan, changes, types)
      await feed(changes, `step ${index + 1}`)
      await compareRows(plan, store, expected, types, `after step ${index + 1}`)
    }
    await compareReads(plan, store)
    await compareCuts(program, plan, oracleCase.steps.flat(), store)
    return null
  } catch (error) {
    if (error instanceof CaseFailure) return error.failure
    return { kind: 'engine', message: messageOf(error) }
  }
}

/** An error of PostgreSQL is the case's fault. */
async function refused<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw new CaseFailure('oracle', messageOf(error))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function compiled(text: string): Plan {
  const { plan, diagnostics } = compile([{ name: 'case.view', text }])
  if (plan !== null) return plan
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  throw new CaseFailure('rejected', errors.map(({ code, message }) => `${code} ${message}`).join('\n'))
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  json: 'jsonb',
  decimal: 'numeric',
  double: 'double precision',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
}

function typeName(type: SqlType): string {
  return type.kind === 'array' ? `${typeName(type.element)}[]` : (TYPE_NAMES[type.kind] ?? type.kind)
}

/** Types of each view's columns in PostgreSQL's words; both sides must agree. */
async function compareTypes(postgres: Postgres, plan: Plan): Promise<ReadonlyMap<string, readonly string[]>> {
  const result = new Map<string, string[]>()
  for (const { name, columns } of plan.views) {
    const expected = (await columnTypes(postgres, name)).map(type =>
      type.replace(/^text\b/, 'character varying'),
    )
    const actual = columns.map(({ type }) => typeName(type))
    if (actual.join() !== expected.join()) {
      throw new CaseFailure(
        'types',
        `${name}: columns are ${actual.join(', ')}; PostgreSQL says ${expected.join(', ')}`,
      )
    }
    result.set(name, expected)
  }
  return result
}

type Answers = ReadonlyMap<string, readonly string[]>

/** Applies the changes to the tables; the rows of each view then, as sorted texts. */
async function answers(
  postgres: Postgres,
  program: OracleProgram,
  plan: Plan,
  changes: readonly Change[],
  types: ReadonlyMap<string, readonly string[]>,
): Promise<Answers> {
  const writes = changes.flatMap(change => toSql(sourceOf(program, change.source), change))
  const reads = plan.views.map(({ name }) => `SELECT * FROM ${name}`)
  const results = await refused(() => postgres.queries([...writes, ...reads].join(';\n')))
  const rows = results.slice(writes.length)
  return new Map(
    plan.views.map(({ name }, at) => [
      name,
      rows[at]!.map(row => jsonCells(row, types.get(name)!).join(' | ')).sort(),
    ]),
  )
}

function sourceOf(program: OracleProgram, name: string) {
  const source = program.sources.find(candidate => candidate.name === name)
  if (source === undefined) throw new CaseFailure('oracle', `no source ${name}`)
  return source
}

async function compareRows(
  plan: Plan,
  store: Store,
  expected: Answers,
  types: ReadonlyMap<string, readonly string[]>,
  when: string,
): Promise<void> {
  for (const view of plan.views) {
    const found = (await rowsOf(plan, store, view)).map(json => rowText(json, types.get(view.name)!)).sort()
    const wanted = expected.get(view.name)!
    if (found.join('\n') === wanted.join('\n')) continue
    const text = (rows: readonly string[], other: readonly string[]) =>
      subtract(rows, other).slice(0, 8).join('\n  ')
    const message = `${when}, view ${view.name}:\n matview alone has\n  ${text(found, wanted)}\n PostgreSQL alone has\n  ${text(wanted, found)}`
    throw new CaseFailure('rows', message)
  }
}

/** Rows of the first that are not in the second, with multiplicity. */
function subtract(rows: readonly string[], other: readonly string[]): string[] {
  const rest = [...other]
  return rows.filter(row => {
    const at = rest.indexOf(row)
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
}

function rowText(json: string, types: readonly string[]): string {
  const cells = parseRow(json).map(([, value], at) =>
    types[at] === 'double precision' ? normalDouble(value) : value,
  )
  return cells.join(' | ')
}

function normalDouble(value: string): string {
  return value === 'null' || value.startsWith('"') ? value : jsonDouble(value)
}

async function rowsOf(plan: Plan, store: Store, { name }: ViewPlan): Promise<string[]> {
  const rows: string[] = []
  for await (const json of openViewReader(plan, store).rows(name)) rows.push(json)
  return rows
}

/** Each row of a view with a key is what a read by that key gives; text that is NULL cannot be asked for. */
async function compareReads(plan: Plan, store: Store): Promise<void> {
  const reader = openViewReader(plan, store)
  for (const view of plan.views) {
    if (view.key === null) continue
    for (const json of await rowsOf(plan, store, view)) {
      const cells = parseRow(json).map(([, value]) => value)
      const key = view.key.map(at => cells[at]!)
      if (key.includes('null')) continue
      const texts = key.map((cell, at) => {
        const isText = cell.startsWith('"') && view.columns[view.key![at]!]!.type.kind !== 'json'
        return isText ? (JSON.parse(cell) as string) : cell
      })
      const read = reader.get(view.name, texts)
      if (read.kind === 'row' && read.json === json) continue
      throw new CaseFailure(
        'reads',
        `${view.name} ${texts.join('/')}: ${JSON.stringify(read)} instead of ${json}`,
      )
    }
  }
}

/** The same changes, one a step and all in one: the same state, byte for byte. */
async function compareCuts(
  program: OracleProgram,
  plan: Plan,
  changes: readonly Change[],
  store: Store,
): Promise<void> {
  const expected = await stateOf(store)
  for (const size of [1, changes.length]) {
    const other = new MemoryStore()
    const feed = await openFeed(program, plan, other)
    for (let at = 0; at < changes.length; at += size)
      await feed(changes.slice(at, at + size), `in steps of ${size}`)
    const state = await stateOf(other)
    const differing = [...new Set([...expected.keys(), ...state.keys()])].filter(
      key => expected.get(key) !== state.get(key),
    )
    if (differing.length === 0) continue
    const lines = differing
      .slice(0, 5)
      .map(key => `${JSON.stringify(key)}: ${state.get(key)} instead of ${expected.get(key)}`)
    throw new CaseFailure('cuts', `in steps of ${size} the state differs:\n  ${lines.join('\n  ')}`)
  }
}

/** All entries of the store but the number of steps. */
async function stateOf(store: Store): Promise<Map<string, string>> {
  const entries = await store.range({ gte: '', lt: '\u{10ffff}' })
  return new Map(entries.map(([key, value]) => [key, key === '!meta' ? withoutStep(value) : value]))
}

function withoutStep(meta: string): string {
  return JSON.stringify({ ...(JSON.parse(meta) as object), step: null })
}

type Feed = (changes: readonly Change[], when: string) => Promise<void>

/** Gives changes to an engine, a step a call, as records of two partitions by key. */
async function openFeed(program: OracleProgram, plan: Plan, store: Store): Promise<Feed> {
  const engine: Engine = await openEngine(plan, store)
  const offsets = new Map<string, number>()
  return async (changes, when) => {
    const inputs = new Map<string, StepInput & { records: StepInput['records'][number][] }>()
    for (const change of changes) {
      const source = sourceOf(program, change.source)
      const { key, value } = toRecord(source, change)
      const partition = Buffer.from(key ?? []).reduce((sum, byte) => sum + byte, 0) % 2
      const id = `${source.topic}/${partition}`
      const offset = offsets.get(id) ?? 0
      offsets.set(id, offset + 1)
      const records = inputs.get(id)?.records ?? []
      records.push({ offset, timestamp: 0, key, value, headers: [] })
      inputs.set(id, { topic: source.topic, partition, records, nextOffset: offset + 1 })
    }
    try {
      await engine.step([...inputs.values()])
    } catch (error) {
      throw new CaseFailure(
        'engine',
        `${when}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
    }
  }
}
