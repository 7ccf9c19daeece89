/** Values at run time. Which JavaScript type stands for which SQL type is fixed; the SQL type is never guessed from a value. */
import { Decimal } from './decimal.ts'

/**
 * null: NULL · boolean: BOOLEAN · number: INTEGER, DOUBLE, DATE (days since 1970-01-01) · bigint: BIGINT,
 * TIMESTAMP and TIMESTAMPTZ (microseconds since 1970-01-01T00:00:00Z) · string: VARCHAR (well-formed Unicode) · Decimal: DECIMAL
 */
export type Value = null | boolean | number | bigint | string | Decimal

/** A typed tuple, by position. Rows are never changed once made: operators share them. */
export type Row = readonly Value[]

/** Whether two tuples of the same types are the same by representation: 1.0 and 1.00 differ, NULL equals NULL. */
export function sameValues(a: Row, b: Row): boolean {
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i]!, b[i]!)) return false
  return true
}

function sameValue(a: Value, b: Value): boolean {
  if (a instanceof Decimal && b instanceof Decimal) return a.scale === b.scale && a.units === b.units
  return a === b || (a !== a && b !== b)
}
