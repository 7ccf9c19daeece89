/**
 * RANGE with a distance: the bound of a frame is the value so far before or after the row's own, in the one column of the
 * order. As PostgreSQL's in_range functions: NULLs are in range of each other only, NaN of NaN; an infinite value is in
 * an infinite distance of everything.
 */
import { compile } from '../../expr/evaluate.ts'
import type { FrameBound, LiteralExpr } from '../../expr/expr.ts'
import type { SortColumn } from '../../topology/plan.ts'
import { MICROS_PER_DAY } from '../../types/datetime.ts'
import type { Decimal } from '../../types/decimal.ts'
import { addInterval, type Interval } from '../../types/interval.ts'
import { encodeSortKey } from '../../types/sort-key.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { assert, InternalError } from '../../util/assert.ts'
import { type Bound, searched } from './bound.ts'

/** The bound of a frame in the order of one column. @param type of the column */
export function valueBound(
  bound: FrameBound,
  side: 'start' | 'end',
  order: SortColumn,
  type: SqlType,
): Bound {
  assert('offset' in bound && typeof bound.offset !== 'number', 'the bound is a distance')
  const backwards = (bound.kind === 'preceding') !== order.descending
  // In descending order the first values of a frame are the greatest ones.
  const atMost = (side === 'end') !== order.descending
  const reach = reachOf(type, bound.offset, backwards, atMost)
  const keyOf = encodeSortKey([{ ...order, type }])
  return searched((view, { row, sortKey }) => {
    const value = row[order.column]!
    if (value === null) return view.peersOf(sortKey)[side === 'start' ? 'from' : 'to']
    const key = keyOf([reach(value)])
    return side === 'start' ? view.rows.weightBefore(key) : view.endOf(key)
  })
}

/**
 * What values are compared with to be in the frame of a value. It need not be in the range of the type.
 * @param atMost they are to be at most that, else at least
 */
function reachOf(
  type: SqlType,
  distance: LiteralExpr,
  backwards: boolean,
  atMost: boolean,
): (value: Value) => Value {
  const offset = compile(distance)([])
  switch (type.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint': {
      const step = BigInt(offset as number | bigint) * (backwards ? -1n : 1n)
      return value => BigInt(value as number | bigint) + step
    }
    case 'decimal': {
      const step = offset as Decimal
      return value => (backwards ? (value as Decimal).subtract(step) : (value as Decimal).add(step))
    }
    case 'real':
    case 'double':
      return value => doubleReach(value as number, offset as number, backwards, atMost)
    case 'time': {
      const step = Number((offset as Interval).micros) * (backwards ? -1 : 1)
      return value => (value as number) + step
    }
    case 'interval': {
      const step = offset as Interval
      return value => (backwards ? (value as Interval).subtract(step) : (value as Interval).add(step))
    }
    case 'timestamp':
    case 'timestamptz': {
      const step = intervalStep(offset, backwards)
      return value => addInterval(value as bigint, step)
    }
    case 'date': {
      const step = intervalStep(offset, backwards)
      return value => dayOf(addInterval(BigInt(value as number) * MICROS_PER_DAY, step), atMost)
    }
    default:
      throw new InternalError(`no distance of ${type.kind}`)
  }
}

/** Infinity before infinity is no number; everything is at least (at most) that far away. */
function doubleReach(value: number, offset: number, backwards: boolean, atMost: boolean): number {
  const reach = backwards ? value - offset : value + offset
  return Number.isNaN(reach) && !Number.isNaN(value) ? (atMost ? Infinity : -Infinity) : reach
}

function intervalStep(offset: Value, backwards: boolean): Interval {
  return backwards ? (offset as Interval).negate() : (offset as Interval)
}

/** The last day that begins at most at a time, or the first that begins at least then. */
function dayOf(time: bigint, atMost: boolean): number {
  const day = time / MICROS_PER_DAY
  const isBelow = time % MICROS_PER_DAY < 0n
  const isAbove = time % MICROS_PER_DAY > 0n
  return Number(atMost ? (isBelow ? day - 1n : day) : isAbove ? day + 1n : day)
}
