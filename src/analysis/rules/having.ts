/** HAVING is a condition on groups. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Expression } from '../../language/ast.ts'

/** False when there are no groups, which is reported. */
export function checkHaving(having: Expression | null, grouped: boolean, diagnostics: Diagnostics): boolean {
  if (having === null || grouped) return true
  diagnostics.error('MV2043', 'HAVING needs GROUP BY or an aggregate', having.span, {
    help: 'a condition on single rows belongs into WHERE',
  })
  return false
}
