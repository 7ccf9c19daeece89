/** Why an engine had to stop. */
import type { Code } from '../diagnostics/catalogue.ts'

/** Exit code of the process: 1 bad data, 69 log unreachable or topic missing, 78 state or configuration. */
export type FailureExitCode = 1 | 69 | 78

/** Bad data under policy `stop`, offset out of range, missing topic, state of another plan, full disk, … */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
  readonly code: Code
  readonly exitCode: FailureExitCode
  /** What to do about it; null when the message says all. */
  readonly help: string | null

  /** @param message what happened, for people */
  constructor(
    code: Code,
    exitCode: FailureExitCode,
    message: string,
    { help, cause }: { help?: string; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.exitCode = exitCode
    this.help = help ?? null
  }
}
