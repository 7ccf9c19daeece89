/** Which rows of a partition are in the frame of a row. */
import type { Frame, FrameBound } from '../../expr/expr.ts'
import { type Bound, countedBound, offsetOf } from './bound.ts'
import type { PartitionView, PlacedRow, Span } from './partition-view.ts'

/** Where frames begin (before their first row) and end (behind their last); null: where the partition does. */
export interface FrameBounds {
  readonly start: Bound | null
  readonly end: Bound | null
}

/** The two bounds of a frame. `distance` makes those of RANGE with a distance. */
export function boundsOf(
  frame: Frame,
  distance: (bound: FrameBound, side: 'start' | 'end') => Bound,
): FrameBounds {
  const bound = (side: 'start' | 'end'): Bound | null => {
    const { kind } = frame[side]
    if (kind === 'unbounded_preceding' || kind === 'unbounded_following') return null
    const offset = offsetOf(frame[side])
    return offset === null ? distance(frame[side], side) : countedBound(frame.unit, offset, side)
  }
  return { start: bound('start'), end: bound('end') }
}

/** The rows of the frame of a row, in order, in at most three spans. */
export function spansOf(
  { exclude }: Frame,
  bounds: FrameBounds,
  view: PartitionView,
  row: PlacedRow,
): readonly Span[] {
  const extent = extentOf(bounds, view, row)
  const self = { from: row.position, to: row.position + 1 }
  switch (exclude) {
    case 'no_others':
      return [extent]
    case 'current_row':
      return without(extent, self)
    case 'group':
      return without(extent, view.peersOf(row.sortKey))
    case 'ties': {
      const [before, behind] = without(extent, view.peersOf(row.sortKey))
      return [before, inBoth(self, extent), behind]
    }
  }
}

/** The frame of a row, before anything is excluded. */
function extentOf({ start, end }: FrameBounds, view: PartitionView, row: PlacedRow): Span {
  const inside = (position: number): number => Math.min(view.size, Math.max(0, position))
  const from = start === null ? 0 : inside(start.at(view, row))
  return { from, to: end === null ? view.size : Math.max(from, inside(end.at(view, row))) }
}

function without({ from, to }: Span, { from: gone, to: behind }: Span): [before: Span, behind: Span] {
  return [
    { from, to: Math.min(to, gone) },
    { from: Math.max(from, behind), to },
  ]
}

function inBoth({ from, to }: Span, other: Span): Span {
  return { from: Math.max(from, other.from), to: Math.min(to, other.to) }
}
