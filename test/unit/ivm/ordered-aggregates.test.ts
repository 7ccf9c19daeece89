/** Aggregates of values in order against what they are of a sorted list, after every step. */
import { expect, test } from 'vitest'
import { Aggregate } from '../../../src/ivm/operators/aggregate.ts'
import type { AggregateCall, SortColumn } from '../../../src/topology/plan.ts'
import type { LiteralExpr } from '../../../src/expr/expr.ts'
import { MapValue } from '../../../src/types/map-value.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row, Value } from '../../../src/types/value.ts'
import type { Random } from '../../support/random.ts'
import { expectRecomputed } from './recomputed.ts'
import { Bench, deltaOf, INTEGER, TEXT } from './relation.ts'

const BIGINT: SqlType = { kind: 'bigint' }
const DOUBLE: SqlType = { kind: 'double' }
const BOOLEAN: SqlType = { kind: 'boolean' }
const arrayOf = (element: SqlType): SqlType => ({ kind: 'array', element })

/** group, text, number, whether it counts */
const TYPES = [INTEGER, TEXT, DOUBLE, BOOLEAN]
const ascending = (column: number): SortColumn => ({ column, descending: false, nullsFirst: false })
const descending = (column: number): SortColumn => ({ column, descending: true, nullsFirst: true })
const constant = (type: SqlType, text: string): LiteralExpr => ({ kind: 'literal', type, text })
const half = constant(DOUBLE, '0.5')

interface Case {
  readonly call: AggregateCall
  readonly of: (texts: Value[], numbers: Value[], counted: Value[]) => Value
}

const present = (values: readonly Value[]): Value[] => values.filter(value => value !== null)
const sorted = (numbers: readonly Value[]): number[] => (present(numbers) as number[]).sort((a, b) => a - b)

/** Ascending; NULL last. */
function inOrder(texts: readonly Value[]): Value[] {
  const found = (present(texts) as string[]).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return [...found, ...texts.filter(text => text === null)]
}

function mostFrequent(numbers: readonly number[]): Value {
  const counts = numbers.map(number => numbers.filter(other => other === number).length)
  return numbers[counts.indexOf(Math.max(...counts))] ?? null
}

function middle(numbers: readonly number[]): Value {
  if (numbers.length === 0) return null
  const at = (numbers.length - 1) / 2
  const [low, high] = [numbers[Math.floor(at)]!, numbers[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}

const orNull = (values: Value[]): Value => (values.length === 0 ? null : values)

const CASES: readonly Case[] = [
  {
    call: { fn: 'string_agg(varchar,varchar)', args: [1, 1], orderBy: [ascending(1)], type: TEXT },
    of: texts => {
      const found = inOrder(present(texts)) as string[]
      return found.length === 0 ? null : found.map((text, i) => (i === 0 ? text : text + text)).join('')
    },
  },
  {
    call: { fn: 'array_agg(T)', args: [1], orderBy: [ascending(1)], type: arrayOf(TEXT) },
    of: texts => orNull(inOrder(texts)),
  },
  {
    call: { fn: 'collect_list(T)', args: [1], orderBy: [ascending(1)], filter: 3, type: arrayOf(TEXT) },
    of: (texts, _numbers, counted) => orNull(inOrder(texts.filter((_, i) => counted[i] === true))),
  },
  {
    call: { fn: 'collect_set(T)', args: [1], distinct: true, orderBy: [ascending(1)], type: arrayOf(TEXT) },
    of: texts => orNull([...new Set(inOrder(texts))]),
  },
  {
    call: {
      fn: 'histogram(varchar)',
      args: [1],
      orderBy: [ascending(1)],
      type: { kind: 'map', value: BIGINT },
    },
    of: texts => {
      const found = present(texts) as string[]
      const count = (text: string): bigint => BigInt(found.filter(other => other === text).length)
      return found.length === 0 ? null : MapValue.of(found.map(text => [text, count(text)] as const))
    },
  },
  {
    call: {
      fn: 'topk(T,integer)',
      args: [2],
      orderBy: [descending(2)],
      constants: [constant(INTEGER, '3')],
      type: arrayOf(DOUBLE),
    },
    of: (_, numbers) => orNull(sorted(numbers).reverse().slice(0, 3)),
  },
  {
    call: {
      fn: 'topkdistinct(T,integer)',
      args: [2],
      distinct: true,
      orderBy: [descending(2)],
      constants: [constant(INTEGER, '2')],
      type: arrayOf(DOUBLE),
    },
    of: (_, numbers) => orNull([...new Set(sorted(numbers).reverse())].slice(0, 2)),
  },
  {
    call: { fn: 'median(double)', args: [2], orderBy: [ascending(2)], type: DOUBLE },
    of: (_, numbers) => middle(sorted(numbers)),
  },
  {
    call: { fn: 'median(double)', args: [2], distinct: true, orderBy: [ascending(2)], type: DOUBLE },
    of: (_, numbers) => middle([...new Set(sorted(numbers))]),
  },
  {
    call: {
      fn: 'percentile_disc(T,double)',
      args: [2],
      orderBy: [descending(2)],
      constants: [half],
      type: DOUBLE,
    },
    of: (_, numbers) => {
      const found = sorted(numbers).reverse()
      return found[Math.ceil(found.length / 2) - 1] ?? null
    },
  },
  {
    call: { fn: 'mode(T)', args: [2], orderBy: [ascending(2)], type: DOUBLE },
    of: (_, numbers) => mostFrequent(sorted(numbers)),
  },
  {
    call: { fn: 'mode(T)', args: [2], orderBy: [descending(2)], type: DOUBLE },
    of: (_, numbers) => mostFrequent(sorted(numbers).reverse()),
  },
]
const CALLS = CASES.map(({ call }) => call)

function groupsOf(rows: readonly Row[]): Row[] {
  return [...new Set(rows.map(([group]) => group!))].map(group => {
    const members = rows.filter(row => row[0] === group)
    const column = (at: number): Value[] => members.map(row => row[at]!)
    return [group, ...CASES.map(({ of }) => of(column(1), column(2), column(3)))]
  })
}

function randomRow(r: Random): Row {
  return [
    r.below(3),
    r.chance(0.2) ? null : r.pick(['', 'a', 'b', 'é', '\0']),
    r.chance(0.2) ? null : r.below(5) / 2,
    r.pick([true, false, null]),
  ]
}

test('the same as of a sorted list after every step, and no state at the end', () =>
  expectRecomputed({ types: TYPES, calls: CALLS, randomRow, groupsOf }))

test('of no rows', () => {
  const operator = new Aggregate({ store: 'a/', types: TYPES, groupBy: [], calls: CALLS })
  return new Bench().step(async apply => {
    const { rows } = await apply(operator, deltaOf([]))
    expect(rows).toEqual([CALLS.map(() => null)])
  })
})
