/** Every join but a cross join says which rows belong together. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
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
