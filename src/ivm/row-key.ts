/** Keys of rows: the ordered text of some of their columns. */
import { encodeKey } from '../types/ordered-key.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Row, Value } from '../types/value.ts'

/** The key of a row as ordered text: self-delimiting, equal for rows whose values are equal in SQL. */
export type RowKey = (row: Row) => string

/** Makes the key function of the columns at `positions` of rows with these types. */
export function rowKey(positions: readonly number[], types: readonly SqlType[]): RowKey {
  const encode = encodeKey(positions.map(position => types[position]!))
  if (positions.length === 1) {
    const position = positions[0]!
    return row => encode([row[position]!])
  }
  return row => encode(positions.map((position): Value => row[position]!))
}

/** Whether any of the columns is NULL: such a key matches nothing in a join. */
export function hasNull(row: Row, positions: readonly number[]): boolean {
  for (const position of positions) if (row[position] === null) return true
  return false
}

/** Groups the positions of a delta's rows by key, keeping the order. */
export function groupByKey(rows: readonly Row[], key: RowKey): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (let i = 0; i < rows.length; i++) {
    const id = key(rows[i]!)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [i])
    else group.push(i)
  }
  return groups
}
