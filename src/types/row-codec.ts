/**
 * Rows as text: the stored form of a row and its identity in a Z-set. Canonical and injective by representation: two rows
 * have the same text exactly if every value is the same, its scale included (1.0 and 1.00 differ, NULL and '' differ).
 *
 * Fields are joined by \x00. A NULL is the field \x01; inside text \x00 is written \x01a and \x01 is written \x01b, which
 * is so rare that one test of the text decides.
 */
import { unreachable } from '../util/assert.ts'
import { Decimal } from './decimal.ts'
import { Interval } from './interval.ts'
import type { SqlType } from './sql-type.ts'
import type { Row, Value } from './value.ts'

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
  return value.toString()
}

function decoderOf(type: SqlType): (field: string) => Value {
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
      return field => (field.includes('\x01') ? unescape(field) : field)
    case 'null':
      return () => null
    default:
      return unreachable(type)
  }
}

function escape(text: string): string {
  return text.replaceAll('\x01', '\x01b').replaceAll('\x00', '\x01a')
}

function unescape(text: string): string {
  return text.replaceAll('\x01a', '\x00').replaceAll('\x01b', '\x01')
}
