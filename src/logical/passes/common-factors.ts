/**
 * Common factors: what all alternatives of a condition ask for is asked once, `(a AND b) OR (a AND c)` as
 * `a AND (b OR c)`, so that an equality inside of alternatives becomes the key of a join.
 *
 * Sound: AND distributes over OR in three-valued logic too. A factor that may fail stays where it is; the rest is
 * evaluated for no row for which it was not before.
 */
import { exprKey } from '../../analysis/expr-tree.ts'
import type { Expr } from '../../expr/expr.ts'
import { mapChildren, mayFail } from '../../expr/walk.ts'
import { conjunction, conjuncts } from '../conjuncts.ts'
import type { LogicalNode } from '../plan.ts'
import { mapExprs, mapInputs } from '../rewrite.ts'

export function factorConditions(node: LogicalNode): LogicalNode {
  const below = mapInputs(node, factorConditions)
  return below.kind === 'filter' || below.kind === 'join' ? mapExprs(below, factored) : below
}

/** The expression with common factors in front, in conditions at any depth of AND and OR. */
function factored(expr: Expr): Expr {
  if (expr.kind !== 'and' && expr.kind !== 'or') return expr
  const inner = mapChildren(expr, factored)
  return inner.kind === 'or' ? factoredOr(inner.args) : inner
}

function factoredOr(alternatives: readonly Expr[]): Expr {
  const whole: Expr = { kind: 'or', type: { kind: 'boolean' }, args: alternatives }
  const lists = alternatives.map(conjuncts)
  const keys = lists.map(parts => new Set(parts.map(exprKey)))
  const common = lists[0]!.filter(part => !mayFail(part) && keys.every(known => known.has(exprKey(part))))
  if (common.length === 0) return whole
  const taken = new Set(common.map(exprKey))
  const rests = lists.map(parts => conjunction(parts.filter(part => !taken.has(exprKey(part)))))
  // An alternative that asks for nothing more leaves nothing to choose.
  const rest = rests.every(part => part !== null) ? [{ ...whole, args: rests }] : []
  return conjunction([...common, ...rest])!
}
