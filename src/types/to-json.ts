/** SQL values as JSON: PostgreSQL's `to_jsonb`. */
import { unreachable } from '../util/assert.ts'
import { formatTimestamp } from './datetime.ts'
import { Decimal } from './decimal.ts'
import { jsonObject, type JsonTree, parseJson } from './json-tree.ts'
import type { MapValue } from './map-value.ts'
import { realDigits } from './real.ts'
import type { SqlType } from './sql-type.ts'
import { formatValue } from './text-form.ts'
import type { Row, Value } from './value.ts'

/**
 * A function that makes JSON of the values of a type: numbers and booleans are what they are, arrays arrays, structs and
 * maps objects, all else texts; NULL is JSON's null.
 */
export function toJson(type: SqlType): (value: Value) => JsonTree {
  const convert = converter(type)
  return value => (value === null ? null : convert(value))
}

function converter(type: SqlType): (value: Exclude<Value, null>) => JsonTree {
  switch (type.kind) {
    case 'boolean':
      return value => value as boolean
    case 'smallint':
    case 'integer':
      return value => Decimal.fromBigint(BigInt(value as number))
    case 'bigint':
      return value => Decimal.fromBigint(value as bigint)
    case 'decimal':
      return value => value as Decimal
    case 'real':
      return value => ofNumber(value as number, realDigits(value as number))
    case 'double':
      return value => ofNumber(value as number, String(value))
    case 'json':
      return value => parseJson(value as string)
    case 'array': {
      const element = toJson(type.element)
      return value => (value as Row).map(element)
    }
    case 'map': {
      const item = toJson(type.value)
      return value => jsonObject((value as MapValue).entries().map(([key, one]) => [key, item(one)]))
    }
    case 'struct':
      return structConverter(type.fields)
    case 'timestamp':
      return value => formatTimestamp(value as bigint, 'T')
    case 'timestamptz':
      return value => `${formatTimestamp(value as bigint, 'T')}+00:00`
    case 'varchar':
    case 'char':
    case 'bytes':
    case 'uuid':
    case 'date':
    case 'time':
    case 'interval':
      return value => formatValue(type, value)
    case 'null':
      return () => null
    default:
      return unreachable(type)
  }
}

/** JSON has no numbers for NaN and the infinities. */
function ofNumber(value: number, digits: string): JsonTree {
  return Number.isFinite(value) ? Decimal.parse(digits)! : String(value)
}

function structConverter(
  fields: readonly { readonly name: string; readonly type: SqlType }[],
): (value: Value) => JsonTree {
  const converters = fields.map(({ name, type }) => ({ name, convert: toJson(type) }))
  return value => jsonObject(converters.map(({ name, convert }, i) => [name, convert((value as Row)[i]!)]))
}
