/**
 * The rows of a relation in order, by partition. Entries are
 *   store | partition | sort key | row -> how often, a space, row
 * so a partition is one range, and its first rows are the first entries. Rows that the order does not tell apart stand
 * in the order of their text: the same rows always stand in the same order.
 */
import type { KeyRange } from '../store/store.ts'
import type { SortColumn } from '../topology/plan.ts'
import { compareText } from '../types/compare.ts'
import { prefixRange } from '../types/ordered-key.ts'
import { type RowCodec, rowCodec } from '../types/row-codec.ts'
import { encodeSortKey } from '../types/sort-key.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Row } from '../types/value.ts'
import { assert } from '../util/assert.ts'
import type { WeightedRow } from './arrangement.ts'
import { consolidate, type Delta } from './delta.ts'
import { groupByKey, type RowKey, rowKey } from './row-key.ts'
import type { State } from './state.ts'

export interface OrderedRowsShape {
  readonly store: string
  readonly types: readonly SqlType[]
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
}

/** A row with the text that it stands in order by. */
export interface OrderedRow extends WeightedRow {
  readonly place: string
}

/** The net changes of a partition in a step, in no order. */
export type PartitionChanges = readonly OrderedRow[]

export class OrderedRows {
  readonly #store: string
  readonly #codec: RowCodec
  readonly #partition: RowKey
  readonly #sortKey: (row: Row) => string

  constructor({ store, types, partitionBy, orderBy }: OrderedRowsShape) {
    this.#store = store
    this.#codec = rowCodec(types)
    this.#partition = rowKey(partitionBy, types)
    const encode = encodeSortKey(orderBy.map(item => ({ ...item, type: types[item.column]! })))
    this.#sortKey = row => encode(orderBy.map(({ column }) => row[column]!))
  }

  /** The net changes of a delta by partition. */
  changes(delta: Delta): Map<string, PartitionChanges> {
    const net = consolidate(delta, this.#codec.encode)
    const partitions = new Map<string, PartitionChanges>()
    for (const [partition, positions] of groupByKey(net.rows, this.#partition)) {
      partitions.set(
        partition,
        positions.map(i => ({ place: this.place(net.rows[i]!), row: net.rows[i]!, weight: net.weights[i]! })),
      )
    }
    return partitions
  }

  /** What the rows of one partition are ordered by. */
  place(row: Row): string {
    return this.#sortKey(row) + this.#codec.encode(row)
  }

  /** The order of a row alone: equal for peers. */
  sortKey(row: Row): string {
    return this.#sortKey(row)
  }

  /** The range of a partition's entries; `limit` when the first entries will do. */
  range(partition: string, limit?: number): KeyRange {
    return { ...prefixRange(this.#store + partition), ...(limit !== undefined && { limit }) }
  }

  /** The committed rows of a partition in order; `range(partition, limit)` must have been loaded. */
  rows(state: State, partition: string, limit?: number): OrderedRow[] {
    const start = this.#store.length + partition.length
    return state.entries(this.range(partition, limit)).map(([key, value]) => {
      const separator = value.indexOf(' ')
      return {
        place: key.slice(start),
        row: this.#codec.decode(value.slice(separator + 1)),
        weight: Number(value.slice(0, separator)),
      }
    })
  }

  /** Writes the changes of a partition. */
  write(partition: string, changes: PartitionChanges, state: State): void {
    for (const { place, row, weight } of changes) {
      const key = this.#store + partition + place
      const stored = state.get(key)
      const count = (stored === undefined ? 0 : Number.parseInt(stored, 10)) + weight
      assert(count >= 0, 'a row left an order more often than it came')
      if (count === 0) state.delete(key)
      else state.put(key, `${count} ${this.#codec.encode(row)}`)
    }
  }
}

/** Rows in order with changes applied; of `rows`, those that are known. */
export function withChanges(rows: readonly OrderedRow[], changes: PartitionChanges): OrderedRow[] {
  const changed = new Map(changes.map(change => [change.place, change]))
  const result: OrderedRow[] = []
  for (const row of rows) {
    const change = changed.get(row.place)
    changed.delete(row.place)
    const weight = row.weight + (change?.weight ?? 0)
    if (weight > 0) result.push({ ...row, weight })
  }
  for (const change of changed.values()) if (change.weight > 0) result.push(change)
  return result.sort((first, second) => compareText(first.place, second.place))
}
