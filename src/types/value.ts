/** Values at run time. Which JavaScript type stands for which SQL type is fixed; the SQL type is never guessed from a value. */
import { Decimal } from './decimal.ts'
import { Interval } from './interval.ts'
import { MapValue } from './map-value.ts'

/**
 * null: NULL · boolean: BOOLEAN · number: SMALLINT, INTEGER, REAL (rounded to one), DOUBLE, DATE (days since 1970-01-01),
 * TIME (microseconds since midnight) · bigint: BIGINT, TIMESTAMP and TIMESTAMPTZ (microseconds since 1970-01-01T00:00:00Z) ·
 * string: VARCHAR and CHAR (well-formed Unicode), UUID (its text in lower case), BYTES (a character U+0000 to U+00FF a byte)
 * and JSON (its text in canonical form, see `json-tree.ts`) · Decimal: DECIMAL · Interval: INTERVAL · MapValue: MAP
 * · an array of values: ARRAY by order, STRUCT by position of the field. Like rows, they are never changed once made.
 */
export type Value =
  null | boolean | number | bigint | string | Decimal | Interval | MapValue | readonly Value[]

/** A typed tuple, by position. Rows are never changed once made: operators share them. */
export type Row = readonly Value[]

/** Whether two tuples of the same types are the same by representation: 1.0 and 1.00 differ, NULL equals NULL. */
export function sameValues(a: Row, b: Row): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i]!, b[i]!)) return false
  return true
}

type ObjectValue = Extract<Value, object>

/** Whether a value is one of an ARRAY or STRUCT. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function sameValue(a: Value, b: Value): boolean {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) return sameObject(a, b)
  return a === b || (a !== a && b !== b)
}

function sameObject(a: ObjectValue, b: ObjectValue): boolean {
  if (isList(a)) return isList(b) && sameValues(a, b)
  if (a instanceof MapValue)
    return b instanceof MapValue && sameValues(a.keys, b.keys) && sameValues(a.values, b.values)
  if (a instanceof Decimal) return b instanceof Decimal && a.scale === b.scale && a.units === b.units
  return b instanceof Interval && a.months === b.months && a.days === b.days && a.micros === b.micros
}
