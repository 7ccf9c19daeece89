/** Values at run time. Which JavaScript type stands for which SQL type is fixed; the SQL type is never guessed from a value. */
import type { Decimal } from './decimal.ts'

/**
 * null: NULL · boolean: BOOLEAN · number: INTEGER, DOUBLE, DATE (days since 1970-01-01) · bigint: BIGINT,
 * TIMESTAMP and TIMESTAMPTZ (microseconds since 1970-01-01T00:00:00Z) · string: VARCHAR (well-formed Unicode) · Decimal: DECIMAL
 */
export type Value = null | boolean | number | bigint | string | Decimal

/** A typed tuple, by position. Rows are never changed once made: operators share them. */
export type Row = readonly Value[]
