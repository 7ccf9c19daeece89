/** Binds the distance of a frame: so many rows or groups, or with RANGE so much before or after a row's own value. */
import { implicitCast } from '../expr/coercion.ts'
import { compile } from '../expr/evaluate.ts'
import type { Expr, Frame, LiteralExpr, OrderExpr } from '../expr/expr.ts'
import { fold } from '../expr/fold.ts'
import type { FrameBound } from '../language/ast.ts'
import { Decimal } from '../types/decimal.ts'
import { Interval } from '../types/interval.ts'
import type { SqlType } from '../types/sql-type.ts'
import { printType } from '../types/type-name.ts'
import type { Value } from '../types/value.ts'
import type { Binding } from './binding.ts'
import { convert, operandOf } from './operand.ts'

/** Null when there is an error, which is reported. */
export function bindDistance(
  { offset, span }: FrameBound,
  unit: Frame['unit'],
  orderBy: readonly OrderExpr[],
  binding: Binding,
): number | LiteralExpr | null {
  const expr = offset && binding.bind(offset, { ...binding, windows: null, aggregates: null })
  if (expr === null) return null
  if (unit === 'range') return bindValueDistance(operandOf(offset!, expr), orderBy, span, binding)
  const value = fold(expr)
  if (value.kind === 'literal' && /^\d{1,15}$/.test(value.text ?? '')) return Number(value.text)
  binding.diagnostics.error('MV2083', 'the distance of a frame is a whole number from 0 on', span, {
    help: 'write a number, such as ROWS 2 PRECEDING',
  })
  return null
}

function bindValueDistance(
  operand: ReturnType<typeof operandOf>,
  orderBy: readonly OrderExpr[],
  span: FrameBound['span'],
  { diagnostics }: Binding,
): LiteralExpr | null {
  const refuse = (message: string, help: string): null => {
    diagnostics.error('MV2083', message, span, { help })
    return null
  }
  const [order, ...others] = orderBy
  if (order === undefined || others.length > 0)
    return refuse(
      'RANGE with a distance needs an ORDER BY of one column',
      'order by what the distance is counted in, or count rows with ROWS',
    )
  const { type } = order.expr
  const wanted = distanceType(type, operand.literal === null ? operand.expr.type : null)
  if (wanted === null)
    return refuse(
      `there are no distances in ${printType(type)}`,
      'order by a number, a date or a time, or count rows with ROWS',
    )
  if (operand.literal === null && !implicitCast(operand.expr.type, wanted))
    return refuse(
      `a distance in ${printType(type)} is of type ${printType(wanted)}, not ${printType(operand.expr.type)}`,
      wanted.kind === 'interval'
        ? "write it as INTERVAL '1 day' PRECEDING"
        : `cast it to ${printType(wanted)}`,
    )
  const distance = convert(operand, wanted, diagnostics)
  return distance && constantDistance(fold(distance), type, refuse)
}

function constantDistance(
  distance: Expr,
  order: SqlType,
  refuse: (message: string, help: string) => null,
): LiteralExpr | null {
  if (distance.kind !== 'literal' || distance.text === null)
    return refuse('the distance of a frame is a constant, and not NULL', 'write a number or an INTERVAL')
  return isNegative(compile(distance)([]), order)
    ? refuse('the distance of a frame is not negative', 'turn PRECEDING and FOLLOWING round')
    : distance
}

/** As PostgreSQL's in_range functions: whole numbers by any whole number, times by intervals. Null for no such function. */
function distanceType(order: SqlType, given: SqlType | null): SqlType | null {
  switch (order.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return given !== null && ['smallint', 'integer', 'bigint'].includes(given.kind) ? given : order
    case 'real':
    case 'double':
      return { kind: 'double' }
    case 'decimal':
      return { kind: 'decimal', precision: null, scale: null }
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
      return { kind: 'interval' }
    default:
      return null
  }
}

/** NaN is no distance either; of an interval between times of day only the time counts. */
function isNegative(value: Value, order: SqlType): boolean {
  if (value instanceof Decimal) return value.units < 0n
  if (value instanceof Interval) return (order.kind === 'time' ? value.micros : value.length()) < 0n
  return !((value as number | bigint) >= 0)
}
