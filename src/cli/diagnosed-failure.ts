/** The end of a command whose files are wrong: what is wrong, and the exit code. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts'

export class DiagnosedFailure extends Error {
  override readonly name = 'DiagnosedFailure'
  readonly diagnostics: readonly Diagnostic[]
  readonly exitCode: number

  constructor(diagnostics: readonly Diagnostic[], exitCode: number) {
    super('there are errors')
    this.diagnostics = diagnostics
    this.exitCode = exitCode
  }
}
