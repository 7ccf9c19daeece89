/**
 * Window functions: each row with what the functions are for it in its partition.
 * Delta: for each partition that changes, of the rows whose values may have changed (windows/touched-rows.ts) − those that
 * were there with their values before, + those that are there with their values now; equal ones cancel out.
 * State: all rows in an ordered tree with the sums that aggregates over frames are put together from, and, where functions
 * count groups of peers, a tree of these. Cost: O(log n) a change and O(log n) a touched row.
 */
import { windowFunction } from '../../expr/window-functions.ts'
import type { WindowCall } from '../../topology/plan.ts'
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import { consolidate, Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import { OrderedRows, type OrderedRowsShape, type PlacedChange, sortKeyOf } from '../ordered-rows.ts'
import { NO_MEASURE } from '../ordered-tree/measure.ts'
import { OrderedTree } from '../ordered-tree/ordered-tree.ts'
import type { State } from '../state.ts'
import { offsetOf } from '../windows/bound.ts'
import { ChangedPartition } from '../windows/changed-partition.ts'
import { type CompiledCall, compileCalls } from '../windows/compiled-call.ts'
import { aggregateValue, type CallValue, functionValue, LastSums } from '../windows/compute-call.ts'
import { boundsOf, type FrameBounds } from '../windows/frame-extent.ts'
import { ALL_KEYS, type KeySpan, merged, onlyKey, rowsWith } from '../windows/key-span.ts'
import { PartitionView, type Span } from '../windows/partition-view.ts'
import { RowSums, type Sums } from '../windows/row-sums.ts'
import { touchedBy } from '../windows/touched-rows.ts'
import { valueBound } from '../windows/value-distance.ts'

export interface WindowShape extends OrderedRowsShape {
  readonly calls: readonly WindowCall[]
}

/** A partition that has no more rows for each change is computed whole: finding out what is touched costs more. */
const FEW_ROWS = 2

interface BoundedCall {
  readonly call: CompiledCall
  readonly bounds: FrameBounds
}

export class Window implements Operator {
  readonly #rows: OrderedRows
  readonly #sums: RowSums
  readonly #calls: readonly BoundedCall[]
  /** Prefix of the trees of groups; null when nothing counts groups. */
  readonly #groups: string | null
  readonly #output: RowCodec

  constructor(shape: WindowShape) {
    const { store, types, orderBy } = shape
    this.#rows = new OrderedRows({ ...shape, store: `${store}r/` })
    const { calls, sums } = compileCalls(shape.calls, types)
    this.#sums = new RowSums(sums, entry => this.#rows.row(entry))
    this.#calls = calls.map(call => {
      const [order] = orderBy
      const bounds = boundsOf(call.frame, (bound, side) =>
        valueBound(bound, side, order!, types[order!.column]!),
      )
      return { call, bounds }
    })
    this.#groups = shape.calls.some(countsGroups) ? `${store}g/` : null
    this.#output = rowCodec([...types, ...shape.calls.map(({ type }) => type)])
  }

  apply([input]: readonly [Delta], state: State): Delta {
    const output = new Delta()
    for (const [partition, changes] of this.#rows.changes(input))
      this.#applyPartition(partition, changes, state, output)
    return consolidate(output, this.#output.encode)
  }

  #applyPartition(partition: string, changes: readonly PlacedChange[], state: State, output: Delta): void {
    const rows = this.#rows.open(state, partition, changes, this.#sums)
    const groups = this.#groups === null ? null : new OrderedTree(state, this.#groups + partition, NO_MEASURE)
    if (groups !== null) changeGroups(groups, rows, changes)
    const viewOf = (moment: 'before' | 'now'): PartitionView =>
      new PartitionView(rows[moment], groups && groups[moment], entry => this.#rows.row(entry))
    const step = new ChangedPartition(viewOf('before'), viewOf('now'), changes)
    const touched = this.#touched(step)
    this.#emit(step.before, touched, -1, output)
    this.#emit(step.now, touched, 1, output)
    rows.flush()
    groups?.flush()
  }

  /** The rows that may have other values, the changed ones included. */
  #touched(step: ChangedPartition): KeySpan[] {
    const { before, now, changes } = step
    if (Math.max(before.size, now.size) <= FEW_ROWS * changes.length) return [ALL_KEYS]
    return merged([
      ...changes.map(({ key }) => onlyKey(key)),
      ...this.#calls.flatMap(({ call, bounds }) => touchedBy(call, bounds, step)),
    ])
  }

  #emit(view: PartitionView, keys: readonly KeySpan[], sign: number, output: Delta): void {
    const sums = new LastSums()
    const values = this.#calls.map(({ call, bounds }): CallValue =>
      call.kind === 'aggregate'
        ? aggregateValue(call, bounds, view, sums)
        : functionValue(call, bounds, view),
    )
    for (const placed of rowsWith(view, keys))
      output.add([...placed.row, ...values.map(valueOf => valueOf(placed))], sign)
  }
}

function countsGroups({ fn, frame }: WindowCall): boolean {
  const isCounted = frame.unit === 'groups' && [frame.start, frame.end].some(bound => offsetOf(bound))
  return windowFunction(fn)?.name === 'dense_rank' || isCounted
}

/** Puts in the groups that came with the changes, and takes out those that went. */
function changeGroups(
  groups: OrderedTree<null>,
  rows: OrderedTree<Sums>,
  changes: readonly PlacedChange[],
): void {
  const before = new PartitionView(rows.before, null, () => [])
  const now = new PartitionView(rows.now, null, () => [])
  for (const sortKey of new Set(changes.map(sortKeyOf))) {
    const [then, since] = [before, now].map(view => view.peersOf(sortKey)) as [Span, Span]
    const came = Number(since.from < since.to) - Number(then.from < then.to)
    if (came !== 0) groups.add(sortKey, '', came)
  }
}
