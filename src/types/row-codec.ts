/**
 * Rows as text: the stored form of a row and its identity in a Z-set. Canonical and injective by representation: two rows
 * have the same text exactly if every value is the same, its scale included (1.0 and 1.00 differ, NULL and '' differ).
 *
 * Fields are joined by \x00. A NULL is the field \x01; inside text \x00 is written \x01a and \x01 is written \x01b, which
 * is so rare that one test of the text decides. The field of an array or struct is the text of its parts, each with a
 * \x00 behind it and all of that escaped; of a map these are its keys and values in turn.
 */
import { unreachable } from '../util/assert.ts'
import { Decimal } from './decimal.ts'
import { Interval } from './interval.ts'
import { MapValue } from './map-value.ts'
import type { SqlType } from './sql-type.ts'
import { isList, type Row, type Value } from './value.ts'

const NULL = '\x01'
const NEEDS_ESCAPE = /[\x00\x01]/

export interface RowCodec {
  readonly encode: (row: Row) => string
  /** Reads what `encode` wrote. */
  readonly decode: (text: string) => Row
}

/** The codec of rows with these column types. */
export function rowCodec(types: readonly SqlType[]): RowCodec {
  const count = types.length
  if (count === 0) return { encode: () => '', decode: () => [] }
  const decoders = types.map(decoderOf)
  return {
    encode(row) {
      let text = encodeField(row[0]!)
      for (let i = 1; i < count; i++) text += `\0${encodeField(row[i]!)}`
      return text
    },
    decode(text) {
      const fields = text.split('\0')
      const row = new Array<Value>(count)
      for (let i = 0; i < count; i++) {
        const field = fields[i]!
        row[i] = field === NULL ? null : decoders[i]!(field)
      }
      return row
    },
  }
}

function encodeField(value: Value): string {
  if (typeof value === 'string') return NEEDS_ESCAPE.test(value) ? escape(value) : value
  if (value === null) return NULL
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (isList(value)) return encodeParts(value)
  if (value instanceof MapValue) return encodeParts(value.entries().flat())
  return value.toString()
}

function encodeParts(parts: Row): string {
  return escape(parts.map(part => `${encodeField(part)}\0`).join(''))
}

/** @param decoderAt the decoder of the part at a position */
function decodeParts(field: string, decoderAt: (index: number) => Decoder): Value[] {
  const parts = unescape(field).split('\0')
  parts.pop()
  return parts.map((part, i) => (part === NULL ? null : decoderAt(i)(part)))
}

type Decoder = (field: string) => Value

function decoderOf(type: SqlType): Decoder {
  switch (type.kind) {
    case 'boolean':
      return field => field === 't'
    case 'smallint':
    case 'integer':
    case 'real':
    case 'double':
    case 'date':
    case 'time':
      return Number
    case 'bigint':
    case 'timestamp':
    case 'timestamptz':
      return BigInt
    case 'decimal':
      return field => Decimal.parse(field)
    case 'interval':
      return field => Interval.decode(field)
    case 'varchar':
    case 'char':
    case 'bytes':
    case 'uuid':
    case 'json':
      return field => (field.includes('\x01') ? unescape(field) : field)
    case 'array': {
      const decode = decoderOf(type.element)
      return field => decodeParts(field, () => decode)
    }
    case 'struct': {
      const decoders = type.fields.map(part => decoderOf(part.type))
      return field => decodeParts(field, i => decoders[i]!)
    }
    case 'map':
      return mapDecoder(decoderOf(type.value))
    case 'null':
      return () => null
    default:
      return unreachable(type)
  }
}

function mapDecoder(decode: Decoder): Decoder {
  const decodeKey: Decoder = key => (key.includes('\x01') ? unescape(key) : key)
  return field => {
    const parts = decodeParts(field, i => (i % 2 === 0 ? decodeKey : decode))
    const entries = Array.from({ length: parts.length / 2 }, (_, i) => parts.slice(2 * i, 2 * i + 2))
    return MapValue.of(entries as [string, Value][])
  }
}

function escape(text: string): string {
  return text.replaceAll('\x01', '\x01b').replaceAll('\x00', '\x01a')
}

function unescape(text: string): string {
  return text.replaceAll('\x01a', '\x00').replaceAll('\x01b', '\x01')
}
