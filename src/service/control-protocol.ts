/**
 * How a second process uses the log of a running one: the Log port over a socket, one JSON text a line each way. Only
 * the owner may reach the socket, and both ends are of one version: the protocol is no public interface.
 */
import type { FetchRequest, LogErrorCode, LogHeader, LogRecord, NewRecord } from '../runtime/ports.ts'

export type ControlCall =
  | { readonly op: 'describe' }
  | { readonly op: 'topics' }
  | { readonly op: 'offsets'; readonly topic: string }
  | {
      readonly op: 'createTopic'
      readonly topic: string
      readonly partitions: number
      readonly compact: boolean
    }
  | { readonly op: 'append'; readonly topic: string; readonly records: readonly WireRecord[] }
  | {
      readonly op: 'fetch'
      readonly requests: readonly FetchRequest[]
      readonly maxWaitMs: number
      readonly maxBytes: number
    }

export type ControlRequest = ControlCall & { readonly id: number }

export type ControlAnswer = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly error: { readonly code: LogErrorCode; readonly message: string; readonly retriable: boolean } }
)

/** A record with its bytes in base64. */
export interface WireRecord {
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [name: string, value: string | null])[]
  readonly timestamp: number | null
  readonly partition: number | null
  readonly offset: number | null
}

export interface WireBatch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly WireRecord[]
  readonly nextOffset: number
}

export function newRecordToWire(record: NewRecord): WireRecord {
  return {
    key: toBase64(record.key),
    value: toBase64(record.value),
    headers: (record.headers ?? []).map(({ name, value }) => [name, toBase64(value)] as const),
    timestamp: record.timestamp ?? null,
    partition: record.partition ?? null,
    offset: null,
  }
}

export function newRecordFromWire({ key, value, headers, timestamp, partition }: WireRecord): NewRecord {
  return {
    key: fromBase64(key),
    value: fromBase64(value),
    headers: headersFromWire(headers),
    timestamp,
    partition,
  }
}

export function logRecordToWire({ key, value, headers, timestamp, offset }: LogRecord): WireRecord {
  return {
    key: toBase64(key),
    value: toBase64(value),
    headers: headers.map(header => [header.name, toBase64(header.value)] as const),
    timestamp,
    partition: null,
    offset,
  }
}

export function logRecordFromWire({ key, value, headers, timestamp, offset }: WireRecord): LogRecord {
  return {
    key: fromBase64(key),
    value: fromBase64(value),
    headers: headersFromWire(headers),
    timestamp: timestamp ?? 0,
    offset: offset ?? 0,
  }
}

function headersFromWire(headers: WireRecord['headers']): LogHeader[] {
  return headers.map(([name, value]) => ({ name, value: fromBase64(value) }))
}

function toBase64(bytes: Uint8Array | null): string | null {
  return bytes === null
    ? null
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function fromBase64(text: string | null): Uint8Array | null {
  return text === null ? null : Buffer.from(text, 'base64')
}
