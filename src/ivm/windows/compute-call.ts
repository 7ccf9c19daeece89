/** What a window function is for each row of a partition. */
import { windowFunction, type WindowFunctionName } from '../../expr/window-functions.ts'
import type { WindowCall } from '../../topology/plan.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { DataError } from '../../types/data-error.ts'
import type { Value } from '../../types/value.ts'
import { unreachable } from '../../util/assert.ts'
import { aggregateOverFrames } from './frame-aggregates.ts'
import { rowsOf } from './frame-rows.ts'
import type { Partition } from './partition.ts'

/** The values of a call, row by row. Throws DataError when an argument is out of range. @param types of the input row */
export function computeCall(call: WindowCall, partition: Partition, types: readonly SqlType[]): Value[] {
  const signature = windowFunction(call.fn)
  if (signature === undefined) return aggregateOverFrames(call, partition, types)
  const rows = Array.from({ length: partition.size }, (_, i) => i)
  const { name } = signature
  if (name === 'ntile') return buckets(call, partition)
  return rows.map(i => valueAt(name, call, partition, i))
}

function valueAt(
  name: Exclude<WindowFunctionName, 'ntile'>,
  call: WindowCall,
  partition: Partition,
  i: number,
): Value {
  const { size, peerStart, peerEnd, group } = partition
  switch (name) {
    case 'row_number':
      return BigInt(i + 1)
    case 'rank':
      return BigInt(peerStart[i]! + 1)
    case 'dense_rank':
      return BigInt(group[i]! + 1)
    case 'percent_rank':
      return size === 1 ? 0 : peerStart[i]! / (size - 1)
    case 'cume_dist':
      return peerEnd[i]! / size
    case 'lag':
    case 'lead':
      return neighbour(name === 'lag' ? -1 : 1, call, partition, i)
    case 'first_value':
      return inFrame(call, partition, i, () => 0)
    case 'last_value':
      return inFrame(call, partition, i, rows => rows - 1)
    case 'nth_value':
      return nthValue(call, partition, i)
    default:
      return unreachable(name)
  }
}

/** Arguments: value, distance (1), default (NULL). */
function neighbour(direction: number, { args }: WindowCall, { rows }: Partition, i: number): Value {
  const [value, distance, otherwise] = args
  const steps = distance === undefined ? 1 : rows[i]![distance]!
  if (steps === null) return null
  const found = rows[i + direction * Number(steps)]
  if (found !== undefined) return found[value!]!
  return otherwise === undefined ? null : rows[i]![otherwise]!
}

function inFrame(
  { args, frame }: WindowCall,
  partition: Partition,
  i: number,
  choose: (rows: number) => number,
): Value {
  const rows = rowsOf(frame, partition, i)
  const chosen = rows[choose(rows.length)]
  return chosen === undefined ? null : partition.rows[chosen]![args[0]!]!
}

function nthValue(call: WindowCall, partition: Partition, i: number): Value {
  const n = partition.rows[i]![call.args[1]!]!
  if (n === null) return null
  if (Number(n) < 1) throw new DataError('MV5105', 'NTH_VALUE counts from 1')
  return inFrame(call, partition, i, () => Number(n) - 1)
}

/** The first buckets get one row more where the rows cannot be shared out equally; the first row says how many there are. */
function buckets({ args }: WindowCall, { rows, size }: Partition): Value[] {
  const wanted = rows[0]?.[args[0]!] ?? null
  if (wanted === null) return rows.map(() => null)
  const count = Number(wanted)
  if (count < 1) throw new DataError('MV5105', 'NTILE makes at least one bucket')
  const least = Math.floor(size / count)
  const larger = size % count
  const inLarger = larger * (least + 1)
  return rows.map((_, i) =>
    i < inLarger
      ? Math.floor(i / (least + 1)) + 1
      : larger + Math.floor((i - inLarger) / Math.max(1, least)) + 1,
  )
}
