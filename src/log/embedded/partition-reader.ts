/** Reads a run of records of one partition: one iterator over one range of chunks. */
import type { ClassicLevel } from 'classic-level'
import { LogError, type LogRecord } from '../../runtime/ports.ts'
import { offsetOfKey, offsetSuffix, recordPrefix } from './keys.ts'
import { decodeChunk } from './record-codec.ts'

export type LogDatabase = ClassicLevel<string, Buffer>
export type LogSnapshot = ReturnType<LogDatabase['snapshot']>

export interface Run {
  readonly topic: string
  readonly partition: number
  /** First offset to read. */
  readonly offset: number
  /** Offset to stop before; all offsets between are in the database. */
  readonly end: number
  /** Stop after about this many bytes, but not before the first record. */
  readonly maxBytes: number
}

/** At most this many chunks come in one run, so that a fetch of tiny chunks stays bounded as well. */
const maxChunks = 10_000

/** The first records of a run as `snapshot` sees them, and their size in bytes. */
export async function readRun(
  db: LogDatabase,
  snapshot: LogSnapshot,
  run: Run,
): Promise<{ records: LogRecord[]; bytes: number }> {
  const records: LogRecord[] = []
  let bytes = 0
  for (const [key, chunk] of await readChunks(db, snapshot, run)) {
    const next = run.offset + records.length
    const decoded = decodeChunk(chunk, offsetOfKey(key), next, run.maxBytes - bytes)
    if (decoded.records[0]?.offset !== next) throw missing(run, next)
    for (const record of decoded.records) records.push(record)
    bytes += decoded.bytes
    if (bytes >= run.maxBytes) break
  }
  if (records.length === 0) throw missing(run, run.offset)
  return { records, bytes }
}

/** The chunks from the one that holds the first offset on, about as many as are needed. */
async function readChunks(db: LogDatabase, snapshot: LogSnapshot, run: Run): Promise<[string, Buffer][]> {
  const prefix = recordPrefix(run.topic, run.partition)
  const iterator = db.iterator({
    gte: prefix + offsetSuffix(run.offset),
    lt: prefix + offsetSuffix(run.end),
    highWaterMarkBytes: run.maxBytes,
    fillCache: false,
    snapshot,
  })
  try {
    return await iterator.nextv(Math.min(run.end - run.offset, maxChunks))
  } finally {
    await iterator.close()
  }
}

function missing({ topic, partition }: Run, offset: number): LogError {
  return new LogError(
    'corrupt',
    `topic \`${topic}\`, partition ${partition}, has lost the record at offset ${offset}`,
  )
}
