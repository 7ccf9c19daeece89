/**
 * Merging of projections: a projection over a projection becomes one, and a projection that changes nothing disappears
 * (its names go to its input: names are for people, nothing is resolved by them).
 *
 * Sound: the inner expressions take the place of the columns that read them, for the same rows. An inner expression that
 * nothing reads, or that stands in a branch not taken, is no longer evaluated; none is evaluated more often for a row
 * than before, for an expression that several others read stays where it is.
 */
import { mapColumns } from '../../expr/walk.ts'
import type { Expr } from '../../expr/expr.ts'
import { substituted } from '../conjuncts.ts'
import type { LogicalNode, ProjectNode } from '../plan.ts'
import { mapInputs } from '../rewrite.ts'

export function mergeProjections(node: LogicalNode): LogicalNode {
  const merged = mapInputs(node, mergeProjections)
  return merged.kind === 'project' ? mergeOne(merged) : merged
}

function mergeOne(node: ProjectNode): LogicalNode {
  const { input } = node
  if (input.kind === 'project') {
    const exprs = composed(node.exprs, input.exprs)
    if (exprs !== null) return mergeOne({ ...node, input: input.input, exprs })
  }
  return isIdentity(node.exprs, input.columns.length) ? { ...input, columns: node.columns } : node
}

/** `outer` over `inner` as one list over inner's input; null when that would evaluate something twice. */
export function composed(outer: readonly Expr[], inner: readonly Expr[]): Expr[] | null {
  const reads = inner.map(() => 0)
  for (const expr of outer) {
    mapColumns(expr, column => {
      reads[column.index]!++
      return column
    })
  }
  const cheap = inner.every(
    (expr, index) => reads[index]! <= 1 || expr.kind === 'column' || expr.kind === 'literal',
  )
  return cheap ? outer.map(expr => substituted(expr, inner)) : null
}

/** Whether the expressions are all columns of an input of this width, in order. */
export function isIdentity(exprs: readonly Expr[], width: number): boolean {
  return (
    exprs.length === width && exprs.every((expr, index) => expr.kind === 'column' && expr.index === index)
  )
}
