/** From syntax trees to the logical plan: analysis, then lowering, which cannot fail. */
import { bindProgram } from '../analysis/bind-program.ts'
import type { BoundView } from '../analysis/bound.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Script } from '../language/ast.ts'
import { lowerSelect } from './lower-select.ts'
import type { LogicalProgram, LogicalView } from './plan.ts'

/** Resolves, types and lowers all statements of one run; null when there are errors, which are reported. */
export function analyse(scripts: readonly Script[], diagnostics: Diagnostics): LogicalProgram | null {
  const program = bindProgram(scripts, diagnostics)
  return program && { sources: program.sources, views: program.views.map(lowerView) }
}

function lowerView({ name, nameSpan, select, endpoint, jsonNumbers }: BoundView): LogicalView {
  return { name, nameSpan, plan: lowerSelect(select), endpoint, jsonNumbers }
}
