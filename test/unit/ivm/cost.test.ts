/**
 * What one change costs, counted as reads and writes of the store: the same in a group of 10 rows and of 1,000,000. A group
 * is made large by rows of a large weight (for linear aggregates) or of many values (for MIN and MAX).
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Arrangement, type ArrangementShape } from '../../../src/ivm/arrangement.ts'
import type { Delta } from '../../../src/ivm/delta.ts'
import type { Operator } from '../../../src/ivm/operator.ts'
import { Aggregate } from '../../../src/ivm/operators/aggregate.ts'
import { Arrange } from '../../../src/ivm/operators/arrange.ts'
import { GroupJoin } from '../../../src/ivm/operators/group-join.ts'
import { StepState } from '../../../src/ivm/step-state.ts'
import { openLevelStore } from '../../../src/store/level-store.ts'
import type { KeyRange, Store, Writes } from '../../../src/store/store.ts'
import type { AggregateCall } from '../../../src/topology/plan.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row } from '../../../src/types/value.ts'
import { makeTempDir, removeDir } from '../../support/temp-dir.ts'
import { deltaOf, INTEGER, TEXT } from './relation.ts'

const BIGINT: SqlType = { kind: 'bigint' }
const DOUBLE: SqlType = { kind: 'double' }
const NUMERIC: SqlType = { kind: 'decimal', precision: null, scale: null }

const SIZES = [10, 1_000_000]

interface Cost {
  /** Reads of a key. */
  reads: number
  /** Reads of a range. */
  seeks: number
  /** Entries that the ranges gave. */
  entries: number
  /** Keys put or deleted. */
  writes: number
}

/** A store that counts what is asked of it. */
class CountedStore implements Store {
  readonly #store: Store
  cost: Cost = { reads: 0, seeks: 0, entries: 0, writes: 0 }

  constructor(store: Store) {
    this.#store = store
  }

  get(key: string): string | undefined {
    this.cost.reads++
    return this.#store.get(key)
  }

  async range(range: KeyRange): Promise<[string, string][]> {
    const found = await this.#store.range(range)
    this.cost.seeks++
    this.cost.entries += found.length
    return found
  }

  entries(): AsyncIterable<[string, string]> {
    throw new Error('an operator scans')
  }

  write(writes: Writes): Promise<void> {
    this.cost.writes += writes.size
    return this.#store.write(writes)
  }

  close(): Promise<void> {
    return this.#store.close()
  }
}

let directory: string
let store: CountedStore
beforeEach(async () => {
  directory = makeTempDir()
  store = new CountedStore(await openLevelStore(directory))
})
afterEach(async () => {
  await store.close()
  removeDir(directory)
})

type Changes = readonly (readonly [row: Row, weight: number])[]

/** Applies one step of one operator; returns what came out and what it cost. */
async function step(operator: Operator, ...inputs: Delta[]): Promise<{ rows: [Row, number][]; cost: Cost }> {
  store.cost = { reads: 0, seeks: 0, entries: 0, writes: 0 }
  const state = new StepState(store)
  await state.load(operator.ranges?.(inputs, state) ?? [])
  const output = operator.apply(inputs, state)
  await store.write(state.writes)
  return { rows: output.rows.map((row, i) => [row, output.weights[i]!]), cost: store.cost }
}

const call = (fn: string, arg: number | null, type: SqlType): AggregateCall => ({
  fn,
  args: arg === null ? [] : [arg],
  type,
})

describe('linear aggregates', () => {
  const TYPES = [TEXT, INTEGER, DOUBLE, NUMERIC]
  const CALLS = [
    call('count(*)', null, BIGINT),
    call('count(any)', 1, BIGINT),
    call('sum(integer)', 1, BIGINT),
    call('avg(integer)', 1, NUMERIC),
    call('sum(double)', 2, DOUBLE),
    call('sum(decimal)', 3, NUMERIC),
  ]
  const row: Row = ['g', 2, 0.5, null]

  test.each([
    ['an insert', [[['g', 3, 1, null], 1]]],
    ['a delete', [[row, -1]]],
    [
      'an update',
      [
        [row, -1],
        [['g', 7, 0.25, null], 1],
      ],
    ],
    ['many changes of one group', Array.from({ length: 50 }, (_, i) => [['g', i, i / 4, null], 1])],
  ] as [string, Changes][])(
    '%s costs one read and one write of the group, whatever its size',
    async (_, changes) => {
      for (const size of SIZES) {
        const operator = new Aggregate({ store: `a${size}/`, types: TYPES, groupBy: [0], calls: CALLS })
        const first = await step(operator, deltaOf([[row, size]]))
        expect(first.rows[0]![0].slice(0, 4)).toEqual(['g', BigInt(size), BigInt(size), BigInt(2 * size)])
        const { rows, cost } = await step(operator, deltaOf(changes))
        expect(cost, `group of ${size}`).toEqual({ reads: 1, seeks: 0, entries: 0, writes: 1 })
        const weight = changes.reduce((sum, [, weight]) => sum + weight, 0)
        expect(rows.map(([after, sign]) => [after[1], sign])).toEqual([
          [BigInt(size), -1],
          [BigInt(size + weight), 1],
        ])
      }
    },
  )
})

describe('the group join', () => {
  const LEFT = [TEXT, TEXT]
  const RIGHT = [INTEGER, TEXT]
  const ARRANGED: ArrangementShape = { store: 'l/', types: LEFT, by: [0], key: [0], unique: true }
  const users: Changes = [
    [['u10', 'Ann'], 1],
    [['u1000000', 'Bob'], 1],
  ]

  /** Users with two counts and a sum. */
  function groupJoin(): GroupJoin {
    const branch = (input: string, calls: AggregateCall[]) => ({ input, groupBy: [1], types: RIGHT, calls })
    return new GroupJoin({
      store: 'g/',
      left: new Arrangement(ARRANGED),
      leftKey: [0],
      branches: [
        branch('tweets', [call('count(*)', null, BIGINT)]),
        branch('likes', [call('count(*)', null, BIGINT), call('sum(integer)', 0, BIGINT)]),
      ],
    })
  }

  test('a change of a group costs two reads and one write; one of a left row reads the group alone', async () => {
    const join = groupJoin()
    const nothing = deltaOf([])
    await step(new Arrange(ARRANGED), deltaOf(users))
    const all: Changes = SIZES.map(size => [[1, `u${size}`], size])
    await step(join, deltaOf(users), deltaOf(all), deltaOf(all))
    for (const size of SIZES) {
      const user = `u${size}`
      const name = size === 10 ? 'Ann' : 'Bob'
      const tweeted = await step(join, nothing, deltaOf([[[1, user], 1]]), nothing)
      expect(tweeted.cost, `group of ${size}`).toEqual({ reads: 2, seeks: 0, entries: 0, writes: 1 })
      expect(tweeted.rows).toEqual([
        [[user, name, BigInt(size), BigInt(size), BigInt(size)], -1],
        [[user, name, BigInt(size + 1), BigInt(size), BigInt(size)], 1],
      ])
      const unliked = await step(join, nothing, nothing, deltaOf([[[1, user], -1]]))
      expect(unliked.cost, `group of ${size}`).toEqual({ reads: 2, seeks: 0, entries: 0, writes: 1 })
      const renamed: Changes = [
        [[user, name], -1],
        [[user, 'New'], 1],
      ]
      const { cost, rows } = await step(join, deltaOf(renamed), nothing, nothing)
      expect(cost, `group of ${size}`).toEqual({ reads: 1, seeks: 0, entries: 0, writes: 0 })
      expect(rows[1]).toEqual([[user, 'New', BigInt(size + 1), BigInt(size - 1), BigInt(size - 1)], 1])
    }
  })
})

describe('MIN and MAX', () => {
  const TYPES = [TEXT, INTEGER]
  /** How often each value is in the group. */
  const REPEATED = 10

  /** A group of `size` rows whose values are 0, 10, 20, …, each 10 times. */
  async function groupOf(size: number): Promise<{ operator: Aggregate; largest: number }> {
    const calls = [call('min(integer)', 1, INTEGER), call('max(integer)', 1, INTEGER)]
    const operator = new Aggregate({ store: `m${size}/`, types: TYPES, groupBy: [0], calls })
    const values = size / REPEATED
    const chunk = 20_000
    for (let from = 0; from < values; from += chunk) {
      const length = Math.min(chunk, values - from)
      await step(operator, deltaOf(Array.from({ length }, (_, i) => [['g', (from + i) * 10], REPEATED])))
    }
    return { operator, largest: (values - 1) * 10 }
  }

  test('an extreme that comes or goes costs a bounded number of reads and writes, whatever the size', async () => {
    for (const size of [100, 1_000_000]) {
      const { operator, largest } = await groupOf(size)
      const change = async (...changes: [value: number, weight: number][]) => {
        const { rows, cost } = await step(
          operator,
          deltaOf(changes.map(([value, weight]) => [['g', value], weight])),
        )
        return { rows: rows.map(([row, sign]) => [...row.slice(1), sign]), cost }
      }
      const inside = await change([10, 1])
      expect(inside, `group of ${size}`).toEqual({
        rows: [],
        cost: { reads: 4, seeks: 0, entries: 0, writes: 3 },
      })
      const higher = await change([largest + 5, 1])
      expect(higher, `group of ${size}`).toEqual({
        rows: [
          [0, largest, -1],
          [0, largest + 5, 1],
        ],
        cost: { reads: 4, seeks: 0, entries: 0, writes: 3 },
      })
      const back = await change([largest + 5, -1])
      expect(back.rows, `group of ${size}`).toEqual([
        [0, largest + 5, -1],
        [0, largest, 1],
      ])
      expect(back.cost, `group of ${size}`).toEqual({ reads: 6, seeks: 1, entries: 2, writes: 3 })
      const once = await change([0, -1])
      expect(once.rows).toEqual([])
      const lowest = await change([0, 1 - REPEATED])
      expect(lowest.rows, `group of ${size}`).toEqual([
        [0, largest, -1],
        [10, largest, 1],
      ])
      expect(lowest.cost, `group of ${size}`).toEqual({ reads: 6, seeks: 1, entries: 2, writes: 3 })
    }
  })

  test('a whole end of the group that goes in one step reads what goes and one more', async () => {
    const { operator, largest } = await groupOf(1000)
    const gone = Array.from({ length: 20 }, (_, i): Changes[number] => [['g', largest - 10 * i], -REPEATED])
    const { rows, cost } = await step(operator, deltaOf(gone))
    expect(rows.map(([row, sign]) => [...row.slice(1), sign])).toEqual([
      [0, largest, -1],
      [0, largest - 200, 1],
    ])
    expect(cost.entries).toBe(21)
    expect(cost.seeks).toBe(1)
  })
})

describe('values in order', () => {
  const TYPES = [TEXT, INTEGER, DOUBLE]
  const inOrder = { column: 2, descending: false, nullsFirst: false }
  const fraction = (text: string) => ({ kind: 'literal', type: DOUBLE, text }) as const
  const CALLS: AggregateCall[] = [
    ...['0.5', '0.99'].map(text => ({
      fn: 'percentile_cont(double,double)',
      args: [2],
      orderBy: [inOrder],
      constants: [fraction(text)],
      type: DOUBLE,
    })),
    { fn: 'mode(T)', args: [2], orderBy: [inOrder], type: DOUBLE },
  ]

  /** What a value costs that comes to a group of so many different ones, of which 0 is there twice. */
  async function costIn(size: number): Promise<Cost> {
    const operator = new Aggregate({ store: `p${size}/`, types: TYPES, groupBy: [0], calls: CALLS })
    const chunk = 10_000
    for (let from = 0; from < size; from += chunk) {
      const rows = Array.from({ length: Math.min(chunk, size - from) }, (_, i): Row => ['g', 0, from + i])
      await step(operator, deltaOf(rows.map(row => [row, 1])))
    }
    await step(operator, deltaOf([[['g', 0, 0], 1]]))
    const { rows, cost } = await step(operator, deltaOf([[['g', 0, 0], 1]]))
    const [, median, high, mode] = rows[1]![0]
    expect([median, mode]).toEqual([size / 2 - 1.5, 0])
    expect(high).toBeCloseTo(0.99 * (size + 1) - 2, 5)
    return cost
  }

  test('percentiles and MODE read and write a few pages, however large the group', async () => {
    const [small, large] = [await costIn(100), await costIn(100_000)]
    expect(small.writes).toBeLessThanOrEqual(7)
    expect(large.reads).toBeLessThan(25)
    expect(large.writes).toBeLessThan(15)
    expect(large.entries).toBe(0)
  })
})
