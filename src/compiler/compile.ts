/** CONTRACT (being implemented): text → plan + diagnostics; wiring only. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { Plan } from '../topology/plan.ts'

export interface Compilation {
  /** Null when there are errors. */
  readonly plan: Plan | null
  readonly diagnostics: readonly Diagnostic[]
}

export function compile(_files: readonly Source[]): Compilation {
  throw new Error('contract only')
}
