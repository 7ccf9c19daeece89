/** A partition before and after a step, and where sums of its rows differ between the two. */
import type { PlacedChange } from '../ordered-rows.ts'
import { type Segment, segmentsBetween } from '../ordered-tree/segments.ts'
import type { PartitionView, Span } from './partition-view.ts'

/** The same place before and after a step: so many rows stand before it. */
export interface Boundary {
  readonly before: number
  readonly now: number
}

/** Boundaries behind `above` up to `upTo` (exclusive), in either state of the partition. */
export interface Region {
  readonly before: Span
  readonly now: Span
}

/**
 * Whether a state is the same before and after the step at a boundary inside the segment behind (or, for states up to the
 * end, before) the change with this number.
 */
export type IsSame = (boundary: Boundary, segment: Segment, change: number) => boolean

export class ChangedPartition {
  readonly before: PartitionView
  readonly now: PartitionView
  /** In order. */
  readonly changes: readonly PlacedChange[]
  /** Before, between and behind the changes. */
  readonly segments: readonly Segment[]

  constructor(before: PartitionView, now: PartitionView, changes: readonly PlacedChange[]) {
    this.before = before
    this.now = now
    this.changes = changes
    this.segments = segmentsBetween(
      before.rows,
      now.rows,
      changes.map(({ key }) => key),
    )
  }

  /** Where each changed row stands; an empty span where it does not. */
  changed(index: number): Region {
    const [left, right] = [this.segments[index]!, this.segments[index + 1]!]
    return {
      before: { from: left.before + left.length, to: right.before },
      now: { from: left.now + left.length, to: right.now },
    }
  }

  /**
   * For each change, the boundaries from it on for which the state of all rows before them differs. `isSame` holds for all
   * boundaries of a segment behind one for which it holds.
   */
  differingFromStart(isSame: IsSame): Region[] {
    return this.changes.map((_, index) => {
      const { before, now } = this.changed(index)
      const segment = this.segments[index + 1]!
      const same = firstIn(segment.length, offset => isSame(moved(segment, offset), segment, index))
      const isLast = same > segment.length && index === this.changes.length - 1
      const end = isLast ? Infinity : same
      return {
        before: { from: before.from, to: segment.before + end },
        now: { from: now.from, to: segment.now + end },
      }
    })
  }

  /** For each change, the boundaries up to it for which the state of all rows behind them differs; the mirror. */
  differingToEnd(isSame: IsSame): Region[] {
    return this.changes.map((_, index) => {
      const { before, now } = this.changed(index)
      const segment = this.segments[index]!
      const { length } = segment
      const same = firstIn(length, offset => isSame(moved(segment, length - offset), segment, index))
      const start = same > length ? (index === 0 ? -Infinity : -1) : length - same
      return {
        before: { from: segment.before + start, to: before.to },
        now: { from: segment.now + start, to: now.to },
      }
    })
  }
}

function moved({ before, now }: Segment, offset: number): Boundary {
  return { before: before + offset, now: now + offset }
}

/** The least number from 0 to `last` for which the test holds, as it does for all greater ones; last + 1 when for none. */
function firstIn(last: number, holds: (offset: number) => boolean): number {
  if (holds(0)) return 0
  if (!holds(last)) return last + 1
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
