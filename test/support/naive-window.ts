/** Window functions as their definition says: each row of a partition by itself, looking at all rows. */
import type { Frame, FrameBound } from '../../src/expr/expr.ts'
import type { SortColumn, WindowArgument, WindowCall } from '../../src/topology/plan.ts'
import { compareText } from '../../src/types/compare.ts'
import { rowCodec } from '../../src/types/row-codec.ts'
import type { SqlType } from '../../src/types/sql-type.ts'
import type { Row, Value } from '../../src/types/value.ts'
import { rowText } from './evaluate-relations.ts'

interface NaiveWindow {
  readonly types: readonly SqlType[]
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly calls: readonly Pick<WindowCall, 'fn' | 'args' | 'frame'>[]
}

/** The rows with the values of the calls. Order and arguments are integers or text. */
export function naiveWindow(
  { types, partitionBy, orderBy, calls }: NaiveWindow,
  rows: readonly Row[],
): Row[] {
  const partitions = new Map<string, Row[]>()
  for (const row of rows) {
    const id = rowText(partitionBy.map(column => row[column]!))
    partitions.set(id, [...(partitions.get(id) ?? []), row])
  }
  const { encode } = rowCodec(types)
  return [...partitions.values()].flatMap(members => {
    const sorted = [...members].sort(
      (a, b) => compareRows(orderBy, a, b) || compareText(encode(a), encode(b)),
    )
    return sorted.map((row, i) => [...row, ...calls.map(call => valueOf(call, sorted, orderBy, i))])
  })
}

function compareRows(orderBy: readonly SortColumn[], a: Row, b: Row): number {
  for (const { column, descending, nullsFirst } of orderBy) {
    const [x, y] = [a[column]!, b[column]!]
    if (x === y) continue
    if (x === null || y === null) return (x === null) === nullsFirst ? -1 : 1
    const order = typeof x === 'string' ? compareText(x, y as string) : x < y ? -1 : 1
    return descending ? -order : order
  }
  return 0
}

function valueOf(
  { fn, args, frame }: NaiveWindow['calls'][number],
  rows: readonly Row[],
  orderBy: readonly SortColumn[],
  i: number,
): Value {
  const isPeer = (j: number): boolean => compareRows(orderBy, rows[i]!, rows[j]!) === 0
  const indexes = [...rows.keys()]
  const peers = indexes.filter(isPeer)
  const [first, last] = [peers[0]!, peers.at(-1)!]
  const argument = (arg: WindowArgument, j: number): Value =>
    typeof arg === 'number' ? rows[j]![arg]! : Number(arg.text)
  const inFrame = indexes.filter(
    j => isInFrame(frame, rows, orderBy, i, j) && !isExcluded(frame, i, j, isPeer),
  )
  const values = inFrame.map(j => (args.length === 0 ? null : argument(args[0]!, j)))
  switch (fn) {
    case 'row_number':
      return BigInt(i + 1)
    case 'rank':
      return BigInt(first + 1)
    case 'dense_rank':
      return BigInt(groupOf(rows, orderBy, i) + 1)
    case 'percent_rank':
      return rows.length === 1 ? 0 : first / (rows.length - 1)
    case 'cume_dist':
      return (last + 1) / rows.length
    case 'ntile':
      return bucketOf(i, rows.length, argument(args[0]!, 0) as number)
    case 'lag':
    case 'lead': {
      const steps = args[1] === undefined ? 1 : argument(args[1], i)
      if (steps === null) return null
      const j = i + (fn === 'lag' ? -1 : 1) * (steps as number)
      if (rows[j] !== undefined) return argument(args[0]!, j)
      return args[2] === undefined ? null : argument(args[2], i)
    }
    case 'first_value':
      return values[0] ?? null
    case 'last_value':
      return values.at(-1) ?? null
    case 'nth_value':
      return values[(argument(args[1]!, i) as number) - 1] ?? null
    default:
      return aggregate(fn, values)
  }
}

function aggregate(fn: string, values: readonly Value[]): Value {
  const present = values.filter(value => value !== null)
  const best = (sign: number): Value =>
    present.reduce<Value>((a, b) => (a === null || sign * Number(b < a) > sign * Number(b > a) ? b : a), null)
  switch (fn) {
    case 'count(*)':
      return BigInt(values.length)
    case 'count(any)':
      return BigInt(present.length)
    case 'sum(integer)':
      return present.length === 0 ? null : present.reduce((a: bigint, b) => a + BigInt(b as number), 0n)
    case 'min(integer)':
      return best(1)
    case 'max(varchar)':
      return best(-1)
    default:
      throw new Error(`no naive ${fn}`)
  }
}

/** Sizes differ by one at most, the larger buckets first. */
function bucketOf(i: number, size: number, count: number): number {
  const sizes = Array.from({ length: count }, (_, b) => Math.floor(size / count) + (b < size % count ? 1 : 0))
  let end = 0
  return sizes.findIndex(length => (end += length) > i) + 1
}

function groupOf(rows: readonly Row[], orderBy: readonly SortColumn[], i: number): number {
  let group = 0
  for (let j = 1; j <= i; j++) if (compareRows(orderBy, rows[j - 1]!, rows[j]!) !== 0) group++
  return group
}

function isExcluded({ exclude }: Frame, i: number, j: number, isPeer: (j: number) => boolean): boolean {
  if (exclude === 'no_others') return false
  if (exclude === 'current_row') return i === j
  return isPeer(j) && (exclude === 'group' || i !== j)
}

function isInFrame(
  frame: Frame,
  rows: readonly Row[],
  orderBy: readonly SortColumn[],
  i: number,
  j: number,
): boolean {
  return (
    isPast(frame, frame.start, rows, orderBy, i, j, 1) && isPast(frame, frame.end, rows, orderBy, i, j, -1)
  )
}

/** Whether row j is on the inner side of a bound of row i's frame: behind its start (side 1), before its end (−1). */
function isPast(
  { unit }: Frame,
  bound: FrameBound,
  rows: readonly Row[],
  orderBy: readonly SortColumn[],
  i: number,
  j: number,
  side: 1 | -1,
): boolean {
  if (bound.kind === 'unbounded_preceding' || bound.kind === 'unbounded_following') return true
  const distance =
    'offset' in bound ? Number(typeof bound.offset === 'number' ? bound.offset : bound.offset.text) : 0
  const offset = bound.kind === 'preceding' ? -distance : distance
  if (unit === 'rows') return side * (j - i - offset) >= 0
  if (unit === 'groups') return side * (groupOf(rows, orderBy, j) - groupOf(rows, orderBy, i) - offset) >= 0
  if (bound.kind === 'current_row') return side * compareRows(orderBy, rows[j]!, rows[i]!) >= 0
  const [{ column, descending }] = orderBy as [SortColumn]
  const [value, other] = [rows[i]![column] as number | null, rows[j]![column] as number | null]
  // NULLs are in range of each other only: where they stand decides for all other rows.
  if (value === null || other === null) return side * compareRows(orderBy, rows[j]!, rows[i]!) >= 0
  return side * ((other - value) * (descending ? -1 : 1) - offset) >= 0
}
