/** An aggregate call over expressions, as analysis and the logical plan have it. */
import { aggregateById } from './aggregates.ts'
import type { Expr, LiteralExpr, OrderExpr } from './expr.ts'

export interface AggregateCallExpr {
  /** Id of an AggregateSignature. */
  readonly fn: string
  /** None for COUNT(*). */
  readonly args: readonly Expr[]
  /** Each value (of several arguments: each row of values) counts once. */
  readonly distinct?: true
  /** Of an aggregate of values in order. */
  readonly orderBy?: readonly OrderExpr[]
  /** Which rows count, of an aggregate of values in order; of others, the first argument is NULL in rows that do not. */
  readonly filter?: Expr
  /** Arguments that are the same in all groups, such as the fraction of PERCENTILE_CONT. */
  readonly constants?: readonly LiteralExpr[]
}

/** All expressions of a call, over the rows that it aggregates. */
export function callExprs({ args, orderBy = [], filter }: AggregateCallExpr): readonly Expr[] {
  return [...args, ...orderBy.map(({ expr }) => expr), ...(filter ? [filter] : [])]
}

/** The call with each of its expressions replaced, in the order of {@link callExprs}. */
export function mapCallExprs<T extends AggregateCallExpr>(call: T, change: (expr: Expr) => Expr): T {
  const { orderBy, filter } = call
  return {
    ...call,
    args: call.args.map(change),
    ...(orderBy && { orderBy: orderBy.map(item => ({ ...item, expr: change(item.expr) })) }),
    ...(filter && { filter: change(filter) }),
  }
}

/** The call without what else is known of it. */
export function plainCall(call: AggregateCallExpr): AggregateCallExpr {
  const { fn, args, distinct, orderBy, filter, constants } = call
  return {
    fn,
    args,
    ...(distinct && { distinct }),
    ...(orderBy && { orderBy }),
    ...(filter && { filter }),
    ...(constants && { constants }),
  }
}

/** The value of an aggregate from a column that is NULL where its group is missing: COUNT of nothing is 0. */
export function emptyAware(fn: string, column: Expr): Expr {
  const text = aggregateById(fn)?.ofNothing ?? null
  if (text === null) return column
  const { type } = column
  return { kind: 'coalesce', type, args: [column, { kind: 'literal', type, text }] }
}
