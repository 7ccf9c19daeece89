/**
 * Rows as JSON text, as responses and topics carry them. BIGINT and DECIMAL keep all their digits, as JSON numbers or as
 * strings; dates, times and intervals are ISO 8601, bytes base64; a REAL or DOUBLE that JSON has no number for is a string.
 * Arrays are arrays, structs and maps objects; a JSON value is as it is.
 */
import { unreachable } from '../util/assert.ts'
import { formatBase64 } from './bytes.ts'
import { formatDate, formatTime, formatTimestamp } from './datetime.ts'
import type { Interval } from './interval.ts'
import { formatIsoInterval } from './interval-text.ts'
import { realDigits } from './real.ts'
import type { MapValue } from './map-value.ts'
import type { SqlType } from './sql-type.ts'
import type { Row, Value } from './value.ts'

/** A function that writes rows as JSON objects, one property a column, in order. Names are text like any other. */
export function jsonWriter(
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  numbers: 'number' | 'string',
): (row: Row) => string {
  const count = columns.length
  if (count === 0) return () => '{}'
  const names = columns.map(({ name }, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  const writers = columns.map(({ type }) => jsonValueWriter(type, numbers))
  return row => {
    let text = ''
    for (let i = 0; i < count; i++) {
      const value = row[i]!
      text += value === null ? `${names[i]!}null` : names[i]! + writers[i]!(value)
    }
    return `${text}}`
  }
}

/** A function that writes one non-null value of a type as JSON. */
export function jsonValueWriter(
  type: SqlType,
  numbers: 'number' | 'string',
): (value: Exclude<Value, null>) => string {
  switch (type.kind) {
    case 'varchar':
    case 'char':
      return JSON.stringify
    case 'boolean':
    case 'smallint':
    case 'integer':
      return String
    case 'bigint':
    case 'decimal':
      return numbers === 'number' ? String : value => `"${value.toString()}"`
    case 'double':
      return value => (Number.isFinite(value) ? String(value) : `"${value.toString()}"`)
    case 'real':
      return value => (Number.isFinite(value) ? realDigits(value as number) : `"${value.toString()}"`)
    case 'bytes':
      return value => `"${formatBase64(value as string)}"`
    case 'uuid':
      return value => `"${value as string}"`
    case 'interval':
      return value => `"${formatIsoInterval(value as Interval)}"`
    case 'time':
      return value => `"${formatTime(value as number)}"`
    case 'date':
      return value => `"${formatDate(value as number)}"`
    case 'timestamp':
      return value => `"${formatTimestamp(value as bigint, 'T')}"`
    case 'timestamptz':
      return value => `"${formatTimestamp(value as bigint, 'T')}Z"`
    case 'json':
      return value => value as string
    case 'array': {
      const write = nullable(jsonValueWriter(type.element, numbers))
      return value => `[${(value as Row).map(write).join(',')}]`
    }
    case 'struct': {
      const write = jsonWriter(type.fields, numbers)
      return value => write(value as Row)
    }
    case 'map': {
      const write = nullable(jsonValueWriter(type.value, numbers))
      return value => {
        const members = (value as MapValue)
          .entries()
          .map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`)
        return `{${members.join(',')}}`
      }
    }
    case 'null':
      return () => 'null'
    default:
      return unreachable(type)
  }
}

function nullable(write: (value: Exclude<Value, null>) => string): (value: Value) => string {
  return value => (value === null ? 'null' : write(value))
}
