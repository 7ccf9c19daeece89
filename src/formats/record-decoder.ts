/**
 * From a record to a row of a source: which columns come from the key and which from the value, for each key format.
 *   KAFKA, JSON   the primary key comes from the record key, the rest from the value
 *   RAW           everything comes from the value; the key's bytes only identify the row
 * A record without a key takes its primary key from the value, whatever the format.
 */
import type { SourcePlan } from '../topology/plan.ts'
import { DataError } from '../types/data-error.ts'
import type { Row, Value } from '../types/value.ts'
import type { DecodedColumn, Decoder } from './decoder.ts'
import { jsonObjectDecoder, jsonScalarDecoder } from './json/json-decoder.ts'
import { kafkaDecoder } from './kafka/kafka-decoder.ts'

/** Decodes records of one source into rows of its used columns. All methods throw DataError. */
export interface RecordDecoder {
  /** The row of a record with a value. */
  row(key: Uint8Array | null, value: Uint8Array): Row
  /** The primary key columns of a tombstone's key, as a row with NULL elsewhere; null when the key's bytes do not carry them. */
  keyRow(key: Uint8Array): Row | null
}

/** @param used positions in the source's columns, ascending: the columns of the row */
export function recordDecoder(source: SourcePlan, used: readonly number[]): RecordDecoder {
  const columns = used.map((position, at): DecodedColumn => ({ ...source.columns[position]!, at }))
  const isKey = (_: DecodedColumn, at: number): boolean => source.primaryKey.includes(used[at]!)
  const all = jsonObjectDecoder(columns, 'the value')
  const keyColumns = columns.filter(isKey)
  const carries = source.keyFormat !== 'RAW' && keyColumns.length > 0
  const fromKey = carries ? keyDecoder(source, keyColumns) : null
  const rest =
    fromKey === null
      ? all
      : jsonObjectDecoder(
          columns.filter((column, at) => !isKey(column, at)),
          'the value',
        )

  return {
    row(key, value) {
      const row = new Array<Value>(columns.length).fill(null)
      if (fromKey === null || key === null) all(value, row)
      else {
        rest(value, row)
        fromKey(key, row)
      }
      checkPrimaryKey(keyColumns, row)
      return row
    },
    keyRow(key) {
      if (fromKey === null) return null
      const row = new Array<Value>(columns.length).fill(null)
      fromKey(key, row)
      checkPrimaryKey(keyColumns, row)
      return row
    },
  }
}

function keyDecoder(source: SourcePlan, keyColumns: readonly DecodedColumn[]): Decoder {
  if (source.keyFormat === 'KAFKA') return kafkaDecoder(keyColumns[0]!, 'the key')
  if (keyColumns.length === 1) return jsonScalarDecoder(keyColumns[0]!, 'the key')
  return jsonObjectDecoder(keyColumns, 'the key')
}

function checkPrimaryKey(keyColumns: readonly DecodedColumn[], row: Row): void {
  for (const { name, at } of keyColumns) {
    if (row[at] === null) throw new DataError('MV5007', `primary key column \`${name}\` is null or absent`)
  }
}
