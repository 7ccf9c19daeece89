/** Whether a part of a query reads the row around it: then it is lowered over its domain. */
import type { BoundFrom, BoundQuery } from '../analysis/bound.ts'
import type { Expr } from '../expr/expr.ts'
import { childrenOf } from '../expr/walk.ts'
import { unreachable } from '../util/assert.ts'

export function readsParameters(from: BoundFrom): boolean {
  switch (from.kind) {
    case 'table':
      return false
    case 'derived':
      return queryReads(from.query)
    case 'join':
      return readsParameters(from.left) || readsParameters(from.right) || hasParameter(from.on)
    case 'lateral':
      // The query's own parameters are those of the left rows, which read others as arguments.
      return readsParameters(from.left) || from.args.some(hasParameter) || hasParameter(from.on)
    case 'aggregate_join':
      return readsParameters(from.left) || hasParameter(from.on) || hasParameter(from.where?.expr ?? null)
    case 'computed':
      return readsParameters(from.input) || from.outputs.some(({ expr }) => hasParameter(expr))
    default:
      return unreachable(from)
  }
}

function queryReads(query: BoundQuery): boolean {
  switch (query.kind) {
    case 'select': {
      const { from, where, grouping, having, outputs } = query
      const exprs = [
        where?.expr,
        having?.expr,
        ...outputs.map(({ expr }) => expr),
        ...(grouping?.keys.map(({ expr }) => expr) ?? []),
        ...(grouping?.calls.map(({ arg }) => arg) ?? []),
      ]
      return (from !== null && readsParameters(from)) || exprs.some(expr => hasParameter(expr ?? null))
    }
    case 'set_operation':
      return queryReads(query.left) || queryReads(query.right)
    case 'values':
      return query.rows.some(row => row.some(hasParameter))
    case 'ordered':
      return queryReads(query.input)
    default:
      return unreachable(query)
  }
}

/** Whether an expression reads a parameter; one inside a subquery of it is an argument of that. */
export function hasParameter(expr: Expr | null): boolean {
  return expr !== null && (expr.kind === 'parameter' || childrenOf(expr).some(hasParameter))
}
