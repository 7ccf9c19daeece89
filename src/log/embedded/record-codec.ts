/**
 * The binary form of records in the embedded log, version 1. One database entry is a chunk: consecutive records of one
 * partition that were appended together. A database of chunks is several times as fast as one of single records.
 *
 *   chunk      1 byte version, varint number of records, the records
 *   record     varint length of what follows,
 *              1 byte of flags: 1 has a key, 2 has a value (else a tombstone), 4 has headers
 *              6 bytes timestamp: signed, big-endian, milliseconds since 1970
 *              key: varint length, bytes                                   where the flags say so
 *              headers: varint count, then for each: varint length of the name, name as UTF-8,
 *              varint length of the value plus one (0 is null), value      where the flags say so
 *              value: all bytes that are left                              where the flags say so
 *
 * A varint is unsigned, 7 bits a byte, lowest first, the high bit set on all bytes but the last. Offsets are not stored:
 * the entry's key holds the last one.
 */
import { LogError, type LogHeader, type LogRecord, type NewRecord } from '../../runtime/ports.ts'

const version = 1
const hasKey = 1
const hasValue = 2
const hasHeaders = 4
const fixedBytes = 7
const timestampLimit = 2 ** 47

/** A record ready to be written: its time is known, and the size of its form without the length in front. */
export interface MeasuredRecord {
  readonly record: NewRecord
  readonly timestamp: number
  readonly size: number
}

/** Measures a record; `now` is its time when it has none. Throws LogError `other` for a time that does not fit. */
export function measureRecord(record: NewRecord, now: number): MeasuredRecord {
  const timestamp = record.timestamp ?? now
  if (!Number.isInteger(timestamp) || timestamp < -timestampLimit || timestamp >= timestampLimit) {
    throw new LogError(
      'other',
      `${timestamp} cannot be the timestamp of a record: whole milliseconds since 1970 are wanted`,
    )
  }
  const keySize = record.key === null ? 0 : varintSize(record.key.length) + record.key.length
  const size = fixedBytes + keySize + headersSize(record.headers ?? []) + (record.value?.length ?? 0)
  return { record, timestamp, size }
}

/** The chunk that holds `records` in order. */
export function encodeChunk(records: readonly MeasuredRecord[]): Buffer {
  let size = 1 + varintSize(records.length)
  for (const record of records) size += varintSize(record.size) + record.size
  const bytes = Buffer.allocUnsafe(size)
  bytes[0] = version
  let at = writeVarint(bytes, 1, records.length)
  for (const record of records) at = writeRecord(bytes, writeVarint(bytes, at, record.size), record)
  return bytes
}

/**
 * The records of the chunk that ends with offset `last`, from offset `from` on, until their size has reached `maxBytes`;
 * at least one. Keys, values and headers share the chunk's memory.
 *
 * @throws LogError `corrupt` when `bytes` is not a chunk.
 */
export function decodeChunk(
  bytes: Buffer,
  last: number,
  from: number,
  maxBytes: number,
): { records: LogRecord[]; bytes: number } {
  if (bytes[0] !== version) {
    throw new LogError(
      'corrupt',
      `the records up to offset ${last} are not in a form that this version of matview can read`,
    )
  }
  const reader = new ChunkReader(bytes, last)
  const count = reader.varint()
  const records: LogRecord[] = []
  let taken = 0
  for (let offset = last - count + 1; offset <= last; offset++) {
    const size = reader.varint()
    if (offset < from) {
      reader.skip(size)
      continue
    }
    records.push(reader.record(size, offset))
    taken += size
    if (taken >= maxBytes) break
  }
  return { records, bytes: taken }
}

function writeRecord(bytes: Buffer, start: number, { record, timestamp }: MeasuredRecord): number {
  const { key, value } = record
  const headers = record.headers ?? []
  bytes[start] =
    (key === null ? 0 : hasKey) | (value === null ? 0 : hasValue) | (headers.length === 0 ? 0 : hasHeaders)
  bytes.writeIntBE(timestamp, start + 1, 6)
  let at = start + fixedBytes
  if (key !== null) at = writeBytes(bytes, at, key, key.length)
  if (headers.length > 0) at = writeHeaders(bytes, at, headers)
  if (value === null) return at
  bytes.set(value, at)
  return at + value.length
}

function headersSize(headers: readonly LogHeader[]): number {
  if (headers.length === 0) return 0
  let size = varintSize(headers.length)
  for (const { name, value } of headers) {
    const nameLength = Buffer.byteLength(name)
    size += varintSize(nameLength) + nameLength
    size += value === null ? 1 : varintSize(value.length + 1) + value.length
  }
  return size
}

function writeHeaders(bytes: Buffer, start: number, headers: readonly LogHeader[]): number {
  let at = writeVarint(bytes, start, headers.length)
  for (const { name, value } of headers) {
    const nameBytes = Buffer.from(name)
    at = writeBytes(bytes, at, nameBytes, nameBytes.length)
    at = value === null ? writeVarint(bytes, at, 0) : writeBytes(bytes, at, value, value.length + 1)
  }
  return at
}

function writeBytes(bytes: Buffer, start: number, content: Uint8Array, length: number): number {
  const at = writeVarint(bytes, start, length)
  bytes.set(content, at)
  return at + content.length
}

function writeVarint(bytes: Buffer, start: number, value: number): number {
  let at = start
  let rest = value
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  bytes[at++] = rest
  return at
}

function varintSize(value: number): number {
  let size = 1
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) size++
  return size
}

const noHeaders: readonly LogHeader[] = []

/** Reads a chunk from front to back. */
class ChunkReader {
  #at = 1
  readonly #bytes: Buffer
  readonly #last: number

  constructor(bytes: Buffer, last: number) {
    this.#bytes = bytes
    this.#last = last
  }

  varint(): number {
    let value = 0
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = this.#bytes[this.#at++] ?? this.#damaged()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    return this.#damaged()
  }

  skip(length: number): void {
    this.#at += length
  }

  record(size: number, offset: number): LogRecord {
    const end = this.#at + size
    if (size < fixedBytes || end > this.#bytes.length) this.#damaged()
    const flags = this.#bytes[this.#at]!
    const timestamp = this.#bytes.readIntBE(this.#at + 1, 6)
    this.#at += fixedBytes
    const key = (flags & hasKey) === 0 ? null : this.#take(this.varint())
    const headers = (flags & hasHeaders) === 0 ? noHeaders : this.#headers()
    const value = (flags & hasValue) === 0 ? null : this.#take(end - this.#at)
    if (this.#at !== end) this.#damaged()
    return { offset, timestamp, key, value, headers }
  }

  #headers(): LogHeader[] {
    return Array.from({ length: this.varint() }, () => {
      const name = this.#take(this.varint()).toString('utf8')
      const length = this.varint()
      return { name, value: length === 0 ? null : this.#take(length - 1) }
    })
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (length < 0 || end > this.#bytes.length) this.#damaged()
    const content = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return content
  }

  #damaged(): never {
    throw new LogError('corrupt', `the records up to offset ${this.#last} are damaged`)
  }
}
