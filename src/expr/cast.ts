/** Casts between types, with PostgreSQL's rounding and errors. */
import { DataError } from '../types/data-error.ts'
import { checkTimestamp, MICROS_PER_DAY, roundHalfEven, splitTimestamp } from '../types/datetime.ts'
import { Decimal } from '../types/decimal.ts'
import type { SqlType, TypeKind } from '../types/sql-type.ts'
import { cutText, storeValue } from '../types/store-value.ts'
import { formatValue, parseValue } from '../types/text-form.ts'
import type { Value } from '../types/value.ts'
import { explicitCast, sameType } from './coercion.ts'

type NonNull = Exclude<Value, null>
/** A cast of a value that is not NULL. Throws DataError when the value has none in the other type. */
export type Cast = (value: NonNull) => Value

const identity: Cast = value => value

/** The cast from one type to another as CAST(… AS …) does it, or null when there is none. */
export function castFunction(from: SqlType, to: SqlType): Cast | null {
  if (!explicitCast(from, to)) return null
  if (from.kind === 'null' || sameType(from, to)) return identity
  if (from.kind === 'varchar' && to.kind !== 'varchar') return value => parseValue(to, value as string)
  if (to.kind === 'varchar') return castToText(from, to.length)
  if (to.kind === 'decimal') return castToDecimal(from, to)
  if (from.kind === to.kind) return identity
  return SIMPLE[from.kind]?.[to.kind] ?? null
}

/** Whether some value of `from` has no value in `to`. */
export function castMayFail(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'null' || sameType(from, to) || to.kind === 'varchar') return false
  if (to.kind === 'decimal') {
    return to.precision !== null || !['integer', 'bigint', 'decimal'].includes(from.kind)
  }
  return from.kind !== to.kind && !NEVER_FAIL.has(`${from.kind} ${to.kind}`)
}

const NEVER_FAIL: ReadonlySet<string> = new Set([
  'boolean integer',
  'integer boolean',
  'integer bigint',
  'integer double',
  'bigint double',
  'timestamp date',
  'timestamptz date',
  'timestamp timestamptz',
  'timestamptz timestamp',
])

const dateToTimestamp: Cast = value => checkTimestamp(BigInt(value as number) * MICROS_PER_DAY)
const timestampToDate: Cast = value => splitTimestamp(value as bigint).days

/** Casts between kinds that have no limits. */
const SIMPLE: Partial<Record<TypeKind, Partial<Record<TypeKind, Cast>>>> = {
  boolean: { integer: Number },
  integer: { boolean: value => value !== 0, bigint: value => BigInt(value as number), double: identity },
  bigint: { integer: value => integerFrom(value as bigint), double: Number },
  decimal: {
    integer: value => integerFrom((value as Decimal).toBigint()),
    bigint: value => bigintFrom((value as Decimal).toBigint()),
    double: value => parseValue({ kind: 'double' }, value.toString()),
  },
  double: {
    integer: value => Number(wholeNumber(value as number, 'INTEGER', 2 ** 31)),
    bigint: value => wholeNumber(value as number, 'BIGINT', 2 ** 63),
  },
  date: { timestamp: dateToTimestamp, timestamptz: dateToTimestamp },
  timestamp: { date: timestampToDate, timestamptz: identity },
  timestamptz: { date: timestampToDate, timestamp: identity },
}

function integerFrom(value: bigint): number {
  if (BigInt.asIntN(32, value) !== value) throw new DataError('MV5102', 'INTEGER out of range')
  return Number(value)
}

function bigintFrom(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new DataError('MV5102', 'BIGINT out of range')
  return value
}

/** The nearest whole number, halves to the even one, which is at least `-limit` and below `limit`. */
function wholeNumber(value: number, name: string, limit: number): bigint {
  const rounded = Number.isFinite(value) ? roundHalfEven(value) : NaN
  if (rounded >= -limit && rounded < limit) return BigInt(rounded)
  throw new DataError('MV5102', `${name} out of range`)
}

/** An explicit cast cuts what is too long. */
function castToText(from: SqlType, length: number | null): Cast {
  const format: Cast = from.kind === 'varchar' ? identity : value => formatValue(from, value)
  return length === null ? format : value => cutText(format(value) as string, length)
}

function castToDecimal(from: SqlType, to: SqlType & { kind: 'decimal' }): Cast | null {
  const convert = decimalFrom(from.kind)
  if (convert === null) return null
  return to.precision === null ? convert : value => storeValue(to, convert(value))
}

function decimalFrom(kind: TypeKind): Cast | null {
  switch (kind) {
    case 'integer':
      return value => Decimal.fromBigint(BigInt(value as number))
    case 'bigint':
      return value => Decimal.fromBigint(value as bigint)
    case 'double':
      return value => Decimal.fromNumber(value as number)
    case 'decimal':
      return identity
    default:
      return null
  }
}
