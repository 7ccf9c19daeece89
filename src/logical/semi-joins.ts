/**
 * EXISTS, NOT EXISTS and IN as whole parts of a condition, over a plain SELECT: the rows of its FROM are the right side,
 * and its WHERE, with the parameters replaced by what they stand for, is the condition of a semi or anti join.
 */
import type { BoundSelect, BoundSubquery } from '../analysis/bound.ts'
import { readsParameters } from '../analysis/query-parameters.ts'
import type { Expr, SubqueryExpr } from '../expr/expr.ts'
import { contains, mapChildren } from '../expr/walk.ts'
import { must } from '../util/assert.ts'
import { join } from './build-nodes.ts'
import { conjunction, conjuncts } from './conjuncts.ts'
import { lowerFrom } from './lower-from.ts'
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
  if (form.kind === 'scalar' || (form.kind === 'in' && negated)) return null
  const select = plainSelect(query)
  const from = select?.from ?? null
  if (select === null || from === null) return null
  const right = lowerFrom(from, { subqueries, domain: null })
  const operands = form.kind === 'in' ? form.operands : 0
  const behind = (expr: Expr): Expr => beside(expr, node.columns.length, asked.args.slice(operands))
  const equalities =
    form.kind === 'in'
      ? form.equal.map((fn, index): Expr => {
          const args = [asked.args[index]!, behind(select.outputs[index]!.expr)]
          return { kind: 'call', type: { kind: 'boolean' }, fn, args }
        })
      : []
  const conditions = conjuncts(select.where?.expr ?? null).map(behind)
  const on = conjunction([...equalities, ...conditions])
  return join({ join: negated ? 'anti' : 'semi', on, span }, node, right)
}

/** A SELECT without groups, windows or subqueries whose FROM does not read the row around it. */
function plainSelect(query: BoundSubquery['query']): BoundSelect | null {
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
