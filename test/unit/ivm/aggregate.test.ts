import { describe, expect, test } from 'vitest'
import { Aggregate } from '../../../src/ivm/operators/aggregate.ts'
import type { AggregateCall } from '../../../src/topology/plan.ts'
import { Decimal } from '../../../src/types/decimal.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row, Value } from '../../../src/types/value.ts'
import type { Random } from '../../support/random.ts'
import { expectRecomputed } from './recomputed.ts'
import { Bench, deltaOf, INTEGER, Relation, TEXT } from './relation.ts'

const BIGINT: SqlType = { kind: 'bigint' }
const DOUBLE: SqlType = { kind: 'double' }
const NUMERIC: SqlType = { kind: 'decimal', precision: null, scale: null }

/** group, integer, double, text, decimal */
const TYPES = [INTEGER, INTEGER, DOUBLE, TEXT, NUMERIC]
const call = (fn: string, arg: number | null, type: SqlType): AggregateCall => ({
  fn,
  args: arg === null ? [] : [arg],
  type,
})
const CALLS = [
  call('count(*)', null, BIGINT),
  call('count(any)', 1, BIGINT),
  call('sum(integer)', 1, BIGINT),
  call('sum(double)', 2, DOUBLE),
  call('min(varchar)', 3, TEXT),
  call('max(varchar)', 3, TEXT),
  call('min(integer)', 1, INTEGER),
  call('max(double)', 2, DOUBLE),
  call('sum(decimal)', 4, NUMERIC),
]
const OUTPUT = [INTEGER, ...CALLS.map(({ type }) => type)]

/** The same by looking at all rows; doubles are small multiples of 0.25, so that plain addition is exact. */
function aggregatesOf(rows: readonly Row[]): Row {
  const column = (i: number): Value[] => rows.map(row => row[i]!).filter(value => value !== null)
  const numbers = column(1) as number[]
  const doubles = column(2) as number[]
  const texts = (column(3) as string[]).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const decimals = column(4) as Decimal[]
  return [
    BigInt(rows.length),
    BigInt(numbers.length),
    numbers.length === 0 ? null : BigInt(numbers.reduce((a, b) => a + b)),
    doubles.length === 0 ? null : doubles.reduce((a, b) => a + b),
    texts.at(0) ?? null,
    texts.at(-1) ?? null,
    numbers.length === 0 ? null : Math.min(...numbers),
    doubles.length === 0 ? null : Math.max(...doubles),
    decimals.length === 0 ? null : decimals.reduce((a, b) => a.add(b)),
  ]
}

function groupsOf(rows: readonly Row[]): Row[] {
  const groups = new Map<Value, Row[]>()
  for (const row of rows) groups.set(row[0]!, [...(groups.get(row[0]!) ?? []), row])
  return [...groups].map(([group, members]) => [group, ...aggregatesOf(members)])
}

function randomRow(r: Random): Row {
  const orNull = (value: Value): Value => (r.chance(0.2) ? null : value)
  return [
    orNull(r.below(3)),
    orNull(r.below(5) - 2),
    orNull((r.below(9) - 4) / 4),
    orNull(r.pick(['', 'a', 'b', '\0', '\u{1f600}', '\uffee'])),
    orNull(new Decimal(BigInt(r.below(300) - 100), r.below(3))),
  ]
}

describe('aggregate', () => {
  test('equals the aggregates of all rows after every step, and ends with no state', () =>
    expectRecomputed({ types: TYPES, calls: CALLS, randomRow, groupsOf }))

  test('without GROUP BY there is one row from the first step on', async () => {
    const bench = new Bench()
    const operator = new Aggregate({ store: 'a/', types: TYPES, groupBy: [], calls: CALLS.slice(0, 3) })
    const output = new Relation(OUTPUT.slice(1, 4))
    const seen: string[][] = []
    for (const delta of [[], [[[1, 5, null, null, null], 1]], [[[1, 5, null, null, null], -1]]] as const) {
      await bench.step(async apply => output.add(await apply(operator, deltaOf(delta))))
      seen.push(output.texts())
    }
    expect(seen).toEqual([['0\x000\x00\x01'], ['1\x001\x005'], ['0\x000\x00\x01']])
  })

  test('an unchanged group emits nothing', async () => {
    const bench = new Bench()
    const operator = new Aggregate({ store: 'a/', types: TYPES, groupBy: [0], calls: CALLS })
    const row: Row = [1, 5, null, 'x', null]
    await bench.step(async apply => void (await apply(operator, deltaOf([[row, 1]]))))
    await bench.step(async apply => {
      const delta = deltaOf([
        [row, -1],
        [row, 1],
      ])
      expect((await apply(operator, delta)).size).toBe(0)
    })
  })

  test('the sum of doubles returns exactly to what it was', async () => {
    const bench = new Bench()
    const operator = new Aggregate({
      store: 'a/',
      types: TYPES,
      groupBy: [],
      calls: [call('sum(double)', 2, DOUBLE)],
    })
    const output = new Relation([DOUBLE])
    const value = (x: number): Row => [1, null, x, null, null]
    for (const [x, weight] of [
      [0.1, 1],
      [1e300, 1],
      [1e300, -1],
      [0.2, 1],
      [0.1, -1],
    ] as const) {
      await bench.step(async apply => output.add(await apply(operator, deltaOf([[value(x), weight]]))))
    }
    expect(output.texts()).toEqual(['0.2'])
  })

  test('a sum out of the range of its type is a data error, and fits again when values go', async () => {
    const bench = new Bench()
    const sums = [call('sum(integer)', 1, BIGINT), call('sum(double)', 2, DOUBLE)]
    const integers = new Aggregate({ store: 'i/', types: TYPES, groupBy: [], calls: sums.slice(0, 1) })
    const doubles = new Aggregate({ store: 'd/', types: TYPES, groupBy: [], calls: sums.slice(1) })
    const large: Row = [1, 2147483647, 1.5e308, null, null]
    const step = (operator: Aggregate, weight: number): Promise<void> =>
      bench.step(async apply => void (await apply(operator, deltaOf([[large, weight]]))))
    const largest = 2 ** 32 + 2 // times 2,147,483,647 is just below 2^63
    await step(integers, largest)
    await expect(step(integers, 1)).rejects.toMatchObject({
      code: 'MV5004',
      message: `SUM is out of the range of BIGINT: ${2147483647n * BigInt(largest + 1)}`,
    })
    await step(integers, -1)
    await step(doubles, 1)
    await expect(step(doubles, 1)).rejects.toMatchObject({
      code: 'MV5004',
      message: 'SUM is out of the range of DOUBLE',
    })
  })
})
