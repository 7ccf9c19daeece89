/**
 * EXISTS, NOT EXISTS and IN as whole parts of a condition are semi and anti joins. Over a plain SELECT the rows of its FROM
 * are the right side, and its WHERE, with the parameters replaced by what they stand for, is the condition. Over any other
 * query its rows are, computed over its domain.
 */
import type { BoundQuery, BoundSelect, BoundSubquery } from '../analysis/bound.ts'
import { readsParameters } from '../analysis/query-parameters.ts'
import type { Expr, SubqueryExpr } from '../expr/expr.ts'
import { contains, mapChildren } from '../expr/walk.ts'
import { must } from '../util/assert.ts'
import { join } from './build-nodes.ts'
import { conjunction, conjuncts } from './conjuncts.ts'
import { sameParameters, valuesOf } from './domain.ts'
import { lowerFrom } from './lower-from.ts'
import { lowerQuery } from './lower-query.ts'
import type { LogicalNode } from './plan.ts'

/** The rows of `node` for which the part holds; null when it is of another form. */
export function matchedRows(
  node: LogicalNode,
  part: Expr,
  subqueries: readonly BoundSubquery[],
): LogicalNode | null {
  const negated = part.kind === 'not'
  const asked = negated ? part.arg : part
  if (asked.kind !== 'subquery' || asked.args.some(arg => contains(arg, 'subquery'))) return null
  const { form, query, span } = must(subqueries[asked.id], `subquery ${asked.id}`)
  // NOT IN is not an anti join: a NULL among the rows makes it NULL.
  if (form.kind !== 'exists' && (form.kind !== 'in' || negated)) return null
  const equal = form.kind === 'in' ? form.equal : []
  const matches =
    matchesOfSelect(node, query, asked.args.slice(equal.length), subqueries) ??
    matchesOfQuery(node, query, asked.args.slice(equal.length), subqueries)
  const equalities = equal.map((fn, index): Expr => {
    const args = [asked.args[index]!, matches.outputs[index]!]
    return { kind: 'call', type: { kind: 'boolean' }, fn, args }
  })
  const on = conjunction([...equalities, ...matches.conditions])
  return join({ join: negated ? 'anti' : 'semi', on, span }, node, matches.right)
}

/** The right side of the join; the conditions and the query's columns are over both sides. */
interface Matches {
  readonly right: LogicalNode
  readonly conditions: readonly Expr[]
  readonly outputs: readonly Expr[]
}

function matchesOfSelect(
  node: LogicalNode,
  query: BoundQuery,
  params: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): Matches | null {
  const select = plainSelect(query)
  if (select === null || select.from === null) return null
  const behind = (expr: Expr): Expr => beside(expr, node.columns.length, params)
  return {
    right: lowerFrom(select.from, { subqueries, domain: null }),
    conditions: conjuncts(select.where?.expr ?? null).map(behind),
    outputs: select.outputs.map(({ expr }) => behind(expr)),
  }
}

function matchesOfQuery(
  node: LogicalNode,
  query: BoundQuery,
  params: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): Matches {
  const start = node.columns.length
  const domain = params.length === 0 ? null : valuesOf(node, params)
  const right = lowerQuery(query, { subqueries, domain })
  return {
    right,
    conditions: conjuncts(sameParameters(params, start)),
    outputs: right.columns
      .slice(params.length)
      .map(({ type }, index) => ({ kind: 'column', type, index: start + params.length + index })),
  }
}

/** A SELECT without groups, windows or subqueries whose FROM does not read the row around it. */
function plainSelect(query: BoundQuery): BoundSelect | null {
  if (query.kind !== 'select' || query.from === null || query.grouping !== null) return null
  if (query.having !== null || readsParameters(query.from)) return null
  const exprs = [...(query.where ? [query.where.expr] : []), ...query.outputs.map(({ expr }) => expr)]
  return exprs.some(expr => contains(expr, 'subquery') || contains(expr, 'window')) ? null : query
}

/** An expression of the subquery over the join's columns: its own behind the row's, its parameters as the row has them. */
export function beside(expr: Expr, width: number, args: SubqueryExpr['args']): Expr {
  if (expr.kind === 'column') return { ...expr, index: expr.index + width }
  if (expr.kind === 'parameter') return must(args[expr.index], 'an argument for each parameter')
  return mapChildren(expr, part => beside(part, width, args))
}
