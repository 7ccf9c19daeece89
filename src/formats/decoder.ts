/** What a format does: bytes of a record's key or value to column values. */
import type { SqlType } from '../types/sql-type.ts'
import type { Value } from '../types/value.ts'

/**
 * Decodes into `row`, at the positions that the decoder was made for; columns that are absent become NULL. Throws
 * DataError. One decoder object is made per source and reused for all records.
 */
export type Decoder = (bytes: Uint8Array, row: Value[]) => void

/** A column to be decoded and where its value goes. */
export interface DecodedColumn {
  readonly name: string
  readonly type: SqlType
  /** Index in the row. */
  readonly at: number
}
