/** Casts between types, with PostgreSQL's rounding and errors. */
import { DataError } from '../types/data-error.ts'
import { checkTimestamp, MICROS_PER_DAY, roundHalfEven, splitTimestamp } from '../types/datetime.ts'
import { Decimal } from '../types/decimal.ts'
import { Interval } from '../types/interval.ts'
import { parseReal } from '../types/real.ts'
import { parseJson } from '../types/json-tree.ts'
import type { MapValue } from '../types/map-value.ts'
import type { SqlType, TypeKind } from '../types/sql-type.ts'
import { cutText, padText, storeValue, withoutPadding } from '../types/store-value.ts'
import { formatValue, parseValue, quoteText } from '../types/text-form.ts'
import { printType } from '../types/type-name.ts'
import type { Row, Value } from '../types/value.ts'
import { explicitCast, isTextual, sameType } from './coercion.ts'

type NonNull = Exclude<Value, null>
/** A cast of a value that is not NULL. Throws DataError when the value has none in the other type. */
export type Cast = (value: NonNull) => Value

const DECIMAL: SqlType = { kind: 'decimal', precision: null, scale: null }

const identity: Cast = value => value

/** The cast from one type to another as CAST(… AS …) does it, or null when there is none. */
export function castFunction(from: SqlType, to: SqlType): Cast | null {
  if (!explicitCast(from, to)) return null
  if (from.kind === 'null' || sameType(from, to)) return identity
  if (to.kind === 'varchar' || to.kind === 'char') return castToText(from, to)
  if (isTextual(from.kind)) return value => parseValue(to, value as string)
  if (from.kind === 'json') return castJson(to)
  if (to.kind === 'decimal') return castToDecimal(from, to)
  const parts = castParts(from, to)
  if (parts !== null) return parts
  if (from.kind === to.kind) return identity
  return CASTS[to.kind]?.[from.kind] ?? null
}

/** Whether some value of `from` has no value in `to`. */
export function castMayFail(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'null' || sameType(from, to) || isTextual(to.kind)) return false
  if (from.kind === 'array' && to.kind === 'array') return castMayFail(from.element, to.element)
  if (from.kind === 'map' && to.kind === 'map') return castMayFail(from.value, to.value)
  if (from.kind === 'struct' && to.kind === 'struct')
    return from.fields.some(({ type }, i) => castMayFail(type, to.fields[i]!.type))
  if (to.kind === 'decimal') {
    return to.precision !== null || !['smallint', 'integer', 'bigint', 'decimal'].includes(from.kind)
  }
  return from.kind !== to.kind && NEVER_FAIL[to.kind]?.includes(from.kind) !== true
}

/** By the type that is cast to. */
const NEVER_FAIL: Partial<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: ['integer'],
  integer: ['boolean', 'smallint'],
  bigint: ['smallint', 'integer'],
  real: ['smallint', 'integer', 'bigint'],
  double: ['smallint', 'integer', 'bigint', 'real'],
  date: ['timestamp', 'timestamptz'],
  time: ['timestamp', 'timestamptz', 'interval'],
  timestamp: ['timestamptz'],
  timestamptz: ['timestamp'],
  interval: ['time'],
}

type Casts = Partial<Record<TypeKind, Cast>>

const dateToTimestamp: Cast = value => checkTimestamp(BigInt(value as number) * MICROS_PER_DAY)
const timestampToDate: Cast = value => splitTimestamp(value as bigint).days
const timestampToTime: Cast = value => splitTimestamp(value as bigint).time

/** Casts between kinds without limits, by the kind that is cast to. */
const CASTS: Partial<Record<TypeKind, Casts>> = {
  boolean: { integer: value => value !== 0 },
  smallint: wholeCasts('smallint', 16),
  integer: { ...wholeCasts('integer', 32), boolean: Number, smallint: identity },
  bigint: {
    ...wholeCasts('bigint', 64),
    smallint: value => BigInt(value as number),
    integer: value => BigInt(value as number),
  },
  real: {
    smallint: identity,
    integer: value => Math.fround(value as number),
    bigint: value => parseReal(value.toString()),
    decimal: value => parseValue({ kind: 'real' }, value.toString()),
    double: value => narrowed(value as number),
  },
  double: {
    smallint: identity,
    integer: identity,
    bigint: Number,
    real: identity,
    decimal: value => parseValue({ kind: 'double' }, value.toString()),
  },
  date: { timestamp: timestampToDate, timestamptz: timestampToDate },
  time: {
    timestamp: timestampToTime,
    timestamptz: timestampToTime,
    interval: value => splitTimestamp((value as Interval).micros).time,
  },
  timestamp: { date: dateToTimestamp, timestamptz: identity },
  timestamptz: { date: dateToTimestamp, timestamp: identity },
  interval: { time: value => new Interval(0, 0, BigInt(value as number)) },
}

/** Casts of numbers to a whole number of so many bits. */
function wholeCasts(kind: 'smallint' | 'integer' | 'bigint', bits: number): Casts {
  const fit = (value: bigint): Value => {
    if (BigInt.asIntN(bits, value) !== value) throw outOfRange(kind)
    return kind === 'bigint' ? value : Number(value)
  }
  const fromFloating: Cast = value => fit(wholeNumber(value as number, kind))
  return {
    integer: value => fit(BigInt(value as number)),
    bigint: value => fit(value as bigint),
    decimal: value => fit((value as Decimal).toBigint()),
    real: fromFloating,
    double: fromFloating,
  }
}

/** The nearest whole number, halves to the even one. */
function wholeNumber(value: number, kind: 'smallint' | 'integer' | 'bigint'): bigint {
  if (!Number.isFinite(value)) throw outOfRange(kind)
  return BigInt(roundHalfEven(value))
}

function outOfRange(kind: 'smallint' | 'integer' | 'bigint' | 'real'): DataError {
  return new DataError('MV5102', `${printType({ kind })} out of range`)
}

function narrowed(value: number): number {
  const real = Math.fround(value)
  const isOverflow = !Number.isFinite(real) && Number.isFinite(value)
  if (isOverflow || (real === 0 && value !== 0)) throw outOfRange('real')
  return real
}

/** An explicit cast cuts what is too long. */
function castToText(from: SqlType, to: SqlType & { kind: 'varchar' | 'char' }): Cast {
  const { length } = to
  const format = formatterOf(from, to)
  if (length === null) return format
  if (to.kind === 'varchar') return value => cutText(format(value) as string, length)
  return value => padText(cutText(format(value) as string, length), length)
}

function formatterOf(from: SqlType, to: SqlType): Cast {
  if (from.kind === 'varchar') return identity
  if (from.kind === 'char') return to.kind === 'char' ? identity : value => withoutPadding(value as string)
  return value => formatValue(from, value)
}

function castToDecimal(from: SqlType, to: SqlType & { kind: 'decimal' }): Cast | null {
  const convert = decimalFrom(from.kind)
  if (convert === null) return null
  return to.precision === null ? convert : value => storeValue(to, convert(value))
}

function decimalFrom(kind: TypeKind): Cast | null {
  switch (kind) {
    case 'smallint':
    case 'integer':
      return value => Decimal.fromBigint(BigInt(value as number))
    case 'bigint':
      return value => Decimal.fromBigint(value as bigint)
    case 'real':
      return value => Decimal.fromNumber(value as number, 6)
    case 'double':
      return value => Decimal.fromNumber(value as number)
    case 'decimal':
      return identity
    default:
      return null
  }
}

/** Arrays and maps element by element, structs by position; null for all other types. */
function castParts(from: SqlType, to: SqlType): Cast | null {
  if (from.kind === 'array' && to.kind === 'array') {
    const cast = nullable(castFunction(from.element, to.element))
    return cast && (value => (value as Row).map(cast))
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const cast = nullable(castFunction(from.value, to.value))
    return cast && (value => (value as MapValue).withValues((value as MapValue).values.map(cast)))
  }
  if (from.kind !== 'struct' || to.kind !== 'struct') return null
  const casts = from.fields.map(({ type }, i) => nullable(castFunction(type, to.fields[i]!.type)))
  return casts.every(cast => cast !== null)
    ? value => (value as Row).map((field, i) => casts[i]!(field))
    : null
}

function nullable(cast: Cast | null): ((value: Value) => Value) | null {
  return cast && (value => (value === null ? null : cast(value)))
}

/** A number or boolean of JSON as one of SQL; JSON's null is neither. */
function castJson(to: SqlType): Cast | null {
  const fromDecimal = to.kind === 'boolean' ? null : castFunction(DECIMAL, to)
  return value => {
    const tree = parseJson(value as string)
    if (to.kind === 'boolean' && typeof tree === 'boolean') return tree
    if (fromDecimal !== null && tree instanceof Decimal) return fromDecimal(tree)
    throw new DataError(
      'MV5101',
      `the JSON value ${quoteText(value as string)} is not a value of type ${printType(to)}`,
    )
  }
}
