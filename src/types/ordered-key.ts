/**
 * Memcomparable keys: text whose UTF-8 byte order is the SQL order of the encoded values, NULLs last. Values that SQL
 * holds equal (1.0 and 1.00, two NaN) have equal keys. Each column is self-delimiting and prefix-free: the key of the
 * first columns is a prefix of the key of all, and no whole key is a prefix of another.
 *
 * Column forms (`~` is NULL and sorts behind all of them):
 * - text: `v`, the text with \x00 as \x01\x01 and \x01 as \x01\x02, then \x00
 *   CHAR without its padding, BYTES a character a byte
 * - integers, dates, times, intervals by their length: a letter for sign and number of digits, then the digits (nines' complement if negative)
 * - doubles: 16 hex digits of the bits, turned so that they ascend
 * - decimals: sign, exponent as an integer, digits without trailing zeros, terminator
 * - booleans: 0 or 1
 * - arrays: `,` and the element for each, then `!`; maps likewise with key and value; structs: `(` and the fields
 * - JSON: a digit for the kind, then the value; of arrays and objects the number of parts and the parts
 */
import { InternalError, unreachable } from '../util/assert.ts'
import { Decimal } from './decimal.ts'
import { Interval } from './interval.ts'
import { isEmptyArray, jsonRank } from './json-order.ts'
import { isJsonArray, jsonObject, type JsonTree, parseJson, printJson } from './json-tree.ts'
import { MapValue } from './map-value.ts'
import type { SqlType } from './sql-type.ts'
import { padText, withoutPadding } from './store-value.ts'
import type { Row, Value } from './value.ts'

const NULL = '~'
const NEEDS_ESCAPE = /[\x00\x01]/

type Encoder = (value: Value) => string

/** Encodes the values of the key columns, in order. */
export function encodeKey(types: readonly SqlType[]): (values: readonly Value[]) => string {
  const encoders = types.map(encoderOf)
  if (encoders.length === 1) {
    const encode = encoders[0]!
    return values => encode(values[0]!)
  }
  return values => {
    let key = ''
    for (let i = 0; i < encoders.length; i++) key += encoders[i]!(values[i]!)
    return key
  }
}

/**
 * Reads the columns of a key that begins at `start`; what follows them is left alone. A DECIMAL(p,s)
 * comes back with its scale, one without a scale without trailing zeros: the key does not hold them. A CHAR(n) is padded
 * again, and an INTERVAL comes back in months, less than 30 days and less than 24 hours.
 */
export function decodeKey(types: readonly SqlType[]): (key: string, start?: number) => Value[] {
  return (key, start = 0) => {
    const reader: Reader = { key, at: start }
    return types.map(type => decodeColumn(type, reader))
  }
}

/** The range of all keys that start with `prefix`; `lt` is the least text above them in UTF-8 order. */
export function prefixRange(prefix: string): { readonly gte: string; readonly lt: string } {
  const points = [...prefix]
  while (points.length > 0) {
    const last = points.pop()!.codePointAt(0)!
    if (last < 0x10ffff) {
      return { gte: prefix, lt: points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1) }
    }
  }
  throw new InternalError('no text is above the prefix')
}

function encoderOf(type: SqlType): Encoder {
  switch (type.kind) {
    case 'boolean':
      return value => (value === null ? NULL : value === true ? '1' : '0')
    case 'smallint':
    case 'integer':
    case 'date':
    case 'time':
    case 'bigint':
    case 'timestamp':
    case 'timestamptz':
      return value => (value === null ? NULL : encodeInteger(String(value)))
    case 'interval':
      return value => (value === null ? NULL : encodeInteger(String((value as Interval).length())))
    case 'real':
    case 'double':
      return value => (value === null ? NULL : encodeDouble(value as number))
    case 'decimal':
      return value => (value === null ? NULL : encodeDecimal(value as Decimal))
    case 'varchar':
    case 'bytes':
    case 'uuid':
      return value => (value === null ? NULL : encodeText(value as string))
    case 'char':
      return value => (value === null ? NULL : encodeText(withoutPadding(value as string)))
    case 'json':
      return value => (value === null ? NULL : encodeJson(parseJson(value as string)))
    case 'array': {
      const encode = encoderOf(type.element)
      return value => (value === null ? NULL : encodeItems(value as Row, encode))
    }
    case 'map': {
      const encode = encoderOf(type.value)
      const encodeEntry = ([key, item]: [string, Value]): string => encodeText(key) + encode(item)
      return value => (value === null ? NULL : encodeItems((value as MapValue).entries(), encodeEntry))
    }
    case 'struct': {
      const encode = encodeKey(type.fields.map(field => field.type))
      return value => (value === null ? NULL : `(${encode(value as Row)}`)
    }
    case 'null':
      return () => NULL
    default:
      return unreachable(type)
  }
}

function encodeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? `v${escape(text)}\0` : `v${text}\0`
}

function escape(text: string): string {
  return text.replaceAll('\x01', '\x01\x02').replaceAll('\x00', '\x01\x01')
}

function unescape(text: string): string {
  return text.replaceAll('\x01\x01', '\x00').replaceAll('\x01\x02', '\x01')
}

/** `a` to `z` for one to 26 digits; `Z` down to `A` for negative numbers. No INTEGER, BIGINT or exponent has more. */
const POSITIVE = 0x60
const NEGATIVE = 0x5b

function encodeInteger(digits: string): string {
  if (digits.charCodeAt(0) === 0x2d) {
    return String.fromCharCode(NEGATIVE - digits.length + 1) + complement(digits.slice(1))
  }
  return String.fromCharCode(POSITIVE + digits.length) + digits
}

function complement(digits: string): string {
  let text = ''
  for (let i = 0; i < digits.length; i++) text += 0x39 - digits.charCodeAt(i)
  return text
}

const float = new Float64Array(1)
const bits = new BigUint64Array(float.buffer)
const SIGN = 1n << 63n

function encodeDouble(value: number): string {
  // Adding 0 turns -0 into 0; NaN is written to its one canonical pattern, which is above infinity.
  float[0] = Number.isNaN(value) ? NaN : value + 0
  const pattern = bits[0]!
  const ascending = pattern >= SIGN ? BigInt.asUintN(64, ~pattern) : pattern | SIGN
  return ascending.toString(16).padStart(16, '0')
}

function decodeDouble(text: string): number {
  const ascending = BigInt(`0x${text}`)
  bits[0] = ascending >= SIGN ? ascending & ~SIGN : BigInt.asUintN(64, ~ascending)
  return float[0]!
}

/** A number is its sign and 0.ddd times ten to an exponent. */
function encodeDecimal({ units, scale }: Decimal): string {
  if (units === 0n) return '0'
  const negative = units < 0n
  const all = (negative ? -units : units).toString()
  const exponent = all.length - scale
  const digits = all.replace(/0+$/, '')
  return negative
    ? `-${encodeInteger(String(-exponent))}${complement(digits)}~`
    : `1${encodeInteger(String(exponent))}${digits}!`
}

/** An end that comes before every item. */
function encodeItems<T>(items: readonly T[], encode: (item: T) => string): string {
  let key = ''
  for (const item of items) key += `,${encode(item)}`
  return `${key}!`
}

const EMPTY_JSON_ARRAY = '0'

/** An empty array comes before all else, but not as a part of another value. */
function encodeJson(tree: JsonTree): string {
  return isEmptyArray(tree) ? EMPTY_JSON_ARRAY : encodeTree(tree)
}

function encodeTree(tree: JsonTree): string {
  const rank = jsonRank(tree)
  if (tree === null) return `${rank}`
  if (typeof tree === 'string') return `${rank}${encodeText(tree)}`
  if (typeof tree === 'boolean') return `${rank}${tree ? 1 : 0}`
  if (tree instanceof Decimal) return `${rank}${encodeDecimal(tree)}`
  if (isJsonArray(tree)) {
    return `${rank}${encodeInteger(String(tree.length))}${tree.map(encodeTree).join('')}`
  }
  const members = [...tree].map(([key, value]) => encodeText(key) + encodeTree(value))
  return `${rank}${encodeInteger(String(tree.size))}${members.join('')}`
}

interface Reader {
  readonly key: string
  at: number
}

function decodeColumn(type: SqlType, reader: Reader): Value {
  if (reader.key[reader.at] === NULL) {
    reader.at++
    return null
  }
  switch (type.kind) {
    case 'boolean':
      return take(reader, 1) === '1'
    case 'smallint':
    case 'integer':
    case 'date':
    case 'time':
      return Number(takeInteger(reader))
    case 'interval':
      return Interval.ofLength(BigInt(takeInteger(reader)))
    case 'bigint':
    case 'timestamp':
    case 'timestamptz':
      return BigInt(takeInteger(reader))
    case 'real':
    case 'double':
      return decodeDouble(take(reader, 16))
    case 'decimal':
      return type.scale === null ? takeDecimal(reader) : takeDecimal(reader).round(type.scale)
    case 'varchar':
    case 'bytes':
    case 'uuid':
      return takeText(reader)
    case 'char':
      return padText(takeText(reader), type.length ?? 0)
    case 'json':
      return printJson(takeTree(reader))
    case 'array':
      return takeItems(reader, () => decodeColumn(type.element, reader))
    case 'map':
      return MapValue.of(takeItems(reader, () => [takeText(reader), decodeColumn(type.value, reader)]))
    case 'struct':
      take(reader, 1)
      return type.fields.map(field => decodeColumn(field.type, reader))
    case 'null':
      throw new InternalError('a key column of type null holds a value')
    default:
      return unreachable(type)
  }
}

function take(reader: Reader, length: number): string {
  const text = reader.key.slice(reader.at, reader.at + length)
  if (text.length < length) throw new InternalError('key ends too early')
  reader.at += length
  return text
}

function takeUntil(reader: Reader, terminator: string): string {
  const end = reader.key.indexOf(terminator, reader.at)
  if (end < 0) throw new InternalError('key ends too early')
  const text = reader.key.slice(reader.at, end)
  reader.at = end + 1
  return text
}

function takeText(reader: Reader): string {
  take(reader, 1)
  const text = takeUntil(reader, '\0')
  return NEEDS_ESCAPE.test(text) ? unescape(text) : text
}

function takeInteger(reader: Reader): string {
  const sign = take(reader, 1).charCodeAt(0)
  if (sign > POSITIVE) return take(reader, sign - POSITIVE)
  return `-${complement(take(reader, NEGATIVE - sign))}`
}

function takeDecimal(reader: Reader): Decimal {
  const sign = take(reader, 1)
  if (sign === '0') return new Decimal(0n, 0)
  const negative = sign === '-'
  const exponent = Number(takeInteger(reader)) * (negative ? -1 : 1)
  const digits = negative ? complement(takeUntil(reader, '~')) : takeUntil(reader, '!')
  const scale = digits.length - exponent
  const units = BigInt(scale >= 0 ? digits : digits + '0'.repeat(-scale))
  return new Decimal(negative ? -units : units, Math.max(scale, 0))
}

function takeItems<T>(reader: Reader, takeItem: () => T): T[] {
  const items: T[] = []
  while (take(reader, 1) === ',') items.push(takeItem())
  return items
}

/** The digits are those of `jsonRank`. */
function takeTree(reader: Reader): JsonTree {
  switch (take(reader, 1)) {
    case EMPTY_JSON_ARRAY:
      return []
    case '1':
      return null
    case '2':
      return takeText(reader)
    case '3':
      return takeDecimal(reader)
    case '4':
      return take(reader, 1) === '1'
    case '5':
      return takeCounted(reader, () => takeTree(reader))
    default:
      return jsonObject(takeCounted(reader, () => [takeText(reader), takeTree(reader)] as const))
  }
}

function takeCounted<T>(reader: Reader, takeItem: () => T): T[] {
  return Array.from({ length: Number(takeInteger(reader)) }, takeItem)
}
