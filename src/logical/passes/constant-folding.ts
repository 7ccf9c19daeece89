/**
 * Constant folding: expressions that read no column and cannot fail become literals, and conditions that are always true
 * disappear.
 *
 * Sound: an expression is replaced by its only value. What fails stays as it is, so it fails for the same rows.
 */
import { fold } from '../../expr/fold.ts'
import type { Expr } from '../../expr/expr.ts'
import type { LogicalNode } from '../plan.ts'
import { mapExprs, mapInputs } from '../rewrite.ts'

export function foldConstants(node: LogicalNode): LogicalNode {
  const folded = mapExprs(mapInputs(node, foldConstants), fold)
  if (folded.kind === 'filter' && isTrue(folded.predicate)) return folded.input
  if (folded.kind === 'join' && folded.on !== null && isTrue(folded.on)) return { ...folded, on: null }
  return folded
}

function isTrue(expr: Expr): boolean {
  return expr.kind === 'literal' && expr.type.kind === 'boolean' && expr.text === 'true'
}
