/**
 * Subqueries of expressions as joins. A value becomes a column that a left join adds to the rows that the expression
 * stands over; EXISTS and IN that decide alone whether a row stays become semi joins, and NOT EXISTS an anti join.
 */
import type { BoundSubquery, Condition } from '../analysis/bound.ts'
import type { Expr, SubqueryExpr } from '../expr/expr.ts'
import { contains, mapChildren } from '../expr/walk.ts'
import { must } from '../util/assert.ts'
import { comparedWithAny } from './compared-any.ts'
import { conjunction, conjuncts } from './conjuncts.ts'
import { existsFlag, membership, singleValue } from './subquery-values.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt, filterOver, projectOver } from './rewrite.ts'
import { matchedRows } from './semi-joins.ts'
import { groupedValue } from './unnest-aggregate.ts'

/** A node with columns added behind its own, and expressions over it that have no subqueries any more. */
export interface Attached {
  readonly node: LogicalNode
  readonly exprs: readonly Expr[]
}

export function attachSubqueries(
  input: LogicalNode,
  exprs: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): Attached {
  let node = input
  const known = new Map<string, Expr>()
  const attach = (expr: Expr): Expr => {
    const inner = mapChildren(expr, attach)
    if (inner.kind !== 'subquery') return inner
    const key = JSON.stringify(inner)
    let value = known.get(key)
    if (value === undefined) {
      const added = valueOf(node, inner, subqueries)
      node = added.node
      known.set(key, (value = added.value))
    }
    return value
  }
  const attached = exprs.map(attach)
  return { node, exprs: attached }
}

/** The rows for which a condition holds, with the columns that they had. */
export function filterWithSubqueries(
  input: LogicalNode,
  { expr, span }: Condition,
  subqueries: readonly BoundSubquery[],
): LogicalNode {
  const parts = conjuncts(expr)
  const plain = conjunction(parts.filter(part => !contains(part, 'subquery')))
  let node: LogicalNode =
    plain === null ? input : { kind: 'filter', input, predicate: plain, columns: input.columns, span }
  for (const part of parts.filter(part => contains(part, 'subquery'))) {
    const matched = matchedRows(node, part, subqueries)
    if (matched !== null) {
      node = matched
      continue
    }
    const attached = attachSubqueries(node, [part], subqueries)
    node = narrowed(filterOver(attached.node, attached.exprs), input.columns.length)
  }
  return node
}

function narrowed(node: LogicalNode, width: number): LogicalNode {
  if (node.columns.length === width) return node
  const kept = [...Array(width).keys()]
  return projectOver(node, columnsAt(node.columns, kept), node.columns.slice(0, width))
}

/** One subquery's value as an expression over the node with more columns. */
function valueOf(
  node: LogicalNode,
  { id, args, type }: SubqueryExpr,
  subqueries: readonly BoundSubquery[],
): { readonly node: LogicalNode; readonly value: Expr } {
  const subquery = must(subqueries[id], `subquery ${id}`)
  switch (subquery.form.kind) {
    case 'scalar':
      return (
        groupedValue(node, subquery, args, subqueries) ?? singleValue(node, subquery, args, type, subqueries)
      )
    case 'exists':
      return existsFlag(node, subquery, args, subqueries)
    case 'in':
      return membership(node, subquery, subquery.form, args, subqueries)
    case 'any':
      return comparedWithAny(node, subquery, subquery.form, args, subqueries)
  }
}
