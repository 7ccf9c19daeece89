/** Which rows of a partition are in the frame of a row. */
import type { Frame, FrameBound } from '../../expr/expr.ts'
import type { Partition } from './partition.ts'

/** From the first row (inclusive) to the last (exclusive); empty where `from` is not below `to`. */
export interface Extent {
  readonly from: number
  readonly to: number
}

/** The frame of row `i`, before anything is excluded. */
export function extentOf(frame: Frame, partition: Partition, i: number): Extent {
  const inside = (row: number): number => Math.min(partition.size, Math.max(0, row))
  const from = inside(startOf(frame, frame.start, partition, i))
  const to = inside(endOf(frame, frame.end, partition, i))
  return { from, to: Math.max(from, to) }
}

/** The rows of the frame of row `i`, in order. */
export function rowsOf(frame: Frame, partition: Partition, i: number): number[] {
  const { from, to } = extentOf(frame, partition, i)
  const rows: number[] = []
  for (let row = from; row < to; row++) if (!isExcluded(frame, partition, i, row)) rows.push(row)
  return rows
}

function isExcluded({ exclude }: Frame, { group }: Partition, i: number, row: number): boolean {
  switch (exclude) {
    case 'no_others':
      return false
    case 'current_row':
      return row === i
    case 'group':
      return group[row] === group[i]
    case 'ties':
      return row !== i && group[row] === group[i]
  }
}

function startOf({ unit }: Frame, bound: FrameBound, partition: Partition, i: number): number {
  switch (bound.kind) {
    case 'unbounded_preceding':
      return 0
    case 'unbounded_following':
      return partition.size
    case 'current_row':
      return unit === 'rows' ? i : partition.peerStart[i]!
    case 'preceding':
    case 'following': {
      const distance = bound.kind === 'preceding' ? -bound.offset : bound.offset
      return unit === 'rows' ? i + distance : groupStart(partition, partition.group[i]! + distance)
    }
  }
}

/** Exclusive. */
function endOf({ unit }: Frame, bound: FrameBound, partition: Partition, i: number): number {
  switch (bound.kind) {
    case 'unbounded_preceding':
      return 0
    case 'unbounded_following':
      return partition.size
    case 'current_row':
      return unit === 'rows' ? i + 1 : partition.peerEnd[i]!
    case 'preceding':
    case 'following': {
      const distance = bound.kind === 'preceding' ? -bound.offset : bound.offset
      return unit === 'rows' ? i + distance + 1 : groupStart(partition, partition.group[i]! + distance + 1)
    }
  }
}

/** The first row of a group of peers; before the first group 0, behind the last the end. */
function groupStart({ groupStart, size }: Partition, group: number): number {
  return group < 0 ? 0 : (groupStart[group] ?? size)
}
