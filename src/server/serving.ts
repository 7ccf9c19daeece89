/** What the routes are made of. */
import type { EngineStatus, ViewReader } from '../runtime/ports.ts'

export interface Serving {
  readonly reader: ViewReader
  /** Where the engine stands now; asked at every request, so it must be cheap. */
  readonly status: () => EngineStatus
  /** Told of reads that fail: a request is answered with 503 and no details. */
  readonly onError?: (error: unknown) => void
}
