/**
 * Which rows of a partition may have another value of a window function after a step: a superset that leaves out the rows
 * of the runs between changes (segments) for which it is provably what it was. A value is a function of
 * - the rows between a row and the bounds of its frame: touched is where a change lies in between;
 * - and, for a frame from the start of the partition, the state of all rows before its end. Once that state is behind a
 *   change what it was, it stays so up to the next change; the place is found by halving. Frames to the end: the mirror.
 * Cost: O(log n) for each change, O(log² n) where a place is searched.
 */
import { sameValues, type Value } from '../../types/value.ts'
import { sortKeyOf } from '../ordered-rows.ts'
import { BEHIND_PEERS, type Bound, countedBound, FIRST_PEER, offsetOf, rowOffset } from './bound.ts'
import type { ChangedPartition, IsSame, Region } from './changed-partition.ts'
import type { CompiledCall, FrameAggregate, FunctionCall } from './compiled-call.ts'
import { bucketAt, bucketEnd, bucketsOf } from './compute-call.ts'
import type { FrameBounds } from './frame-extent.ts'
import { ALL_KEYS, type KeySpan, keysOf } from './key-span.ts'
import type { PartitionView, Span } from './partition-view.ts'

/** The rows that a call may have other values for, apart from the changed rows. */
export function touchedBy(call: CompiledCall, bounds: FrameBounds, step: ChangedPartition): KeySpan[] {
  return call.kind === 'aggregate' ? byFrame(call, bounds, step) : byFunction(call, bounds, step)
}

function byFunction(call: FunctionCall, bounds: FrameBounds, step: ChangedPartition): KeySpan[] {
  const sameCount: IsSame = ({ before, now }) => before === now
  const isResized = step.before.size !== step.now.size
  switch (call.name) {
    case 'row_number':
      return endingIn(step.differingFromStart(sameCount), rowOffset(0), step)
    case 'rank':
      return endingIn(step.differingFromStart(sameCount), FIRST_PEER, step)
    case 'dense_rank':
      return endingIn(step.differingFromStart(sameGroups(step)), FIRST_PEER, step)
    case 'percent_rank':
      if (isResized) return [ALL_KEYS]
      return endingIn(step.differingFromStart(sameCount), FIRST_PEER, step)
    case 'cume_dist':
      if (isResized) return [ALL_KEYS]
      return endingIn(step.differingFromStart(sameCount), BEHIND_PEERS, step)
    case 'ntile':
      return byBuckets(call, step)
    case 'lag':
      return byNeighbours(call, -1, step)
    case 'lead':
      return byNeighbours(call, 1, step)
    case 'first_value':
    case 'last_value':
    case 'nth_value':
      return byFrame(call, bounds, step)
  }
}

/** Up to the end of the group of a change there are as many groups as there were: so many more or less stand behind it. */
function sameGroups({ before, now, changes }: ChangedPartition): IsSame {
  return (_, __, change) => {
    const sortKey = sortKeyOf(changes[change]!)
    return before.groupsUpTo(sortKey) === now.groupsUpTo(sortKey)
  }
}

/** LAG and LEAD: the rows between which and their neighbour something changes. */
function byNeighbours({ args }: FunctionCall, direction: number, step: ChangedPartition): KeySpan[] {
  const [, distance] = args
  const steps = distance === undefined ? 1 : distance.constant
  if (steps === undefined) return [ALL_KEYS]
  if (steps === null) return []
  const offset = direction * Number(steps)
  return around(rowOffset(Math.min(0, offset)), rowOffset(Math.max(0, offset) + 1), step)
}

/** NTILE: the rows of each segment that lie in one bucket before, and in another one now. */
function byBuckets(call: FunctionCall, step: ChangedPartition): KeySpan[] {
  const { before, now } = step
  const [count, countNow] = [bucketsOf(call, before), bucketsOf(call, now)]
  if (count !== countNow) return [ALL_KEYS]
  if (count === null) return []
  const touched: Span[] = []
  for (const segment of step.segments) {
    const [shift, end] = [segment.now - segment.before, segment.before + segment.length]
    for (let from = segment.before; from < end;) {
      const bucket = bucketAt(from, before.size, count)
      const bucketNow = bucketAt(from + shift, now.size, count)
      const to = Math.min(
        end,
        bucketEnd(bucket, before.size, count),
        bucketEnd(bucketNow, now.size, count) - shift,
      )
      if (bucket !== bucketNow) touched.push({ from, to })
      from = to
    }
  }
  return touched.map(span => keysOf(before, span)).filter(span => span !== null)
}

type FrameCall = FrameAggregate | FunctionCall

function byFrame(call: FrameCall, bounds: FrameBounds, step: ChangedPartition): KeySpan[] {
  const { start, end } = bounds
  if (start === null && end === null) return isSameWhole(call, step) ? [] : [ALL_KEYS]
  if (start !== null && end !== null) return around(...hull(call, start, end), step)
  const pushed = isCounted(call) ? around(...hull(call, start, end), step) : []
  const regions =
    start === null
      ? endingIn(step.differingFromStart(sameFromStart(call, step)), end!, step)
      : beginningIn(step.differingToEnd(sameToEnd(call, step)), start, step)
  return [...pushed, ...regions]
}

/** Whether changes between a row and a bound of its frame move the bound: it is so many rows or groups away. */
function isCounted({ frame }: FrameCall): boolean {
  return frame.unit !== 'range' && [frame.start, frame.end].some(bound => (offsetOf(bound) ?? 0) !== 0)
}

/** The bounds of all rows from a row to its frame, both included. */
function hull({ frame }: FrameCall, start: Bound | null, end: Bound | null): [start: Bound, end: Bound] {
  if (frame.unit === 'range') return [start!, end!]
  const offsets = [0, ...[frame.start, frame.end].map(offsetOf).filter(offset => offset !== null)]
  return [
    countedBound(frame.unit, Math.min(...offsets), 'start'),
    countedBound(frame.unit, Math.max(...offsets), 'end'),
  ]
}

/** The state that a frame from the start of the partition is a function of, once no change lies near its end. */
function sameFromStart(call: FrameCall, step: ChangedPartition): IsSame {
  const { before, now } = step
  if (call.frame.exclude !== 'no_others') return () => false
  if (call.kind === 'aggregate')
    return boundary => sameSums(call, step, { from: 0, to: boundary.before }, { from: 0, to: boundary.now })
  switch (call.name) {
    case 'last_value':
      return (boundary, segment) => boundary.before > segment.before
    case 'nth_value':
    case 'first_value': {
      const n = numberOf(call)
      if (n === null) return () => false
      const isSame = sameArgument(call, before, n - 1, now, n - 1)
      const changed = step.changed(0)
      const isBehind = Math.min(changed.before.from, changed.now.from) >= n
      return boundary => isBehind || (isSame && Math.min(boundary.before, boundary.now) >= n)
    }
    default:
      return () => false
  }
}

/** The state that a frame to the end of the partition is a function of. */
function sameToEnd(call: FrameCall, step: ChangedPartition): IsSame {
  const { before, now } = step
  if (call.frame.exclude !== 'no_others') return () => false
  if (call.kind === 'aggregate')
    return boundary =>
      sameSums(call, step, { from: boundary.before, to: before.size }, { from: boundary.now, to: now.size })
  switch (call.name) {
    case 'last_value': {
      const isSame = sameArgument(call, before, before.size - 1, now, now.size - 1)
      return boundary => isSame && boundary.before < before.size && boundary.now < now.size
    }
    case 'nth_value':
    case 'first_value': {
      const n = numberOf(call)
      if (n === null) return () => false
      return (boundary, segment) => boundary.before + n <= segment.before + segment.length
    }
    default:
      return () => false
  }
}

/** Whether a frame that is the whole partition gives what it gave. */
function isSameWhole(call: FrameCall, step: ChangedPartition): boolean {
  const { before, now } = step
  if (call.frame.exclude !== 'no_others') return false
  if (call.kind === 'aggregate')
    return sameSums(call, step, { from: 0, to: before.size }, { from: 0, to: now.size })
  if (call.name === 'last_value') return sameArgument(call, before, before.size - 1, now, now.size - 1)
  const n = numberOf(call)
  return n !== null && sameArgument(call, before, n - 1, now, n - 1)
}

function sameSums(
  { sum }: FrameAggregate,
  { before, now }: ChangedPartition,
  then: Span,
  since: Span,
): boolean {
  if (sum === null) return false
  const textOf = ({ rows }: PartitionView, { from, to }: Span): string =>
    rows.measure(from, to)[sum]!.encode()
  return textOf(before, then) === textOf(now, since)
}

function sameArgument(
  { args }: FunctionCall,
  before: PartitionView,
  position: number,
  now: PartitionView,
  positionNow: number,
): boolean {
  const valueAt = (view: PartitionView, at: number): Value => {
    const row = view.rowAt(at)
    return row === undefined ? null : args[0]!.of(row)
  }
  return sameValues([valueAt(before, position)], [valueAt(now, positionNow)])
}

/** Which row of the frame FIRST_VALUE and NTH_VALUE look at; null where rows say so themselves. */
function numberOf({ name, args }: FunctionCall): number | null {
  if (name === 'first_value') return 1
  const n = args[1]!.constant
  return n === undefined || n === null ? null : Number(n)
}

/** The rows for which a change lies from `start` to `end`. */
function around(start: Bound, end: Bound, step: ChangedPartition): KeySpan[] {
  const regions = step.changes.map((_, index) => step.changed(index))
  return spansIn(regions, step, (view, { from, to }) => ({
    from: end.firstBeyond(view, from),
    to: start.firstBeyond(view, to - 1),
  }))
}

/** The rows whose frame ends inside a region. */
function endingIn(regions: readonly Region[], end: Bound, step: ChangedPartition): KeySpan[] {
  return spansIn(regions, step, (view, { from, to }) => ({
    from: end.firstBeyond(view, from),
    to: end.firstBeyond(view, to - 1),
  }))
}

/** The rows whose frame begins inside a region. */
function beginningIn(regions: readonly Region[], start: Bound, step: ChangedPartition): KeySpan[] {
  return spansIn(regions, step, (view, { from, to }) => ({
    from: start.firstBeyond(view, from),
    to: start.firstBeyond(view, to - 1),
  }))
}

function spansIn(
  regions: readonly Region[],
  { before, now }: ChangedPartition,
  rowsOf: (view: PartitionView, region: Span) => Span,
): KeySpan[] {
  return regions.flatMap(region => {
    const spans = [
      region.before.from < region.before.to ? keysOf(before, rowsOf(before, region.before)) : null,
      region.now.from < region.now.to ? keysOf(now, rowsOf(now, region.now)) : null,
    ]
    return spans.filter(span => span !== null)
  })
}
