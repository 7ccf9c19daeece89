/**
 * The rows of a relation in order, by partition: an ordered tree a partition (ordered-tree/), whose entries are
 *   sort key, row -> length of the sort key
 * with the number of times that the row is there as weight. Rows that the order does not tell apart stand in the order of
 * their text: the same rows always stand in the same order.
 */
import type { SortColumn } from '../topology/plan.ts'
import { compareText } from '../types/compare.ts'
import { prefixRange } from '../types/ordered-key.ts'
import { type RowCodec, rowCodec } from '../types/row-codec.ts'
import { encodeSortKey } from '../types/sort-key.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Row } from '../types/value.ts'
import { consolidate, type Delta } from './delta.ts'
import type { Measure } from './ordered-tree/measure.ts'
import type { Entry } from './ordered-tree/node.ts'
import { OrderedTree } from './ordered-tree/ordered-tree.ts'
import { groupByKey, type RowKey, rowKey } from './row-key.ts'
import type { State } from './state.ts'

export interface OrderedRowsShape {
  readonly store: string
  readonly types: readonly SqlType[]
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
}

/** The net change of a row: the entry that it is, its weight what is added to the entry's. */
export interface PlacedChange extends Entry {
  readonly row: Row
}

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

  /** The net changes of a delta by partition, each in order. */
  changes(delta: Delta): Map<string, readonly PlacedChange[]> {
    const net = consolidate(delta, this.#codec.encode)
    const partitions = new Map<string, readonly PlacedChange[]>()
    for (const [partition, positions] of groupByKey(net.rows, this.#partition)) {
      const changes = positions.map(i => this.#placed(net.rows[i]!, net.weights[i]!))
      partitions.set(
        partition,
        changes.sort((a, b) => compareText(a.key, b.key)),
      )
    }
    return partitions
  }

  /** A partition with its changes, which are not flushed yet. */
  open<M>(
    state: State,
    partition: string,
    changes: readonly PlacedChange[],
    kind: Measure<M>,
  ): OrderedTree<M> {
    const tree = new OrderedTree(state, this.#store + partition, kind)
    for (const { key, value, weight } of changes) tree.add(key, value, weight)
    return tree
  }

  row({ key, value }: Entry): Row {
    return this.#codec.decode(key.slice(Number.parseInt(value, 36)))
  }

  #placed(row: Row, weight: number): PlacedChange {
    const sortKey = this.#sortKey(row)
    return { key: sortKey + this.#codec.encode(row), value: sortKey.length.toString(36), weight, row }
  }
}

/** The text that an entry's row is ordered by: equal for peers. */
export function sortKeyOf({ key, value }: Entry): string {
  return key.slice(0, Number.parseInt(value, 36))
}

/** The least key above those of all rows with a sort key; null for the end: without an order all rows are peers. */
export function endOfPeers(sortKey: string): string | null {
  return sortKey === '' ? null : prefixRange(sortKey).lt
}
