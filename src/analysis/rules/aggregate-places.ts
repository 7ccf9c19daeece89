/** Aggregates stand in SELECT and HAVING, and not inside each other. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { FunctionCall } from '../../language/ast.ts'
import type { Place } from '../binding.ts'

/** Says why an aggregate cannot stand here. */
export function refuseAggregate({ name, span }: FunctionCall, place: Place, diagnostics: Diagnostics): void {
  if (place === 'an aggregate') {
    diagnostics.error('MV2041', `the aggregate \`${name.text}\` stands inside another aggregate`, span, {
      help: 'compute the inner one in a view of its own',
    })
    return
  }
  const help = place === 'WHERE' ? 'a condition on groups belongs into HAVING' : HELP
  diagnostics.error('MV2040', `the aggregate \`${name.text}\` cannot stand in ${place}`, span, { help })
}

const HELP = 'compute it in a view of its own and join that view'
