/** From syntax trees to the logical plan: analysis, then lowering, which cannot fail. */
import { bindProgram } from '../analysis/bind-program.ts'
import type { BoundSubquery, BoundView } from '../analysis/bound.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Script } from '../language/ast.ts'
import { lowerQuery } from './lower-query.ts'
import type { LogicalProgram, LogicalView } from './plan.ts'

/** Resolves, types and lowers all statements of one run; null when there are errors, which are reported. */
export function analyse(scripts: readonly Script[], diagnostics: Diagnostics): LogicalProgram | null {
  const program = bindProgram(scripts, diagnostics)
  if (program === null) return null
  const { sources, subqueries } = program
  return { sources, views: program.views.map(view => lowerView(view, subqueries)) }
}

function lowerView({ query, ...view }: BoundView, subqueries: readonly BoundSubquery[]): LogicalView {
  return { ...view, plan: lowerQuery(query, { subqueries, domain: null }) }
}
