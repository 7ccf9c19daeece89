/** Values at run time. Which JavaScript type stands for which SQL type is fixed; the SQL type is never guessed from a value. */
import { Decimal } from './decimal.ts'
import { Interval } from './interval.ts'

/**
 * null: NULL · boolean: BOOLEAN · number: SMALLINT, INTEGER, REAL (rounded to one), DOUBLE, DATE (days since 1970-01-01),
 * TIME (microseconds since midnight) · bigint: BIGINT, TIMESTAMP and TIMESTAMPTZ (microseconds since 1970-01-01T00:00:00Z) ·
 * string: VARCHAR and CHAR (well-formed Unicode), UUID (its text in lower case), BYTES (a character U+0000 to U+00FF a byte)
 * · Decimal: DECIMAL · Interval: INTERVAL
 */
export type Value = null | boolean | number | bigint | string | Decimal | Interval

/** A typed tuple, by position. Rows are never changed once made: operators share them. */
export type Row = readonly Value[]

/** Whether two tuples of the same types are the same by representation: 1.0 and 1.00 differ, NULL equals NULL. */
export function sameValues(a: Row, b: Row): boolean {
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i]!, b[i]!)) return false
  return true
}

function sameValue(a: Value, b: Value): boolean {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) return sameObject(a, b)
  return a === b || (a !== a && b !== b)
}

function sameObject(a: Decimal | Interval, b: Decimal | Interval): boolean {
  if (a instanceof Decimal) return b instanceof Decimal && a.scale === b.scale && a.units === b.units
  return b instanceof Interval && a.months === b.months && a.days === b.days && a.micros === b.micros
}
