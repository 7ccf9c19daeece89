/**
 * Constant folding: expressions that read no column and cannot fail become literals, and conditions that are always true
 * disappear. Of a join's condition each part is folded by itself: `a.id = b.id AND FALSE` keeps the equality, which is
 * what the join is kept up to date by.
 *
 * Sound: an expression is replaced by its only value. What fails stays as it is, so it fails for the same rows.
 */
import { fold } from '../../expr/fold.ts'
import type { Expr } from '../../expr/expr.ts'
import { conjunction, conjuncts } from '../conjuncts.ts'
import type { LogicalNode } from '../plan.ts'
import { mapExprs, mapInputs } from '../rewrite.ts'

export function foldConstants(node: LogicalNode): LogicalNode {
  const inner = mapInputs(node, foldConstants)
  if (inner.kind === 'join') return { ...inner, on: foldedParts(inner.on) }
  const folded = mapExprs(inner, fold)
  return folded.kind === 'filter' && isTrue(folded.predicate) ? folded.input : folded
}

function foldedParts(condition: Expr | null): Expr | null {
  return conjunction(
    conjuncts(condition)
      .map(fold)
      .filter(part => !isTrue(part)),
  )
}

function isTrue(expr: Expr): boolean {
  return expr.kind === 'literal' && expr.type.kind === 'boolean' && expr.text === 'true'
}
