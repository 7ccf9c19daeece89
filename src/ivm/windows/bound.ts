/** The bounds of frames: positions that ascend with the row that they are asked for. */
import type { Frame, FrameBound } from '../../expr/expr.ts'
import { sortKeyOf } from '../ordered-rows.ts'
import type { PartitionView, PlacedRow } from './partition-view.ts'

export interface Bound {
  /** The position that the bound lies before, for a row. It may lie outside the partition. */
  at(view: PartitionView, row: PlacedRow): number
  /** The first row whose bound lies behind the row at `position`; the number of rows when there is none. */
  firstBeyond(view: PartitionView, position: number): number
}

/** The row itself plus an offset: 0 lies before it, 1 behind it. */
export function rowOffset(offset: number): Bound {
  return {
    at: (_, { position }) => position + offset,
    firstBeyond: within((_, position) => position - offset + 1),
  }
}

/** Before the first peer of the row. */
export const FIRST_PEER: Bound = {
  at: (view, { sortKey }) => view.peersOf(sortKey).from,
  firstBeyond: within((view, position) => view.peersOf(sortKeyAt(view, position)).to),
}

/** Behind the last peer of the row. */
export const BEHIND_PEERS: Bound = {
  at: (view, { sortKey }) => view.peersOf(sortKey).to,
  firstBeyond: within((view, position) => view.peersOf(sortKeyAt(view, position)).from),
}

/** Before the first row of the group so many groups on. */
export function groupOffset(offset: number): Bound {
  return {
    at: (view, { sortKey }) => view.groupStart(view.groupsBefore(sortKey) + offset),
    firstBeyond: within((view, position) =>
      view.groupStart(view.groupsBefore(sortKeyAt(view, position)) + 1 - offset),
    ),
  }
}

/** Known only row by row: the first row is searched for. */
export function searched(at: Bound['at']): Bound {
  return {
    at,
    firstBeyond: within((view, position) => {
      let low = 0
      let high = view.size
      while (low < high) {
        const middle = (low + high) >>> 1
        if (at(view, view.placedAt(middle)) > position) high = middle
        else low = middle + 1
      }
      return low
    }),
  }
}

/** How many rows or groups a bound is away; null where it is counted in values, or lies at an end of the partition. */
export function offsetOf(bound: FrameBound): number | null {
  if (bound.kind === 'current_row') return 0
  if (!('offset' in bound) || typeof bound.offset !== 'number') return null
  return bound.kind === 'preceding' ? -bound.offset : bound.offset
}

/** The bound of ROWS, GROUPS, and RANGE without a distance that is so many rows or groups away. */
export function countedBound(unit: Frame['unit'], offset: number, side: 'start' | 'end'): Bound {
  const behind = side === 'start' ? 0 : 1
  if (unit === 'rows') return rowOffset(offset + behind)
  if (offset === 0) return side === 'start' ? FIRST_PEER : BEHIND_PEERS
  return groupOffset(offset + behind)
}

function within(find: Bound['firstBeyond']): Bound['firstBeyond'] {
  return (view, position) => {
    if (position < 0) return 0
    if (position >= view.size) return view.size
    return Math.min(view.size, Math.max(0, find(view, position)))
  }
}

function sortKeyAt(view: PartitionView, position: number): string {
  return sortKeyOf(view.rows.at(position)!)
}
