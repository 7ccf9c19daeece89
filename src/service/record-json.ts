/**
 * Records as JSON texts, one a line: `{"key", "value", "timestamp"?, "headers"?, "partition"?}`, for `--load`, `produce`
 * and `consume`. Bytes come and go unchanged:
 *
 * - `null` is no bytes: a record without key, a tombstone
 * - a string is its text as UTF-8
 * - an object with the one member `base64` is those bytes
 * - anything else is its JSON text exactly as written, so no digit of a number is lost
 */
import { isUtf8 } from 'node:buffer'
import { JsonSyntaxError, scanObject, scanValue, stringValue, type JsonKind } from '../util/json-scanner.ts'
import type { LogHeader, LogRecord, NewRecord } from '../runtime/ports.ts'
import { suggest } from '../diagnostics/suggest.ts'

/** A line that is not a record: one sentence why. */
export class RecordSyntaxError extends Error {
  override readonly name = 'RecordSyntaxError'
}

/** `offset` is what `consume` prints; it is accepted and has no effect, so that its output can be produced again. */
const MEMBERS = ['key', 'value', 'timestamp', 'headers', 'partition', 'offset']

interface Raw {
  readonly kind: JsonKind
  readonly text: string
}

/** Reads one line. Throws {@link RecordSyntaxError}. */
export function parseRecord(line: string): NewRecord {
  const members = membersOf(line, 'a record')
  for (const name of members.keys()) {
    if (!MEMBERS.includes(name)) throw new RecordSyntaxError(`a record has no \`${name}\`${suggestion(name)}`)
  }
  const value = members.get('value')
  if (value === undefined)
    throw new RecordSyntaxError('the record has no `value` (a tombstone has `"value": null`)')
  const key = members.get('key')
  const timestamp = members.get('timestamp')
  const headers = members.get('headers')
  const partition = members.get('partition')
  return {
    key: key === undefined ? null : bytesOf(key, 'key'),
    value: bytesOf(value, 'value'),
    timestamp: timestamp === undefined ? null : wholeNumber(timestamp, 'timestamp'),
    headers: headers === undefined ? [] : headersOf(headers),
    partition: partition === undefined ? null : wholeNumber(partition, 'partition'),
  }
}

function suggestion(name: string): string {
  const near = suggest(name, MEMBERS)
  return near === null ? `: it has ${MEMBERS.slice(0, 5).join(', ')}` : `; did you mean \`${near}\`?`
}

function membersOf(text: string, what: string): Map<string, Raw> {
  const members = new Map<string, Raw>()
  const kind = scan(text, (name, kind, start, end) => {
    if (members.has(name)) throw new RecordSyntaxError(`${what} has \`${name}\` twice`)
    members.set(name, { kind, text: text.slice(start, end) })
  })
  if (kind !== 'object') throw new RecordSyntaxError(`${what} must be an object, not ${kind}`)
  return members
}

function scan(
  text: string,
  visit: (name: string, kind: JsonKind, start: number, end: number) => void,
): JsonKind {
  try {
    return scanObject(text, visit)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new RecordSyntaxError(`not JSON: ${error.message}`)
    throw error
  }
}

function bytesOf(raw: Raw, what: string): Uint8Array | null {
  if (raw.kind === 'null') return null
  if (raw.kind === 'string') return Buffer.from(textOf(raw, what))
  if (raw.kind === 'object') return base64Of(raw.text, what) ?? Buffer.from(raw.text)
  return Buffer.from(raw.text)
}

function textOf(raw: Raw, what: string): string {
  const text = stringValue(raw.text, 0, raw.text.length)
  if (!text.isWellFormed())
    throw new RecordSyntaxError(`\`${what}\` holds half a surrogate pair, which UTF-8 cannot carry`)
  return text
}

/** The bytes of `{"base64": "…"}`, null for any other object. */
function base64Of(text: string, what: string): Uint8Array | null {
  if (!/^\{\s*"base64"/.test(text)) return null
  const members = membersOf(text, `\`${what}\``)
  const encoded = members.get('base64')
  if (members.size !== 1 || encoded?.kind !== 'string') return null
  const letters = stringValue(encoded.text, 0, encoded.text.length)
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(letters)) throw new RecordSyntaxError(`\`${what}\` is not base64`)
  return Buffer.from(letters, 'base64')
}

function wholeNumber(raw: Raw, what: string): number {
  const value = Number(raw.text)
  if (raw.kind !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new RecordSyntaxError(
      `\`${what}\` must be a whole number that is not negative, not ${raw.text.slice(0, 40)}`,
    )
  }
  return value
}

/** Headers: an object, or a list of `[name, value]` where names repeat. */
function headersOf(raw: Raw): LogHeader[] {
  if (raw.kind === 'object') {
    return [...membersOf(raw.text, '`headers`')].map(([name, value]) => ({
      name,
      value: bytesOf(value, `header ${name}`),
    }))
  }
  if (raw.kind !== 'array') throw new RecordSyntaxError('`headers` must be an object of names and values')
  return (JSON.parse(raw.text) as unknown[]).map(pair => {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'string') {
      throw new RecordSyntaxError('`headers` as a list must hold pairs `["name", value]`')
    }
    const text = JSON.stringify(pair[1])
    return { name: pair[0], value: bytesOf({ kind: scanValue(text).kind, text }, `header ${pair[0]}`) }
  })
}

/** One line for a record; {@link parseRecord} makes the same bytes of it. */
export function formatRecord(record: LogRecord, partition: number): string {
  const { key, value, timestamp, headers, offset } = record
  const printed = headers.length === 0 ? '' : `,"headers":${formatHeaders(headers)}`
  return (
    `{"key":${formatBytes(key, false)},"value":${formatBytes(value, true)},"timestamp":${timestamp}${printed},` +
    `"partition":${partition},"offset":${offset}}`
  )
}

function formatHeaders(headers: readonly LogHeader[]): string {
  const names = new Set(headers.map(({ name }) => name))
  const printed = headers.map(({ name, value }) => [JSON.stringify(name), formatBytes(value, false)] as const)
  if (names.size === headers.length)
    return `{${printed.map(([name, value]) => `${name}:${value}`).join(',')}}`
  return `[${printed.map(pair => `[${pair.join(',')}]`).join(',')}]`
}

/** `scalars`: whether a number or boolean stands bare (values) or in quotes (keys are mostly ids, so texts). */
function formatBytes(bytes: Uint8Array | null, scalars: boolean): string {
  if (bytes === null) return 'null'
  if (!isUtf8(bytes)) return `{"base64":"${Buffer.from(bytes).toString('base64')}"}`
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return standsAsItIs(text, scalars) ? text : JSON.stringify(text)
}

function standsAsItIs(text: string, scalars: boolean): boolean {
  const bare = scalars ? /^[{[\d\-tf]/ : /^[{[]/
  if (!bare.test(text) || /[\r\n]|\s$/.test(text) || /^\{\s*"base64"/.test(text)) return false
  try {
    scanValue(text)
    return true
  } catch {
    return false
  }
}
