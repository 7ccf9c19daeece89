/**
 * An arrangement: the rows of a relation in a store, found by key. Entries are
 *   unique            store | by                     -> row
 *   keyed             store | by | rest of the key   -> row     (a blind put a row: no read)
 *   with multiplicity store | by | row               -> weight
 * `by` is self-delimiting text, so all entries of one key are one range.
 */
import type { KeyRange } from '../store/store.ts'
import { prefixRange } from '../types/ordered-key.ts'
import { type RowCodec, rowCodec } from '../types/row-codec.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Row } from '../types/value.ts'
import { type RowKey, rowKey } from './row-key.ts'
import type { State } from './state.ts'

export interface ArrangementShape {
  /** Prefix of all its keys; no prefix of another store's. */
  readonly store: string
  readonly types: readonly SqlType[]
  /** Positions that rows are found by. */
  readonly by: readonly number[]
  /** Positions that identify a row; null when rows have multiplicities. */
  readonly key: readonly number[] | null
  /** At most one row has the same values in `by`. */
  readonly unique: boolean
}

/** A row and how often it is there. */
export interface WeightedRow {
  readonly row: Row
  readonly weight: number
}

export class Arrangement {
  readonly unique: boolean
  readonly by: readonly number[]
  readonly types: readonly SqlType[]
  /** The text of a row's `by` columns. */
  readonly byKey: RowKey
  readonly codec: RowCodec
  readonly #store: string
  readonly #multiset: boolean

  constructor({ store, types, by, key, unique }: ArrangementShape) {
    this.#store = store
    this.types = types
    this.by = by
    this.unique = unique
    this.#multiset = !unique && key === null
    this.byKey = rowKey(by, types)
    this.codec = rowCodec(types)
  }

  /** The committed row of a unique key. */
  get(state: State, by: string): Row | null {
    const text = state.get(this.#store + by)
    return text === undefined ? null : this.codec.decode(text)
  }

  /** The range that holds the rows of a key; `limit` when fewer rows will do. */
  range(by: string, limit?: number): KeyRange {
    return { ...prefixRange(this.#store + by), ...(limit !== undefined && { limit }) }
  }

  /** The committed rows of a key. Unless unique, `range(by, limit)` must have been loaded. */
  rows(state: State, by: string, limit?: number): WeightedRow[] {
    if (this.unique) {
      const row = this.get(state, by)
      return row === null ? [] : [{ row, weight: 1 }]
    }
    const prefixLength = this.#store.length + by.length
    return state
      .entries(this.range(by, limit))
      .map(([key, value]) =>
        this.#multiset
          ? { row: this.codec.decode(key.slice(prefixLength)), weight: Number(value) }
          : { row: this.codec.decode(value), weight: 1 },
      )
  }
}
