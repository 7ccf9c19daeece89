/** The order in which an aggregate sees its values. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr, OrderExpr } from '../expr/expr.ts'
import type { AggregateSignature } from '../expr/signature.ts'
import { exprKey } from './expr-tree.ts'

interface Wanted {
  readonly distinct: boolean
  readonly orderBy?: readonly OrderExpr[]
  readonly withinGroup?: OrderExpr
}

/**
 * Empty for an aggregate to which order is nothing. What ORDER BY does not tell apart stands in the order of the
 * arguments, so the same values are always in the same order. Null for an error, which is reported.
 */
export function orderOfValues(
  name: string,
  { order }: AggregateSignature,
  args: readonly Expr[],
  { distinct, orderBy = [], withinGroup }: Wanted,
  span: Span,
  diagnostics: Diagnostics,
): OrderExpr[] | null {
  if (order === null) return []
  const descending = order === 'descending'
  const own = args
    .filter(({ kind }) => kind !== 'literal')
    .map((expr): OrderExpr => ({ expr, descending, nullsFirst: descending }))
  if (withinGroup) return [{ ...withinGroup, expr: args[0]! }]
  if (order !== 'given' && orderBy.length > 0) {
    diagnostics.error('MV2047', `\`${name}\` has an order of its own`, span, { help: 'leave out ORDER BY' })
    return null
  }
  const known = new Set(args.map(exprKey))
  if (distinct && orderBy.some(({ expr }) => !known.has(exprKey(expr)))) {
    diagnostics.error('MV2047', 'with DISTINCT, ORDER BY takes arguments of the aggregate only', span, {
      help: 'order by an argument, or leave out DISTINCT',
    })
    return null
  }
  const first = orderBy.filter(({ expr }) => expr.type.kind !== 'null')
  const ordered = new Set(first.map(({ expr }) => exprKey(expr)))
  const full = [...first, ...own.filter(({ expr }) => !ordered.has(exprKey(expr)))]
  return full.length > 0 ? full : [{ expr: args[0]!, descending, nullsFirst: descending }]
}
