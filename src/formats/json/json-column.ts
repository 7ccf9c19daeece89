/**
 * JSON to column values, strictly: a number is no text and a text no boolean. Numbers are read from their digits, so
 * BIGINT and DECIMAL lose none. Texts are accepted for numbers and times, as many producers write 64-bit numbers so.
 * Arrays and objects are read part by part; the fields of a STRUCT are found by name like the columns of a record.
 */
import { parseBase64 } from '../../types/bytes.ts'
import { DataError } from '../../types/data-error.ts'
import { checkDate, checkTimestamp } from '../../types/datetime.ts'
import { Decimal } from '../../types/decimal.ts'
import { canonicalJsonText } from '../../types/json-tree.ts'
import { MapValue } from '../../types/map-value.ts'
import type { ArrayType, MapType, SqlType, StructType } from '../../types/sql-type.ts'
import { parseValue, quoteText } from '../../types/text-form.ts'
import { printType } from '../../types/type-name.ts'
import type { Value } from '../../types/value.ts'
import { unreachable } from '../../util/assert.ts'
import { type JsonKind, scanElements, scanMembers, stringValue } from '../../util/json-scanner.ts'
import { type JsonColumn, MemberColumns } from './json-members.ts'

const MILLIS_PER_DAY = 86_400_000n

/** The reader of JSON values for a column of this type. */
export function jsonColumn(type: SqlType): JsonColumn {
  const read = readerOf(type)
  return (text, kind, start, end) => (kind === 'null' ? null : read(text, kind, start, end))
}

function readerOf(type: SqlType): JsonColumn {
  switch (type.kind) {
    case 'boolean':
      return (text, kind, start, end) => {
        if (kind === 'true' || kind === 'false') return kind === 'true'
        return mismatch(type, text, kind, start, end)
      }
    case 'varchar':
      if (type.length === null) return stringReader(type, wellFormed)
      return stringReader(type, value => parseValue(type, wellFormed(value)))
    case 'char':
      return stringReader(type, value => parseValue(type, wellFormed(value)))
    case 'uuid':
    case 'interval':
      return stringReader(type, value => parseValue(type, value))
    case 'bytes':
      return stringReader(type, value => parseBase64(value) ?? notBase64(value))
    case 'smallint':
    case 'integer':
    case 'bigint':
      return numberReader(type, digits => parseValue(type, integralText(digits)))
    case 'real':
    case 'double':
    case 'decimal':
      return numberReader(type, digits => parseValue(type, digits))
    case 'date':
      return numberReader(type, digits => checkDate(Number(integralText(digits))))
    case 'time':
      return numberReader(type, digits => timeOfMillis(BigInt(integralText(digits))))
    case 'timestamp':
    case 'timestamptz':
      return numberReader(type, digits => checkTimestamp(BigInt(integralText(digits)) * 1000n))
    case 'json':
      return (text, _, start, end) => canonicalJsonText(text.slice(start, end))
    case 'array':
      return arrayReader(type)
    case 'map':
      return mapReader(type)
    case 'struct':
      return structReader(type)
    case 'null':
      return () => null
    default:
      return unreachable(type)
  }
}

function arrayReader(type: ArrayType): JsonColumn {
  const read = jsonColumn(type.element)
  return (text, kind, start, end) => {
    if (kind !== 'array') return mismatch(type, text, kind, start, end)
    const items: Value[] = []
    scanElements(text, start, (itemKind, itemStart, itemEnd) => {
      items.push(within(`element ${items.length + 1}`, () => read(text, itemKind, itemStart, itemEnd)))
    })
    return items
  }
}

function mapReader(type: MapType): JsonColumn {
  const read = jsonColumn(type.value)
  return (text, kind, start, end) => {
    if (kind !== 'object') return mismatch(type, text, kind, start, end)
    const entries: [string, Value][] = []
    scanMembers(text, start, (name, itemKind, itemStart, itemEnd) => {
      const key = wellFormed(name)
      entries.push([key, within(`key ${quoteText(key)}`, () => read(text, itemKind, itemStart, itemEnd))])
    })
    return MapValue.of(entries)
  }
}

function structReader(type: StructType): JsonColumn {
  const members = new MemberColumns(
    type.fields.map(({ name, type }, at) => ({ name, at, read: jsonColumn(type) })),
  )
  return (text, kind, start, end) => {
    if (kind !== 'object') return mismatch(type, text, kind, start, end)
    const fields = type.fields.map((): Value => null)
    members.begin()
    scanMembers(text, start, (name, itemKind, itemStart, itemEnd) => {
      members.read(fields, name, text, itemKind, itemStart, itemEnd)
    })
    return fields
  }
}

/** What `read` returns; the message of an error says where it is. */
function within<T>(part: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.code, `${part}: ${error.message}`)
    throw error
  }
}

function stringReader(type: SqlType, fromString: (value: string) => Value): JsonColumn {
  return (text, kind, start, end) =>
    kind === 'string' ? fromString(stringValue(text, start, end)) : mismatch(type, text, kind, start, end)
}

function notBase64(text: string): never {
  throw new DataError('MV5005', `expected BYTES as base64, found the text ${quoteText(text)}`)
}

function timeOfMillis(millis: bigint): number {
  if (millis < 0n || millis > MILLIS_PER_DAY) throw new DataError('MV5102', 'time out of range')
  return Number(millis) * 1000
}

/** Strings in the type's text form; numbers through `fromNumber`, which is given the digits as written. */
function numberReader(type: SqlType, fromNumber: (digits: string) => Value): JsonColumn {
  return (text, kind, start, end) => {
    if (kind === 'number') return fromNumber(text.slice(start, end))
    if (kind === 'string') return parseValue(type, stringValue(text, start, end))
    return mismatch(type, text, kind, start, end)
  }
}

/** `1`, `1.0` and `1e2` are integral numbers, `1.5` is none. */
function integralText(digits: string): string {
  if (/^-?\d+$/.test(digits)) return digits
  const value = Decimal.parse(digits)
  if (value === null || value.compare(value.truncate(0)) !== 0) {
    throw new DataError('MV5005', `expected a whole number, found ${digits}`)
  }
  return value.toBigint().toString()
}

/** An escape can write half of a surrogate pair, which is no text. */
function wellFormed(value: string): string {
  if (!value.isWellFormed())
    throw new DataError('MV5005', 'the text holds half of a surrogate pair, which is not Unicode')
  return value
}

const SHOWN = 40

function mismatch(type: SqlType, text: string, kind: JsonKind, start: number, end: number): never {
  const raw = text.slice(start, Math.min(end, start + SHOWN)) + (end - start > SHOWN ? '…' : '')
  const found = kind === 'object' || kind === 'array' ? `an ${kind}` : `the ${kindName(kind)} ${raw}`
  throw new DataError('MV5005', `expected ${printType(type)}, found ${found}`)
}

function kindName(kind: JsonKind): string {
  if (kind === 'true' || kind === 'false') return 'boolean'
  return kind === 'string' ? 'text' : kind
}
