/**
 * The cost classes that `explain` prints, against what is counted: reads and writes of the state for one changed row, by
 * operator, with 100 rows and with 10,000 (ordered trees, first rows, windows and aggregates also with 100,000: see their own tests).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../../src/compiler/compile.ts'
import { AGGREGATES } from '../../../src/expr/aggregates.ts'
import { Delta } from '../../../src/ivm/delta.ts'
import { StepState } from '../../../src/ivm/step-state.ts'
import { Dataflow } from '../../../src/runtime/dataflow.ts'
import { openLevelStore } from '../../../src/store/level-store.ts'
import type { KeyRange, Store } from '../../../src/store/store.ts'
import type { CostClass } from '../../../src/topology/cost.ts'
import { explain } from '../../../src/topology/explain.ts'
import type { Plan, PlanNode } from '../../../src/topology/plan.ts'
import { Decimal } from '../../../src/types/decimal.ts'
import { Interval } from '../../../src/types/interval.ts'
import type { Row, Value } from '../../../src/types/value.ts'
import { must } from '../../../src/util/assert.ts'
import { makeTempDir, removeDir } from '../../support/temp-dir.ts'

const [FEW, MANY] = [100, 10_000]

/** Columns of the stream `m` and a value of each, for the aggregates of all types. */
const MEASURES: Readonly<Record<string, { readonly type: string; readonly value: Value }>> = {
  boolean: { type: 'BOOLEAN', value: true },
  smallint: { type: 'SMALLINT', value: 3 },
  integer: { type: 'INTEGER', value: 3 },
  bigint: { type: 'BIGINT', value: 3n },
  decimal: { type: 'DECIMAL(10,2)', value: new Decimal(315n, 2) },
  real: { type: 'REAL', value: 0.5 },
  double: { type: 'DOUBLE', value: 0.1 },
  interval: { type: 'INTERVAL', value: new Interval(1, 2, 3n) },
}

/** All aggregates that keep a few numbers, over the columns of `m`. */
const LINEAR = AGGREGATES.filter(
  ({ name, parameters, order, distinct }) =>
    order === null &&
    !distinct &&
    !['min', 'max'].includes(name) &&
    parameters.every(parameter => parameter === 'any' || parameter in MEASURES),
).map(({ name, parameters }) => {
  const args = parameters.map(parameter => `m_${parameter === 'any' ? 'integer' : parameter}`)
  return `${name}(${args.join(', ') || '*'})`
})

const VIEWS: Readonly<Record<string, string>> = {
  projected: 'SELECT id, n + 1 AS n FROM t WHERE n > 5',
  linear: `SELECT g, ${LINEAR.map((call, i) => `${call} AS a${i}`).join(', ')} FROM m GROUP BY g`,
  by_key: 'SELECT t.id, u.name FROM t JOIN u ON u.id = t.id',
  full_by_key: 'SELECT t.id, u.id AS other, u.name FROM t FULL JOIN u ON u.id = t.id',
  looked_up: 'SELECT t.id, u.name FROM t LEFT JOIN u ON u.id = t.n AND u.name > t.s',
  with_partner: 'SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.id = t.n)',
  without_partner: 'SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.id = t.n)',
  counted: 'SELECT u.id, c FROM u LEFT JOIN COUNT(t BY n) AS c',
  all_ids: 'SELECT id FROM t UNION ALL SELECT id FROM u',
  different: 'SELECT DISTINCT n FROM t',
  both: 'SELECT n FROM t INTERSECT ALL SELECT id FROM u',
  one_only: 'SELECT n FROM t EXCEPT SELECT id + 50 FROM u',
  in_order: 'SELECT g, MIN(n) AS a, MAX(n) AS b, COUNT(DISTINCT n) AS c, MIN(s) AS d FROM t GROUP BY g',
  first: 'SELECT id, x FROM t ORDER BY n, id LIMIT 5',
  later: 'SELECT id, x FROM t ORDER BY n, id LIMIT 5 OFFSET 50',
  all_but: 'SELECT id, x FROM t ORDER BY n, id OFFSET 50',
  first_of_each: 'SELECT DISTINCT ON (g) g, id, x FROM t ORDER BY g, n DESC, id',
  best_of_each:
    'SELECT id, r FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY g ORDER BY n DESC, id) AS r FROM t) q WHERE r <= 3',
  tied: 'SELECT id, x FROM (SELECT *, RANK() OVER (ORDER BY n DESC) AS r FROM t) q WHERE r <= 3',
  near: `SELECT id, LAG(x) OVER w AS a, LEAD(x, 3, 0.5) OVER w AS b, SUM(x) OVER (w ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS c,
     MAX(x) OVER (w GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS d, FIRST_VALUE(x) OVER (w ROWS 3 PRECEDING) AS e,
     COUNT(*) OVER (ORDER BY n RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE TIES) AS f FROM t WINDOW w AS (ORDER BY n, id)`,
  numbered: `SELECT id, ROW_NUMBER() OVER w AS a, RANK() OVER w AS b, DENSE_RANK() OVER w AS c, NTILE(4) OVER w AS d FROM t
     WINDOW w AS (PARTITION BY g ORDER BY n)`,
  running: `SELECT id, SUM(x) OVER w AS a, MIN(x) OVER w AS b, AVG(x) OVER w AS c, FIRST_VALUE(x) OVER w AS d, LAST_VALUE(n) OVER w AS e,
     NTH_VALUE(x, 2) OVER w AS f, MIN(x) OVER () AS g, COUNT(s) OVER (ORDER BY n DESC ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS h
     FROM t WINDOW w AS (ORDER BY n)`,
  above_average: 'SELECT id FROM t WHERE n > (SELECT AVG(n) FROM t)',
}

const PROGRAM = `
CREATE TABLE t (id BIGINT PRIMARY KEY, g INTEGER, n BIGINT, x DOUBLE, s VARCHAR) WITH (kafka_topic = 't');
CREATE TABLE u (id BIGINT PRIMARY KEY, name VARCHAR) WITH (kafka_topic = 'u');
CREATE STREAM m (g INTEGER, ${Object.entries(MEASURES)
  .map(([name, { type }]) => `m_${name} ${type}`)
  .join(', ')}) WITH (kafka_topic = 'm');
${Object.entries(VIEWS)
  .map(([name, query]) => `CREATE TABLE ${name} AS ${query};`)
  .join('\n')}`

/** Reads and writes by the node whose state it is. */
class CountedStore implements Store {
  readonly #store: Store
  readonly counts = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  get(key: string): string | undefined {
    this.#count(key, 1)
    return this.#store.get(key)
  }

  async range(range: KeyRange): Promise<[string, string][]> {
    const found = await this.#store.range(range)
    this.#count(range.gte, 1 + found.length)
    return found
  }

  entries(): never {
    throw new Error('an operator scans')
  }

  async write(writes: ReadonlyMap<string, string | null>): Promise<void> {
    for (const key of writes.keys()) this.#count(key, 1)
    await this.#store.write(writes)
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  /** A key begins with the fingerprint of its node. */
  #count(key: string, steps: number): void {
    const owner = key.slice(0, key.indexOf('/'))
    this.counts.set(owner, (this.counts.get(owner) ?? 0) + steps)
  }
}

type Changes = Readonly<Record<string, readonly (readonly [row: Row, weight: number])[]>>

const rowOf = (i: number, x = i / 8): Row => [BigInt(i), i % 3, BigInt(2 * i), x, `s${i % 7}`]
const measured: Row = [1, ...Object.values(MEASURES).map(({ value }) => value)]

/** What one change does; `size` rows are there. The middle rows swap what is summed up: sums differ between them only. */
const CHANGES: Readonly<Record<string, (size: number) => Changes>> = {
  'a row comes at the end': size => ({ t: [[rowOf(size), 1]], m: [[measured, 1]] }),
  'a row goes at the end': size => ({ t: [[rowOf(size), -1]], m: [[measured, -1]] }),
  'two rows in the middle change': size => {
    const [i, j] = [size / 2, size / 2 + 3]
    return {
      t: [
        [rowOf(i), -1],
        [rowOf(i, j / 8), 1],
        [rowOf(j), -1],
        [rowOf(j, i / 8), 1],
      ],
    }
  },
  'a row of the other side changes': size => ({
    u: [
      [[BigInt(size / 2), 'u'], -1],
      [[BigInt(size / 2), 'v'], 1],
    ],
  }),
}

describe('counted reads and writes of a change', () => {
  const plan = must(compile([{ name: 'v.view', text: PROGRAM }]).plan, 'plan')
  /** By size, then change, then node. */
  const counted = new Map<number, Map<string, ReadonlyMap<string, number>>>()
  const directories: string[] = []

  beforeAll(async () => {
    for (const size of [FEW, MANY]) counted.set(size, await countsOf(plan, size, directories))
  }, 120_000)
  afterAll(() => directories.forEach(removeDir))

  const nodeOf = (id: string): PlanNode =>
    must(
      plan.nodes.find(other => other.id === id),
      id,
    )
  const readWhole = new Set(
    plan.nodes.flatMap(node =>
      node.kind === 'join' && node.leftKey.length === 0 ? [node.left, node.right] : [],
    ),
  )
  const operators = explain(plan).operators.map(operator => [operator.title, operator] as const)

  test('all classes and all kinds of operators are there', () => {
    const classes: CostClass[] = ['O(1)', 'O(log n)', 'O(matches)', 'O(changes)', 'O(n)']
    expect(new Set(operators.map(([, { cost }]) => cost.class))).toEqual(new Set(classes))
    const kinds = ['source', 'filter', 'project', 'arrange', 'join', 'aggregate', 'group_join', 'union']
    expect([...new Set(operators.map(([, { kind }]) => kind))]).toEqual(
      expect.arrayContaining([...kinds, 'set_operation', 'top_n', 'window']),
    )
    expect(LINEAR.length).toBeGreaterThan(60)
  })

  test.each(operators)('%s', (_, { id, cost }) => {
    const { fingerprint } = nodeOf(id)
    for (const change of Object.keys(CHANGES)) {
      const [few, many] = [FEW, MANY].map(size => counted.get(size)!.get(change)!.get(fingerprint) ?? 0)
      const label = `${change}: ${few} steps with ${FEW} rows, ${many} with ${MANY} (${cost.class})`
      // What a join reads stands in the arrangements of its sides.
      if (readWhole.has(id)) continue
      if (cost.class === 'O(1)') expect(many, label).toBe(few)
      else if (cost.class !== 'O(n)') expect(many, label).toBeLessThanOrEqual(3 * few! + 40)
    }
  })

  test('a join without an equality reads the rows of a side', () => {
    const read = [...readWhole].map(id =>
      counted.get(MANY)!.get('a row comes at the end')!.get(nodeOf(id).fingerprint),
    )
    expect(Math.max(...read.map(steps => steps ?? 0))).toBeGreaterThan(MANY)
  })
})

async function countsOf(
  plan: Plan,
  size: number,
  directories: string[],
): Promise<Map<string, ReadonlyMap<string, number>>> {
  const directory = makeTempDir()
  directories.push(directory)
  const store = await openLevelStore(directory)
  const dataflow = new Dataflow(plan)
  await step(plan, dataflow, store, {
    t: Array.from({ length: size }, (_, i) => [rowOf(i), 1]),
    u: Array.from({ length: size }, (_, i) => [[BigInt(i), 'u'], 1]),
    m: [[measured, size]],
  })
  const counts = new Map<string, ReadonlyMap<string, number>>()
  for (const [name, changesOf] of Object.entries(CHANGES)) {
    const counting = new CountedStore(store)
    await step(plan, dataflow, counting, changesOf(size))
    counts.set(name, counting.counts)
  }
  await store.close()
  return counts
}

async function step(plan: Plan, dataflow: Dataflow, store: Store, changes: Changes): Promise<void> {
  const deltas = new Map<string, Delta>()
  for (const node of plan.nodes) {
    if (node.kind !== 'source') continue
    const delta = new Delta({ net: true })
    for (const [row, weight] of changes[node.source] ?? [])
      delta.add(
        node.used.map(column => row[column]!),
        weight,
      )
    deltas.set(node.id, delta)
  }
  const state = new StepState(store)
  await dataflow.run(deltas, state, false)
  await store.write(state.writes)
}
