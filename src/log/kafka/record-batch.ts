/** Kafka's record batches (message format v2): how records lie in fetch answers and produce requests. */
import { gunzipSync } from 'node:zlib'
import type { LogHeader, LogRecord, NewRecord } from '../../runtime/ports.ts'
import { crc32c } from './crc32c.ts'
import { WireError, WireReader, WireWriter } from './wire.ts'

/** Bytes before the length that a batch states of itself ends: base offset and the length. */
const prefixBytes = 12
/** Bytes from the start of a batch to its first record. */
const headerBytes = 61
const magicAt = 16
const logAppendTime = 0x08
const transactionalFlag = 0x10
const controlFlag = 0x20
const codecNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd', 'codec 5', 'codec 6', 'codec 7']

/** A batch whose records are not decoded yet. */
export interface RecordBatch {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly producerId: number
  readonly transactional: boolean
  readonly control: boolean
  /** A control batch that ends a transaction by aborting it. */
  readonly abortMarker: boolean
  readonly codec: string
  readonly firstTimestamp: number
  /** Set when the broker stamped all records with one time. */
  readonly appendTimestamp: number | null
  readonly count: number
  readonly body: Buffer
}

/** A batch that cannot be read, though it is whole; the message says why. */
export class UnreadableBatchError extends Error {
  override readonly name = 'UnreadableBatchError'
}

/** The whole batches at the front of `bytes`; the broker may cut off the last one. */
export function splitBatches(bytes: Buffer): RecordBatch[] {
  const batches: RecordBatch[] = []
  let at = 0
  while (bytes.length - at > magicAt) {
    if (bytes[at + magicAt] !== 2) {
      throw new UnreadableBatchError(
        `written in message format ${bytes[at + magicAt]}, only format 2 (Kafka 0.11 and newer) is supported`,
      )
    }
    const size = prefixBytes + bytes.readInt32BE(at + 8)
    if (size < headerBytes) throw new WireError('a record batch is cut short')
    if (bytes.length - at < size) break
    batches.push(readHeader(bytes.subarray(at, at + size)))
    at += size
  }
  return batches
}

function readHeader(batch: Buffer): RecordBatch {
  const reader = new WireReader(batch)
  const baseOffset = reader.int64()
  reader.at = magicAt + 5
  const attributes = reader.int16()
  const lastOffset = baseOffset + reader.int32()
  const firstTimestamp = reader.int64()
  const maxTimestamp = reader.int64()
  const producerId = reader.int64()
  reader.at = headerBytes - 4
  const count = reader.int32()
  const control = (attributes & controlFlag) !== 0
  const body = batch.subarray(headerBytes)
  return {
    baseOffset,
    lastOffset,
    producerId,
    transactional: (attributes & transactionalFlag) !== 0,
    control,
    abortMarker: control && count > 0 && isAbortMarker(body),
    codec: codecNames[attributes & 7]!,
    firstTimestamp,
    appendTimestamp: (attributes & logAppendTime) === 0 ? null : maxTimestamp,
    count,
    body,
  }
}

/** The key of a control record is its version and its type, each an int16; type 0 is an abort. */
function isAbortMarker(body: Buffer): boolean {
  const reader = new WireReader(body)
  reader.varint()
  reader.int8()
  reader.varint()
  reader.varint()
  const key = reader.varBytes()
  return key !== null && key.length >= 4 && key.readInt16BE(2) === 0
}

/**
 * Appends the records of `batch` from offset `from` on to `into`.
 *
 * @throws UnreadableBatchError when it is compressed with a codec that is not supported.
 */
export function decodeRecords(batch: RecordBatch, from: number, into: LogRecord[]): void {
  const reader = new WireReader(decompress(batch))
  for (let i = 0; i < batch.count; i++) {
    const end = reader.varint() + reader.at
    reader.int8()
    const timestamp = batch.appendTimestamp ?? batch.firstTimestamp + reader.varint()
    if (batch.appendTimestamp !== null) reader.varint()
    const offset = batch.baseOffset + reader.varint()
    if (offset >= from) {
      const key = reader.varBytes()
      const value = reader.varBytes()
      into.push({ offset, timestamp, key, value, headers: readHeaders(reader) })
    }
    reader.at = end
  }
}

function decompress(batch: RecordBatch): Buffer {
  if (batch.codec === 'none') return batch.body
  if (batch.codec === 'gzip') return gunzipSync(batch.body)
  throw new UnreadableBatchError(`compressed with ${batch.codec}, which is not supported yet`)
}

const noHeaders: readonly LogHeader[] = []

function readHeaders(reader: WireReader): readonly LogHeader[] {
  const count = reader.varint()
  if (count <= 0) return noHeaders
  return Array.from({ length: count }, () => {
    const name = reader.varBytes()?.toString('utf8') ?? ''
    return { name, value: reader.varBytes() }
  })
}

/** A batch of `records`, not compressed, not transactional; `now` is the time of those that have none. */
export function encodeBatch(records: readonly NewRecord[], now: number): Buffer {
  const firstTimestamp = records[0]?.timestamp ?? now
  let maxTimestamp = firstTimestamp
  for (const record of records) maxTimestamp = Math.max(maxTimestamp, record.timestamp ?? now)
  const content = new WireWriter().int16(0).int32(records.length - 1)
  content.int64(firstTimestamp).int64(maxTimestamp)
  content.int64(-1).int16(-1).int32(-1)
  content.int32(records.length)
  records.forEach((record, i) => {
    const body = recordBody(record, (record.timestamp ?? now) - firstTimestamp, i)
    content.varint(body.length).raw(body)
  })
  const bytes = content.bytes
  return new WireWriter()
    .int64(0)
    .int32(bytes.length + 9)
    .int32(-1)
    .int8(2)
    .uint32(crc32c(bytes))
    .raw(bytes).bytes
}

function recordBody(record: NewRecord, timestampDelta: number, offsetDelta: number): Buffer {
  const headers = record.headers ?? []
  const body = new WireWriter().int8(0).varint(timestampDelta).varint(offsetDelta)
  body.varBytes(record.key).varBytes(record.value).varint(headers.length)
  for (const { name, value } of headers) body.varBytes(Buffer.from(name)).varBytes(value)
  return body.bytes
}
