/**
 * Aggregates over frames. While frames move forward only, a linear aggregate takes in the rows that enter and takes out
 * those that leave: O(1) a row. Else, and for MIN and MAX, each frame is looked at whole.
 */
import type { WindowCall } from '../../topology/plan.ts'
import { type Compare, compareValues } from '../../types/compare.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { AccumulatorFactory } from '../aggregates/accumulator.ts'
import { aggregateFunction } from '../aggregates/functions.ts'
import { extentOf, rowsOf } from './frame-rows.ts'
import type { Partition } from './partition.ts'

/** The value of the aggregate over the frame of each row. */
export function aggregateOverFrames(
  call: WindowCall,
  partition: Partition,
  types: readonly SqlType[],
): Value[] {
  const implementation = aggregateFunction(call.fn)
  if (implementation.kind === 'extreme') {
    const arg = must(call.args[0], 'MIN and MAX have an argument')
    const compare = compareValues(types[arg]!)
    const sign = implementation.which === 'min' ? 1 : -1
    return partition.rows.map((_, i) => extremeOf(call, partition, i, arg, compare, sign))
  }
  if (call.frame.exclude === 'no_others') return slid(call, partition, implementation.create)
  return partition.rows.map((_, i) => {
    const accumulator = implementation.create('')
    for (const row of rowsOf(call.frame, partition, i)) addRow(call, partition, row, 1, accumulator)
    return accumulator.result()
  })
}

function slid(call: WindowCall, partition: Partition, create: AccumulatorFactory): Value[] {
  const accumulator = create('')
  let [from, to] = [0, 0]
  return partition.rows.map((_, i) => {
    const extent = extentOf(call.frame, partition, i)
    while (to < extent.to) addRow(call, partition, to++, 1, accumulator)
    while (from < extent.from) addRow(call, partition, from++, -1, accumulator)
    return extent.from < extent.to ? accumulator.result() : create('').result()
  })
}

function addRow(
  { args }: WindowCall,
  { rows }: Partition,
  row: number,
  weight: number,
  accumulator: ReturnType<AccumulatorFactory>,
): void {
  const [arg] = args
  const value = arg === undefined ? null : rows[row]![arg]!
  if (arg === undefined || value !== null) accumulator.add(value, weight)
}

function extremeOf(
  { frame }: WindowCall,
  partition: Partition,
  i: number,
  arg: number,
  compare: Compare,
  sign: number,
): Value {
  let best: Value = null
  for (const row of rowsOf(frame, partition, i)) {
    const value = partition.rows[row]![arg]!
    if (value === null) continue
    if (best === null || sign * compare(value, best) < 0) best = value
  }
  return best
}
