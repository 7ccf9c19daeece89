/** A record that cannot be used, and what to say of it. */
import type { DataError } from '../types/data-error.ts'
import type { SourcePlan } from '../topology/plan.ts'
import { EngineFailure } from './engine-failure.ts'
import type { LogHeader, LogRecord, NewRecord } from './ports.ts'

export interface BadRecord {
  readonly source: SourcePlan
  readonly partition: number
  readonly record: LogRecord
  readonly error: DataError
}

const SHOWN_KEY = 80

/** One sentence with topic, partition, offset, key and reason. */
export function describeBadRecord({ source, partition, record, error }: BadRecord): string {
  return `topic \`${source.topic}\` partition ${partition} offset ${record.offset} key ${showKey(record.key)}: ${error.message}`
}

/** The failure of a source whose policy is `stop`. */
export function stopAt(bad: BadRecord): EngineFailure {
  const { code } = bad.error
  const message = `bad record in ${describeBadRecord(bad)}; nothing of its step was committed`
  return new EngineFailure(code, 1, message, { help: passHelp(bad.source) })
}

/** The failure when the record itself is good, but an expression over it alone fails, and its source's policy is `stop`. */
export function stopAtExpression(bad: BadRecord): EngineFailure {
  const { code } = bad.error
  const message = `an expression fails for the record in ${describeBadRecord(bad)}; nothing of its step was committed`
  const help = `let the expression answer for such rows, as \`x / NULLIF(y, 0)\` does; or leave the record out of all views: ${passHelp(bad.source)}`
  return new EngineFailure(code, 1, message, { help })
}

function passHelp(source: SourcePlan): string {
  return (
    `let \`${source.name}\` pass it and start again: WITH (on_error = 'skip') counts it, ` +
    `'dead_letter' keeps it in \`${deadLetterTopic(source)}\``
  )
}

/**
 * The failure when the record was good, but with it a joined or aggregated row makes an expression fail, and one of the
 * sources that the row comes from has policy `stop`.
 */
export function stopAtDerived(bad: BadRecord): EngineFailure {
  const { code } = bad.error
  const message = `a row of joined or aggregated records fails after ${describeBadRecord(bad)}; nothing of its step was committed`
  return new EngineFailure(code, 1, message, {
    help:
      'let the expression answer for such rows, as `x / NULLIF(y, 0)` does; or give all sources that the view reads ' +
      "WITH (on_error = 'skip'), which leaves such rows out for as long as they fail, and start again",
  })
}

/** Name of the topic that takes a source's bad records under policy `dead_letter`. */
export function deadLetterTopic(source: SourcePlan): string {
  return `${source.topic}.dlq`
}

/** The record as it goes to the dead-letter topic: original bytes and headers, and why and from where as further headers. */
export function deadLetterOf(bad: BadRecord): NewRecord {
  const header = (name: string, value: string | number): LogHeader => ({
    name: `matview.${name}`,
    value: Buffer.from(String(value)),
  })
  return {
    key: bad.record.key,
    value: bad.record.value,
    timestamp: bad.record.timestamp,
    headers: [
      ...bad.record.headers,
      header('error.code', bad.error.code),
      header('error.message', bad.error.message),
      header('source', bad.source.name),
      header('topic', bad.source.topic),
      header('partition', bad.partition),
      header('offset', bad.record.offset),
    ],
  }
}

function showKey(key: Uint8Array | null): string {
  if (key === null) return 'null'
  const text = Buffer.from(key).toString('utf8')
  const printable = !/[\u0000-\u001f\u007f\ufffd]/.test(text)
  const shown = printable ? `\`${text}\`` : `0x${Buffer.from(key).toString('hex')}`
  return shown.length > SHOWN_KEY ? `${shown.slice(0, SHOWN_KEY)}…` : shown
}
