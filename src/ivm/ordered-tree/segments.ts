/** What a step leaves alone: the runs of rows between keys that change. They move as a whole. */
import type { TreeView } from './tree-view.ts'

/** Rows that are the same before and after a step, maybe none. */
export interface Segment {
  /** Position of the first one before the step. */
  readonly before: number
  /** Position of the first one after the step. */
  readonly now: number
  readonly length: number
}

/** The segments before, between and behind the keys that change, which ascend. */
export function segmentsBetween<M>(
  before: TreeView<M>,
  now: TreeView<M>,
  keys: readonly string[],
): Segment[] {
  let [start, startNow] = [0, 0]
  const segments = keys.map(key => {
    const segment = { before: start, now: startNow, length: before.weightBefore(key) - start }
    start += segment.length + (before.get(key)?.weight ?? 0)
    startNow += segment.length + (now.get(key)?.weight ?? 0)
    return segment
  })
  return [...segments, { before: start, now: startNow, length: before.weight - start }]
}
