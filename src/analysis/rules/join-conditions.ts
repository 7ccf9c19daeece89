/** Every join but a cross join says which rows belong together. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import type { Expr } from '../../expr/expr.ts'
import { childrenOf, columnsOf } from '../../expr/walk.ts'
import type { Join } from '../../language/ast.ts'

/** False when a condition is missing or is one too many, which is reported. */
export function checkJoinCondition(
  { join, natural, right, on, using }: Join,
  diagnostics: Diagnostics,
): boolean {
  if (join === 'cross' || natural || on !== null || using !== null) return true
  const message = `this ${join === 'inner' ? '' : `${join.toUpperCase()} `}JOIN has no condition`
  const help = 'say which rows belong together: ON a.key = b.key'
  diagnostics.error('MV2050', message, right.span, { help })
  return false
}

/**
 * The condition of an outer join, whose subqueries each read one of the sides: a value that depends on both would have to
 * be known for each pair before it is known which rows have no match. Null for others, which are reported.
 */
export function checkOuterCondition(
  on: Expr,
  leftWidth: number,
  span: Span,
  diagnostics: Diagnostics,
): Expr | null {
  if (!asksBothSides(on, leftWidth)) return on
  diagnostics.error('MV2010', 'a subquery in the ON of an outer join cannot read both sides', span, {
    help: 'join the table of the subquery to one of the sides, in a query in FROM',
  })
  return null
}

function asksBothSides(expr: Expr, leftWidth: number): boolean {
  if (expr.kind !== 'subquery') return childrenOf(expr).some(child => asksBothSides(child, leftWidth))
  const columns = columnsOf(expr)
  return columns.some(index => index < leftWidth) && columns.some(index => index >= leftWidth)
}
