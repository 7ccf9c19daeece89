/**
 * A partition at one moment, before or after a step: its rows in order, counted from 0, and its groups of rows that the
 * order does not tell apart (peers), counted from 0. All in O(log n).
 */
import type { Row } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import { endOfPeers, sortKeyOf } from '../ordered-rows.ts'
import type { Entry } from '../ordered-tree/node.ts'
import type { PlacedEntry, TreeView } from '../ordered-tree/tree-view.ts'
import type { Sums } from './row-sums.ts'

/** Positions from one (inclusive) to another (exclusive); none where `from` is not below `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A row where it stands. */
export interface PlacedRow {
  readonly row: Row
  readonly position: number
  /** What it is ordered by: equal for peers. */
  readonly sortKey: string
}

export class PartitionView {
  readonly rows: TreeView<Sums>
  readonly rowOf: (entry: Entry) => Row
  /** The sort keys that there are; null when no function counts groups. */
  readonly #groups: TreeView<null> | null
  #peers: { readonly sortKey: string; readonly span: Span } | null = null

  constructor(rows: TreeView<Sums>, groups: TreeView<null> | null, rowOf: (entry: Entry) => Row) {
    this.rows = rows
    this.#groups = groups
    this.rowOf = rowOf
  }

  get size(): number {
    return this.rows.weight
  }

  /** The row at a position; undefined outside the partition. */
  rowAt(position: number): Row | undefined {
    const entry = this.rows.at(position)
    return entry === null ? undefined : this.rowOf(entry)
  }

  /** The row at a position that there is. */
  placedAt(position: number): PlacedRow {
    const entry = must(this.rows.at(position), 'a row of the partition')
    return { row: this.rowOf(entry), sortKey: sortKeyOf(entry), position }
  }

  /** The rows of an entry. */
  placed(entry: PlacedEntry): PlacedRow[] {
    const row = this.rowOf(entry)
    const sortKey = sortKeyOf(entry)
    return Array.from({ length: entry.weight }, (_, i) => ({ row, sortKey, position: entry.start + i }))
  }

  /** Where the rows with a sort key stand, or would stand. */
  peersOf(sortKey: string): Span {
    if (this.#peers?.sortKey !== sortKey) {
      const from = this.rows.weightBefore(sortKey)
      this.#peers = { sortKey, span: { from, to: this.endOf(sortKey) } }
    }
    return this.#peers.span
  }

  /** How many rows have a sort key up to this one. */
  endOf(sortKey: string): number {
    const end = endOfPeers(sortKey)
    return end === null ? this.size : this.rows.weightBefore(end)
  }

  /** How many groups stand before the sort key. */
  groupsBefore(sortKey: string): number {
    return this.groups.weightBefore(sortKey)
  }

  /** How many groups stand up to the sort key, its own included. */
  groupsUpTo(sortKey: string): number {
    const end = endOfPeers(sortKey)
    return end === null ? this.groups.weight : this.groups.weightBefore(end)
  }

  /** The first row of a group; 0 before the first group, behind the last one the end. */
  groupStart(group: number): number {
    if (group <= 0) return 0
    const found = this.groups.at(group)
    return found === null ? this.size : this.rows.weightBefore(found.key)
  }

  private get groups(): TreeView<null> {
    return must(this.#groups, 'groups are counted')
  }
}
