/**
 * Top-N: of each partition the rows after the first `offset`, `limit` of them, in order (ORDER BY … LIMIT … OFFSET;
 * DISTINCT ON with a limit of 1), with ties also those that the order does not tell apart from the last one.
 * Delta: for each partition that changes, the changed rows that are in the cut, and the rows that others push over one of
 * its ends. State: all rows in an ordered tree. Cost: O(log n) a change, wherever the cut is; what leaves and enters it is
 * read, nothing else of it is.
 */
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import {
  endOfPeers,
  OrderedRows,
  type OrderedRowsShape,
  type PlacedChange,
  sortKeyOf,
} from '../ordered-rows.ts'
import { NO_MEASURE } from '../ordered-tree/measure.ts'
import type { OrderedTree } from '../ordered-tree/ordered-tree.ts'
import { type Segment, segmentsBetween } from '../ordered-tree/segments.ts'
import type { TreeView } from '../ordered-tree/tree-view.ts'
import type { State } from '../state.ts'

export interface TopNShape extends OrderedRowsShape {
  /** Rows; null for all. */
  readonly limit: number | null
  readonly offset: number
  readonly ties: boolean
}

/** Positions from one (inclusive) to another (exclusive); none where `from` is not below `to`. */
interface Span {
  readonly from: number
  readonly to: number
}

/** A partition and its cut, before the step and now. */
interface CutPartition {
  readonly tree: OrderedTree<null>
  readonly before: Span
  readonly now: Span
}

export class TopN implements Operator {
  readonly #rows: OrderedRows
  readonly #cut: Span
  readonly #ties: boolean

  constructor(shape: TopNShape) {
    const { limit, offset, ties } = shape
    this.#rows = new OrderedRows(shape)
    this.#cut = { from: offset, to: limit === null ? Infinity : offset + limit }
    this.#ties = ties
  }

  apply([input]: readonly [Delta], state: State): Delta {
    const output = new Delta()
    for (const [partition, changes] of this.#rows.changes(input)) {
      const tree = this.#rows.open(state, partition, changes, NO_MEASURE)
      this.#emitPartition(
        { tree, before: this.#cutOf(tree.before), now: this.#cutOf(tree.now) },
        changes,
        output,
      )
      tree.flush()
    }
    return output
  }

  #emitPartition(partition: CutPartition, changes: readonly PlacedChange[], output: Delta): void {
    const { before, now } = partition.tree
    const keys = changes.map(({ key }) => key)
    segmentsBetween(before, now, keys).forEach((segment, i, segments) => {
      this.#moved(segment, partition, output)
      const change = changes[i]
      if (change !== undefined) changed(change, segment, segments[i + 1]!, partition, output)
    })
  }

  /** Where the cut lies in a partition. */
  #cutOf(view: TreeView<null>): Span {
    const { from, to } = this.#cut
    const last = this.#ties && from < to ? view.at(to - 1) : null
    if (last === null) return this.#cut
    const end = endOfPeers(sortKeyOf(last))
    return { from, to: end === null ? Infinity : view.weightBefore(end) }
  }

  /** The rows of a segment that others push into the cut or out of it. */
  #moved({ before, now, length }: Segment, partition: CutPartition, output: Delta): void {
    const shift = now - before
    const within = (position: number): number => Math.min(before + length, Math.max(before, position))
    const was = { from: within(partition.before.from), to: within(partition.before.to) }
    // Where the cut lies now, as the rows of the segment were counted before.
    const is = { from: within(partition.now.from - shift), to: within(partition.now.to - shift) }
    for (const span of without(was, is)) this.#emit(span, -1, partition, output)
    for (const span of without(is, was)) this.#emit(span, 1, partition, output)
  }

  #emit({ from, to }: Span, sign: number, { tree }: CutPartition, output: Delta): void {
    if (from >= to) return
    for (const entry of tree.before.ascending(from)) {
      if (entry.start >= to) return
      const weight = Math.min(entry.start + entry.weight, to) - Math.max(entry.start, from)
      output.add(this.#rows.row(entry), sign * weight)
    }
  }
}

/** What the cut has more or less of a changed row, which stands between two segments. */
function changed(
  { row }: PlacedChange,
  left: Segment,
  right: Segment,
  { before, now }: CutPartition,
  output: Delta,
): void {
  const had = inCut(before, { from: left.before + left.length, to: right.before })
  const has = inCut(now, { from: left.now + left.length, to: right.now })
  if (had !== has) output.add(row, has - had)
}

function inCut(cut: Span, { from, to }: Span): number {
  return Math.max(0, Math.min(to, cut.to) - Math.max(from, cut.from))
}

/** What of a span is not in another, before it and behind it. */
function without({ from, to }: Span, other: Span): Span[] {
  return [
    { from, to: Math.min(to, other.from) },
    { from: Math.max(from, other.to), to },
  ]
}
