/** What an error of the log means for people and for the exit code; the one place that decides it. */
import type { Code } from '../diagnostics/catalogue.ts'
import { EngineFailure, type FailureExitCode } from './engine-failure.ts'
import type { LogError, LogErrorCode } from './ports.ts'

interface Meaning {
  readonly code: Code
  readonly exitCode: FailureExitCode
  readonly help?: string
}

const MEANINGS: Readonly<Record<LogErrorCode, Meaning>> = {
  unreachable: { code: 'MV6002', exitCode: 69, help: 'start it, or correct `--brokers`' },
  'no-such-topic': {
    code: 'MV6001',
    exitCode: 69,
    help: 'make the topic; where views had read it before it was deleted, recompute them with `--rebuild`',
  },
  'offset-out-of-range': {
    code: 'MV6003',
    exitCode: 78,
    help:
      'records that the views have not seen are gone (retention), or the topic was made anew: the views cannot go on ' +
      'exactly; recompute them from what the log still has with `--rebuild`',
  },
  'not-authorized': { code: 'MV6004', exitCode: 69 },
  'record-too-large': { code: 'MV6005', exitCode: 1 },
  locked: { code: 'MV4003', exitCode: 78 },
  corrupt: { code: 'MV6006', exitCode: 78 },
  'storage-full': {
    code: 'MV6006',
    exitCode: 78,
    help: 'make room and start again: nothing that was committed is lost',
  },
  other: { code: 'MV6006', exitCode: 78 },
}

/** A topic that views have read is gone. Starting again would not help: one of the same name is another topic. */
export function goneTopic(message: string, cause?: LogError): EngineFailure {
  return new EngineFailure('MV6001', 78, message, {
    help: 'make and fill it, then recompute the views with `--rebuild`: a topic that is made again is another one',
    ...(cause && { cause }),
  })
}

export function logFailure(error: LogError): EngineFailure {
  const { code, exitCode, help } = MEANINGS[error.code]
  return new EngineFailure(code, exitCode, error.message, {
    ...(help !== undefined && { help }),
    cause: error,
  })
}
