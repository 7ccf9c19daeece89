/** The order of values: PostgreSQL's, with text by code point; maps are compared entry by entry in the order of their keys. */
import { unreachable } from '../util/assert.ts'
import type { Decimal } from './decimal.ts'
import type { Interval } from './interval.ts'
import { compareJson } from './json-order.ts'
import type { MapValue } from './map-value.ts'
import type { SqlType, TypeKind } from './sql-type.ts'
import { withoutPadding } from './store-value.ts'
import type { Row, Value } from './value.ts'

/** Negative, zero or positive as `a` comes before, with or after `b`. Neither is NULL. */
export type Compare = (a: Value, b: Value) => number

/** Types that have equal values of several forms: 1.0 and 1.00, CHARs of several lengths, 1 month and 30 days. */
const SEVERAL_FORMS: readonly TypeKind[] = ['decimal', 'interval', 'char', 'json', 'array', 'map', 'struct']

/** Whether values of a type may be equal and yet be told apart by their text. */
export function hasSeveralForms({ kind }: SqlType): boolean {
  return SEVERAL_FORMS.includes(kind)
}

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
    case 'json':
      return (a, b) => compareJson(a as string, b as string)
    case 'array': {
      const compare = nullsLast(compareValues(type.element))
      return (a, b) => compareLists(a as Row, b as Row, () => compare)
    }
    case 'struct': {
      const compares = type.fields.map(field => nullsLast(compareValues(field.type)))
      return (a, b) => compareLists(a as Row, b as Row, i => compares[i]!)
    }
    case 'map':
      return mapComparison(nullsLast(compareValues(type.value)))
    default:
      return unreachable(type)
  }
}

/** Within another value, NULLs are equal and come last. */
function nullsLast(compare: Compare): Compare {
  return (a, b) => (a === null || b === null ? Number(a === null) - Number(b === null) : compare(a, b))
}

/** By the first part that is different; what ends first comes first. */
function compareLists(a: Row, b: Row, compareAt: (index: number) => Compare): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compareAt(i)(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function mapComparison(compare: Compare): Compare {
  const compareKeys: Compare = (a, b) => compareText(a as string, b as string)
  const flat = (map: Value): Row => (map as MapValue).entries().flat()
  return (a, b) => compareLists(flat(a), flat(b), i => (i % 2 === 0 ? compareKeys : compare))
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
