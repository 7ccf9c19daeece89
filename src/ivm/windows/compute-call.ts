/** What a window function is for the rows of a partition: O(log n) a row. */
import type { Frame } from '../../expr/expr.ts'
import type { WindowFunctionName } from '../../expr/window-functions.ts'
import { DataError } from '../../types/data-error.ts'
import type { Row, Value } from '../../types/value.ts'
import { unreachable } from '../../util/assert.ts'
import { addRow, type FrameAggregate, type FunctionCall } from './compiled-call.ts'
import { type FrameBounds, spansOf } from './frame-extent.ts'
import type { PartitionView, PlacedRow, Span } from './partition-view.ts'
import type { Sums } from './row-sums.ts'

/** The value for one row; rows are best asked for in order. Throws DataError. */
export type CallValue = (at: PlacedRow) => Value

/** Of a function that is no aggregate. */
export function functionValue(call: FunctionCall, bounds: FrameBounds, view: PartitionView): CallValue {
  const { name } = call
  switch (name) {
    case 'ntile': {
      const count = bucketsOf(call, view)
      return ({ position }) => (count === null ? null : bucketAt(position, view.size, count))
    }
    case 'lag':
    case 'lead':
      return at => neighbour(name === 'lag' ? -1 : 1, call, view, at)
    case 'first_value':
      return at => argumentAt(call, view, firstOf(spansOf(call.frame, bounds, view, at), 0))
    case 'last_value':
      return at => argumentAt(call, view, lastOf(spansOf(call.frame, bounds, view, at)))
    case 'nth_value':
      return at => nthValue(call, view, at, () => spansOf(call.frame, bounds, view, at))
    default:
      return at => rankOf(name, view, at)
  }
}

function rankOf(
  name: Exclude<WindowFunctionName, 'ntile' | 'lag' | 'lead' | 'first_value' | 'last_value' | 'nth_value'>,
  view: PartitionView,
  { position, sortKey }: PlacedRow,
): Value {
  switch (name) {
    case 'row_number':
      return BigInt(position + 1)
    case 'rank':
      return BigInt(view.peersOf(sortKey).from + 1)
    case 'dense_rank':
      return BigInt(view.groupsBefore(sortKey) + 1)
    case 'percent_rank':
      return view.size === 1 ? 0 : view.peersOf(sortKey).from / (view.size - 1)
    case 'cume_dist':
      return view.peersOf(sortKey).to / view.size
    default:
      return unreachable(name)
  }
}

/** Of an aggregate over frames. */
export function aggregateValue(
  call: FrameAggregate,
  bounds: FrameBounds,
  view: PartitionView,
  sums: LastSums,
): CallValue {
  const { sum } = call
  if (sum === null) return at => overRows(call, view, spansOf(call.frame, bounds, view, at))
  const last = sums.ofFrame(call.frame, view)
  return at => {
    const spans = spansOf(call.frame, bounds, view, at)
    if (spans.length === 1) return last.of(spans[0]!)[sum]!.result()
    const total = call.create('')
    for (const { from, to } of spans) if (from < to) total.merge!(view.rows.measure(from, to)[sum]!)
    return total.result()
  }
}

/** The last sums of the frames of a partition, which calls with the same frame share. */
export class LastSums {
  readonly #byFrame = new Map<string, LastSum>()

  ofFrame(frame: Frame, view: PartitionView): LastSum {
    const id = JSON.stringify(frame)
    let last = this.#byFrame.get(id)
    if (last === undefined) this.#byFrame.set(id, (last = new LastSum(view)))
    return last
  }
}

/** Remembers the last sums: a frame that begins where the last one began adds only what is new to it. */
class LastSum {
  readonly #view: PartitionView
  #span: Span = { from: 0, to: 0 }
  #sums: Sums

  constructor(view: PartitionView) {
    this.#view = view
    this.#sums = view.rows.measure(0, 0)
  }

  of(span: Span): Sums {
    const { rows } = this.#view
    const { from, to } = this.#span
    if (span.from !== from || span.to < to) this.#sums = rows.measure(span.from, span.to)
    else if (span.to > to) {
      const more = rows.measure(to, span.to)
      this.#sums.forEach((accumulator, i) => accumulator.merge!(more[i]!))
    }
    this.#span = span
    return this.#sums
  }
}

/** An aggregate that cannot be put together from parts looks at each row of the frame. */
function overRows({ args, create }: FrameAggregate, view: PartitionView, spans: readonly Span[]): Value {
  const accumulator = create('')
  for (const { from, to } of spans) {
    if (from >= to) continue
    for (const entry of view.rows.ascending(from)) {
      if (entry.start >= to) break
      const weight = Math.min(entry.start + entry.weight, to) - Math.max(entry.start, from)
      addRow(accumulator, args, view.rowOf(entry), weight)
    }
  }
  return accumulator.result()
}

/** Arguments: value, distance (1), default (NULL). */
function neighbour(direction: number, { args }: FunctionCall, view: PartitionView, at: PlacedRow): Value {
  const [value, distance, otherwise] = args
  const steps = distance === undefined ? 1 : distance.of(at.row)
  if (steps === null) return null
  const found = steps === 0 ? at.row : view.rowAt(at.position + direction * Number(steps))
  if (found !== undefined) return value!.of(found)
  return otherwise === undefined ? null : otherwise.of(at.row)
}

function nthValue(
  call: FunctionCall,
  view: PartitionView,
  { row }: PlacedRow,
  spans: () => readonly Span[],
): Value {
  const n = nthOf(call, row)
  return n === null ? null : argumentAt(call, view, firstOf(spans(), n - 1))
}

/** Which value NTH_VALUE wants for a row; null for none. */
export function nthOf({ args }: FunctionCall, row: Row): number | null {
  const n = args[1]!.of(row)
  if (n === null) return null
  if (Number(n) < 1) throw new DataError('MV5105', 'NTH_VALUE counts from 1')
  return Number(n)
}

function argumentAt({ args }: FunctionCall, view: PartitionView, position: number | null): Value {
  const row = position === null ? undefined : view.rowAt(position)
  return row === undefined ? null : args[0]!.of(row)
}

/** The position of the row that `skip` rows of the spans stand before. */
function firstOf(spans: readonly Span[], skip: number): number | null {
  let rest = skip
  for (const { from, to } of spans) {
    const length = Math.max(0, to - from)
    if (rest < length) return from + rest
    rest -= length
  }
  return null
}

function lastOf(spans: readonly Span[]): number | null {
  const last = spans.findLast(({ from, to }) => from < to)
  return last === undefined ? null : last.to - 1
}

/** How many buckets NTILE makes: the first row says. Null for none. Throws DataError. */
export function bucketsOf({ args }: FunctionCall, view: PartitionView): number | null {
  const first = view.rowAt(0)
  const wanted = first === undefined ? null : args[0]!.of(first)
  if (wanted === null) return null
  if (Number(wanted) < 1) throw new DataError('MV5105', 'NTILE makes at least one bucket')
  return Number(wanted)
}

/** The bucket of a row, from 1. The first ones get one row more where the rows cannot be shared out equally. */
export function bucketAt(position: number, size: number, count: number): number {
  const least = Math.floor(size / count)
  const larger = size % count
  const inLarger = larger * (least + 1)
  return position < inLarger
    ? Math.floor(position / (least + 1)) + 1
    : larger + Math.floor((position - inLarger) / Math.max(1, least)) + 1
}

/** The first row of the bucket after this one. */
export function bucketEnd(bucket: number, size: number, count: number): number {
  const least = Math.floor(size / count)
  return bucket * least + Math.min(bucket, size % count)
}
