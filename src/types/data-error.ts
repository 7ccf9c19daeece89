/** A value or record that cannot be used: bad data, which the source's `on_error` policy decides about. */
import type { Code } from '../diagnostics/catalogue.ts'

/** Thrown by decoders and expressions; caught by the step, which finds the record that caused it. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly code: Code

  /** @param message one sentence without a full stop that a person can act on without the source */
  constructor(code: Code, message: string) {
    super(message)
    this.code = code
  }
}
