/** Why a service or a command cannot go on, for people and for the exit code. A bug is never one of these. */
import type { Code } from '../diagnostics/catalogue.ts'
import { EngineFailure } from '../runtime/engine-failure.ts'
import { logFailure } from '../runtime/log-failure.ts'
import { LogError } from '../runtime/ports.ts'
import { StoreError, type StoreErrorCode } from '../store/level-store.ts'

/** 1: bad data or views, or nothing found · 64: wrong usage · 69: a log or server is not there · 78: configuration, state. */
export type FailureExit = 1 | 64 | 69 | 78

export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure'
  readonly code: Code
  readonly exitCode: FailureExit
  /** What to do about it. */
  readonly help: string | undefined

  constructor(code: Code, exitCode: FailureExit, message: string, help?: string) {
    super(message)
    this.code = code
    this.exitCode = exitCode
    this.help = help
  }
}

const STORE_HELP: Readonly<Record<StoreErrorCode, string>> = {
  locked: 'stop the other process, or name another directory with `--state-dir`',
  corrupt: 'compute it again from the log with `matview run FILE… --rebuild`',
  'storage-full': 'make room and try again: nothing that was committed is lost',
  'read-only': 'make it writable, or name another directory with `--state-dir`',
  other: 'try again; if it stays so, compute it again from the log with `matview run FILE… --rebuild`',
}

/** The failure that an error of the log, the store, the engine or the file system stands for; null for a bug. */
export function failureOf(error: unknown): ServiceFailure | null {
  if (error instanceof ServiceFailure) return error
  if (error instanceof LogError) return failureOf(logFailure(error))
  if (error instanceof EngineFailure) {
    return new ServiceFailure(error.code, error.exitCode, error.message, error.help ?? undefined)
  }
  if (error instanceof StoreError) {
    const code = error.code === 'locked' ? 'MV4003' : 'MV4004'
    return new ServiceFailure(code, 78, error.message, STORE_HELP[error.code])
  }
  return null
}

/** A failure as it goes from the engine's thread to the main one. */
export interface FailureMessage {
  readonly code: Code
  readonly exitCode: FailureExit
  readonly message: string
  readonly help: string | undefined
}

export function toMessage({ code, exitCode, message, help }: ServiceFailure): FailureMessage {
  return { code, exitCode, message, help }
}

export function fromMessage({ code, exitCode, message, help }: FailureMessage): ServiceFailure {
  return new ServiceFailure(code, exitCode, message, help)
}
