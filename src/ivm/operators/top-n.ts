/**
 * Top-N: of each partition the rows after the first `offset`, `limit` of them, in order (ORDER BY … LIMIT … OFFSET;
 * DISTINCT ON with a limit of 1).
 * Delta: for each partition that changes, the changed rows that are in the cut, and the rows that others push over one of
 * its ends. State: all rows in an ordered tree. Cost: O(log n) a change, wherever the cut is; what leaves and enters it is
 * read, nothing else of it is.
 */
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import { OrderedRows, type OrderedRowsShape, type PlacedChange } from '../ordered-rows.ts'
import { NO_MEASURE } from '../ordered-tree/measure.ts'
import type { OrderedTree } from '../ordered-tree/ordered-tree.ts'
import { type Segment, segmentsBetween } from '../ordered-tree/segments.ts'
import type { State } from '../state.ts'

export interface TopNShape extends OrderedRowsShape {
  /** Rows; null for all. */
  readonly limit: number | null
  readonly offset: number
}

export class TopN implements Operator {
  readonly #rows: OrderedRows
  readonly #from: number
  /** Exclusive. */
  readonly #to: number

  constructor(shape: TopNShape) {
    this.#rows = new OrderedRows(shape)
    this.#from = shape.offset
    this.#to = shape.limit === null ? Infinity : shape.offset + shape.limit
  }

  apply([input]: readonly [Delta], state: State): Delta {
    const output = new Delta()
    for (const [partition, changes] of this.#rows.changes(input)) {
      const tree = this.#rows.open(state, partition, changes, NO_MEASURE)
      const keys = changes.map(({ key }) => key)
      segmentsBetween(tree.before, tree.now, keys).forEach((segment, i, segments) => {
        this.#moved(segment, tree, output)
        const change = changes[i]
        if (change !== undefined) this.#changed(change, segment, segments[i + 1]!, output)
      })
      tree.flush()
    }
    return output
  }

  /** What the cut has more or less of a changed row, which stands between two segments. */
  #changed({ row }: PlacedChange, left: Segment, right: Segment, output: Delta): void {
    const before = this.#inCut(left.before + left.length, right.before)
    const now = this.#inCut(left.now + left.length, right.now)
    if (before !== now) output.add(row, now - before)
  }

  #inCut(from: number, to: number): number {
    return Math.max(0, Math.min(to, this.#to) - Math.max(from, this.#from))
  }

  /** The rows of a segment that others push into the cut or out of it. */
  #moved({ before, now, length }: Segment, tree: OrderedTree<null>, output: Delta): void {
    const shift = now - before
    if (shift === 0) return
    const within = (position: number): number => Math.min(before + length, Math.max(before, position))
    const was = { from: within(this.#from), to: within(this.#to) }
    // Where the cut lies now, as the rows of the segment were counted before.
    const is = { from: within(this.#from - shift), to: within(this.#to - shift) }
    for (const span of without(was, is)) this.#emit(span, -1, tree, output)
    for (const span of without(is, was)) this.#emit(span, 1, tree, output)
  }

  #emit({ from, to }: Span, sign: number, { before }: OrderedTree<null>, output: Delta): void {
    if (from >= to) return
    for (const entry of before.ascending(from)) {
      if (entry.start >= to) return
      const weight = Math.min(entry.start + entry.weight, to) - Math.max(entry.start, from)
      output.add(this.#rows.row(entry), sign * weight)
    }
  }
}

/** Positions from one (inclusive) to another (exclusive); none where `from` is not below `to`. */
interface Span {
  readonly from: number
  readonly to: number
}

/** What of a span is not in another, before it and behind it. */
function without({ from, to }: Span, other: Span): Span[] {
  return [
    { from, to: Math.min(to, other.from) },
    { from: Math.max(from, other.to), to },
  ]
}
