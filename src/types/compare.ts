/** The order of values: PostgreSQL's, with text by code point. */
import { unreachable } from '../util/assert.ts'
import type { Decimal } from './decimal.ts'
import type { Interval } from './interval.ts'
import type { SqlType } from './sql-type.ts'
import { withoutPadding } from './store-value.ts'
import type { Value } from './value.ts'

/** Negative, zero or positive as `a` comes before, with or after `b`. Neither is NULL. */
export type Compare = (a: Value, b: Value) => number

/** The order of the non-null values of a type. */
export function compareValues(type: SqlType): Compare {
  switch (type.kind) {
    case 'boolean':
    case 'null':
      return (a, b) => Number(a) - Number(b)
    case 'smallint':
    case 'integer':
    case 'date':
    case 'time':
      return (a, b) => (a as number) - (b as number)
    case 'bigint':
    case 'timestamp':
    case 'timestamptz':
      return (a, b) => compareBigints(a as bigint, b as bigint)
    case 'real':
    case 'double':
      return (a, b) => compareDoubles(a as number, b as number)
    case 'decimal':
      return (a, b) => (a as Decimal).compare(b as Decimal)
    case 'varchar':
    case 'bytes':
    case 'uuid':
      return (a, b) => compareText(a as string, b as string)
    case 'char':
      return (a, b) => compareText(withoutPadding(a as string), withoutPadding(b as string))
    case 'interval':
      return (a, b) => (a as Interval).compare(b as Interval)
    default:
      return unreachable(type)
  }
}

export function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** NaN is equal to itself and greater than every other double. */
export function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}

/** By code point, which is also the order of the UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above U+FFFF, yet are smaller units than U+E000 to U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}
