/**
 * Table source: upserts and tombstones by primary key, turned into changes with the stored row.
 * Delta: for each key that changes in the step, − the row before, + the row after; nothing where they are equal.
 * State: the rows by primary key (so it is an arrangement by that key), and where the record key's bytes identify a row
 * but do not carry the primary key (key_format RAW), which primary key each record key has. Cost: O(1) a record.
 */
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import { DataError } from '../../types/data-error.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import type { ArrangementShape } from '../arrangement.ts'
import { Delta } from '../delta.ts'
import { type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface TableSourceShape {
  readonly store: string
  readonly types: readonly SqlType[]
  readonly primaryKey: readonly number[]
}

/** How the rows of the source are arranged. */
export function sourceArrangement({ store, types, primaryKey }: TableSourceShape): ArrangementShape {
  return { store: `${store}r/`, types, by: primaryKey, key: primaryKey, unique: true }
}

export class TableSource {
  readonly #rows: string
  readonly #owners: string
  readonly #codec: RowCodec
  readonly #primaryKey: RowKey

  constructor(shape: TableSourceShape) {
    this.#rows = `${shape.store}r/`
    this.#owners = `${shape.store}k/`
    this.#codec = rowCodec(shape.types)
    this.#primaryKey = rowKey(shape.primaryKey, shape.types)
  }

  /** Starts the changes of a step. */
  begin(state: State): TableChanges {
    return new TableChanges(this.#rows, this.#owners, this.#codec, this.#primaryKey, state)
  }
}

/** The changes that the records of one step make, in the order of the records. */
export class TableChanges {
  readonly #rows: string
  readonly #owners: string
  readonly #codec: RowCodec
  readonly #primaryKey: RowKey
  readonly #state: State
  /** Row by primary key after the records so far; null: none. */
  readonly #after = new Map<string, Row | null>()
  /** Primary key by record key after the records so far; null: none. */
  readonly #owned = new Map<string, string | null>()

  constructor(rows: string, owners: string, codec: RowCodec, primaryKey: RowKey, state: State) {
    this.#rows = rows
    this.#owners = owners
    this.#codec = codec
    this.#primaryKey = primaryKey
    this.#state = state
  }

  /**
   * Puts a row. `recordKey` (text that stands for the key's bytes) is given where the bytes identify the row: a row with
   * the same record key is replaced whatever its primary key was. Throws DataError when the primary key belongs to
   * another record key; nothing is changed then.
   */
  upsert(row: Row, recordKey: string | null): void {
    const key = this.#primaryKey(row)
    if (recordKey !== null) {
      const owned = this.#ownedBy(recordKey)
      if (owned !== key) {
        if (this.#has(key))
          throw new DataError('MV5008', 'the primary key belongs to a row with another record key')
        if (owned !== null) this.#after.set(owned, null)
        this.#owned.set(recordKey, key)
      }
    }
    this.#after.set(key, row)
  }

  /** Removes the row with the primary key of `row`; no such row is no change. */
  remove(row: Row): void {
    this.#after.set(this.#primaryKey(row), null)
  }

  /** Removes the row that a record key identifies; no such row is no change. */
  removeOwned(recordKey: string): void {
    const owned = this.#ownedBy(recordKey)
    if (owned === null) return
    this.#after.set(owned, null)
    this.#owned.set(recordKey, null)
  }

  /** Writes the rows and returns the net changes. */
  finish(): Delta {
    for (const [recordKey, key] of this.#owned) {
      if (key === null) this.#state.delete(this.#owners + recordKey)
      else this.#state.put(this.#owners + recordKey, key)
    }
    const delta = new Delta({ net: true })
    for (const [key, row] of this.#after) this.#finishRow(this.#rows + key, row, delta)
    return delta
  }

  #finishRow(entry: string, row: Row | null, delta: Delta): void {
    const before = this.#state.get(entry)
    const after = row === null ? undefined : this.#codec.encode(row)
    if (before === after) return
    if (before !== undefined) delta.add(this.#codec.decode(before), -1)
    if (row === null || after === undefined) this.#state.delete(entry)
    else {
      this.#state.put(entry, after)
      delta.add(row, 1)
    }
  }

  #ownedBy(recordKey: string): string | null {
    const owned = this.#owned.get(recordKey)
    return owned !== undefined ? owned : (this.#state.get(this.#owners + recordKey) ?? null)
  }

  #has(key: string): boolean {
    const row = this.#after.get(key)
    return row !== undefined ? row !== null : this.#state.get(this.#rows + key) !== undefined
  }
}
