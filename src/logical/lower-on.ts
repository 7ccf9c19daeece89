/**
 * Joins whose ON condition has subqueries. Those of an inner join decide above it, over the pairs. For the others, what a
 * subquery gives becomes a column of the side that it reads, before the join, and is cut off behind it.
 */
import type { BoundSubquery } from '../analysis/bound.ts'
import type { Expr, SubqueryExpr } from '../expr/expr.ts'
import { childrenOf, contains, mapChildren } from '../expr/walk.ts'
import { assert, must } from '../util/assert.ts'
import { partition } from '../util/partition.ts'
import { join } from './build-nodes.ts'
import { conjunction, conjuncts, shifted, sideOf } from './conjuncts.ts'
import { attachSubqueries, filterWithSubqueries } from './lower-subqueries.ts'
import type { JoinNode, LogicalNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

/** The join of both by a condition over the columns of both, which may have subqueries. Output: those columns. */
export function joinOn(
  how: Pick<JoinNode, 'join' | 'on' | 'span'>,
  left: LogicalNode,
  right: LogicalNode,
  subqueries: readonly BoundSubquery[],
): LogicalNode {
  const asks = (part: Expr): boolean => contains(part, 'subquery')
  const { on, span } = how
  if (on === null || !asks(on)) return join(how, left, right)
  if (how.join !== 'inner') return joinOnValues({ ...how, on }, left, right, subqueries)
  const parts = conjuncts(on)
  const plain = conjunction(parts.filter(part => !asks(part)))
  const asked = must(conjunction(parts.filter(asks)), 'a part with a subquery')
  return filterWithSubqueries(join({ ...how, on: plain }, left, right), { expr: asked, span }, subqueries)
}

function joinOnValues(
  how: Pick<JoinNode, 'join' | 'span'> & { readonly on: Expr },
  left: LogicalNode,
  right: LogicalNode,
  subqueries: readonly BoundSubquery[],
): LogicalNode {
  const width = left.columns.length
  const [ofRight, ofLeft] = partition(subqueriesIn(how.on), asked => sideOf(asked, width) === 'right')
  assert(!ofLeft.some(asked => sideOf(asked, width) === 'both'), 'a subquery of an outer ON reads one side')
  const first = attachSubqueries(left, ofLeft, subqueries)
  const second = attachSubqueries(
    right,
    ofRight.map(asked => shifted(asked, -width)),
    subqueries,
  )
  const added = first.node.columns.length - width
  const values = new Map<Expr, Expr>([
    ...ofLeft.map((asked, index) => [asked, first.exprs[index]!] as const),
    ...ofRight.map((asked, index) => [asked, shifted(second.exprs[index]!, width + added)] as const),
  ])
  const over = (expr: Expr): Expr => {
    if (expr.kind === 'subquery') return must(values.get(expr), 'a value for each subquery')
    if (expr.kind === 'column') return expr.index < width ? expr : { ...expr, index: expr.index + added }
    return mapChildren(expr, over)
  }
  const joined = join({ ...how, on: over(how.on) }, first.node, second.node)
  const kept = [...left.columns.keys(), ...[...right.columns.keys()].map(index => width + added + index)]
  const columns = [...left.columns, ...right.columns]
  return projectOver(joined, columnsAt(joined.columns, kept), columns)
}

/** The subqueries of an expression that stand in no other. */
function subqueriesIn(expr: Expr): SubqueryExpr[] {
  if (expr.kind === 'subquery') return [expr]
  return childrenOf(expr).flatMap(subqueriesIn)
}
