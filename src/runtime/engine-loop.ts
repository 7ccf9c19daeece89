/** CONTRACT (being implemented): runs a plan against a log until stopped. */
import type { Plan } from '../topology/plan.ts'
import type { Store } from '../store/store.ts'
import type { Clock, EngineStatus, Log } from './ports.ts'

export interface EngineLoopOptions {
  readonly plan: Plan
  readonly log: Log
  readonly store: Store
  readonly clock: Clock
  /** Ends the loop after the step under way; `run` then resolves. */
  readonly signal: AbortSignal
  /** Catch up to the ends seen at start, commit, and resolve. */
  readonly once: boolean
  /** Make missing topics (always so on the embedded log). Otherwise a missing topic is an EngineFailure. */
  readonly createTopics: boolean
  /** At most about ten times a second, and at every change of phase. */
  readonly onStatus: (status: EngineStatus) => void
}

/** The engine had to stop: bad data under policy `stop`, offset out of range, missing topic, state of another plan, full disk … */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
  /** A code of the catalogue (MV5xxx data, MV6xxx log, MV4xxx state). */
  readonly code: string
  /** Exit code of the process: 1 bad data, 69 log unreachable or topic missing, 78 state or configuration. */
  readonly exitCode: 1 | 69 | 78

  constructor(code: string, exitCode: 1 | 69 | 78, message: string) {
    super(message)
    this.code = code
    this.exitCode = exitCode
  }
}

export function runEngineLoop(_options: EngineLoopOptions): Promise<'caught-up' | 'stopped'> {
  throw new Error('contract only')
}
