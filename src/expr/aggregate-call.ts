/** An aggregate call over expressions, as analysis and the logical plan have it. */
import { aggregateById } from './aggregates.ts'
import type { Expr } from './expr.ts'

export interface AggregateCallExpr {
  /** Id of an AggregateSignature. */
  readonly fn: string
  /** None for COUNT(*). */
  readonly args: readonly Expr[]
  /** Each value (of several arguments: each row of values) counts once. */
  readonly distinct?: true
}

/** All expressions of a call, over the rows that it aggregates. */
export function callExprs({ args }: AggregateCallExpr): readonly Expr[] {
  return args
}

/** The call with each of its expressions replaced, in the order of {@link callExprs}. */
export function mapCallExprs<T extends AggregateCallExpr>(call: T, change: (expr: Expr) => Expr): T {
  return { ...call, args: call.args.map(change) }
}

/** The call without what else is known of it. */
export function plainCall({ fn, args, distinct }: AggregateCallExpr): AggregateCallExpr {
  return { fn, args, ...(distinct && { distinct }) }
}

/** The value of an aggregate from a column that is NULL where its group is missing: COUNT of nothing is 0. */
export function emptyAware(fn: string, column: Expr): Expr {
  const text = aggregateById(fn)?.ofNothing ?? null
  if (text === null) return column
  const { type } = column
  return { kind: 'coalesce', type, args: [column, { kind: 'literal', type, text }] }
}
