/**
 * The log on the local disk: topics and partitions in one LevelDB database. An append is one atomic batch of its records
 * and the new end offsets, so after a crash of the process all of it is there or nothing. Offsets have no gaps.
 *
 * Several instances in threads of one process may share a directory; each sees what the others append. Only one of them
 * may append to a topic at a time.
 */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'
import {
  LogError,
  type FetchedBatch,
  type FetchOptions,
  type FetchRequest,
  type Log,
  type NewRecord,
  type PartitionOffsets,
} from '../../runtime/ports.ts'
import { choosePartition, noSuchPartition } from '../partitioner/choose-partition.ts'
import { checkTopicName } from '../topic-name.ts'
import { AppendSignal } from './append-signal.ts'
import { ChunkWriter, type PutOperation } from './chunk-writer.ts'
import {
  earliestKey,
  endKey,
  formatKey,
  idKey,
  offsetSuffix,
  recordPrefix,
  topicKey,
  topicOfKey,
  topicRange,
} from './keys.ts'
import { readRun, type LogDatabase, type LogSnapshot } from './partition-reader.ts'
import { measureRecord, type MeasuredRecord } from './record-codec.ts'
import { storageError } from './storage-errors.ts'

export interface EmbeddedLogOptions {
  /**
   * Wait at each append until the disk has it (fsync). Without, an append survives the end of the process, even by
   * kill -9, but the last ones may be lost when the machine loses power. Default false.
   */
  readonly sync?: boolean
  /** Largest record in bytes, key and headers included. Default 16 MiB. */
  readonly maxRecordBytes?: number
  /** Time of records that carry none, in milliseconds since 1970. Default the system's. */
  readonly now?: () => number
}

const format = '1'
const defaultMaxRecordBytes = 16 * 1024 * 1024
/** How often a waiting fetch looks for what other instances appended. */
const pollMs = 5

interface Topic {
  readonly partitions: number
  readonly compact: boolean
}

/**
 * Opens the log in `directory`, which is made when it is not there.
 *
 * @throws LogError `locked` when another process has it open, `corrupt`, `storage-full`, or `other`.
 */
export async function openEmbeddedLog(
  directory: string,
  options: EmbeddedLogOptions = {},
): Promise<EmbeddedLog> {
  try {
    await mkdir(directory, { recursive: true })
    const db: LogDatabase = new ClassicLevel(directory, {
      keyEncoding: 'utf8',
      valueEncoding: 'buffer',
      multithreading: true,
      writeBufferSize: 8 * 1024 * 1024,
    })
    await db.open()
    try {
      return new EmbeddedLog(db, directory, await identify(db, directory), options)
    } catch (error) {
      await db.close()
      throw error
    }
  } catch (error) {
    throw storageError(error, directory)
  }
}

/** The log's id, made when the database is new. */
async function identify(db: LogDatabase, directory: string): Promise<string> {
  const found = db.getSync(formatKey)?.toString()
  if (found !== undefined && found !== format) {
    throw new LogError(
      'other',
      `the log in \`${directory}\` has format ${found}, this version of matview reads format ${format}`,
    )
  }
  const id = db.getSync(idKey)?.toString() ?? randomUUID()
  if (found === undefined) {
    await db.batch([
      { type: 'put', key: formatKey, value: Buffer.from(format) },
      { type: 'put', key: idKey, value: Buffer.from(id) },
    ])
  }
  return id
}

export class EmbeddedLog implements Log {
  readonly name: string
  readonly #db: LogDatabase
  readonly #directory: string
  readonly #id: string
  readonly #sync: boolean
  readonly #maxRecordBytes: number
  readonly #now: () => number
  readonly #topics = new Map<string, Topic>()
  readonly #appended = new AppendSignal()
  /** Writes run one after the other: this is the last of them. */
  #writing: Promise<unknown> = Promise.resolve()
  #fetches = 0
  /** Why a write failed; nothing is written any more after that. */
  #writeFailure: Error | null = null
  #closed = false

  /** For {@link openEmbeddedLog}: `db` is open. */
  constructor(db: LogDatabase, directory: string, id: string, options: EmbeddedLogOptions) {
    this.name = `the embedded log in ${directory}`
    this.#db = db
    this.#directory = directory
    this.#id = id
    this.#sync = options.sync ?? false
    this.#maxRecordBytes = options.maxRecordBytes ?? defaultMaxRecordBytes
    this.#now = options.now ?? Date.now
  }

  id(): Promise<string> {
    return Promise.resolve(this.#id)
  }

  async topics(): Promise<string[]> {
    return this.#guard(async () => {
      const keys = await this.#db.keys(topicRange).all()
      return keys.map(topicOfKey).sort()
    })
  }

  async offsets(topic: string): Promise<PartitionOffsets[] | null> {
    return this.#guard(() => {
      const found = this.#topic(topic)
      if (found === null) return null
      return Array.from({ length: found.partitions }, (_, partition) => ({
        partition,
        earliest: this.#offset(earliestKey(topic, partition)),
        end: this.#offset(endKey(topic, partition)),
      }))
    })
  }

  /** As {@link Log.createTopic}. `compact` is remembered, but nothing is removed: a log without compaction is right too. */
  async createTopic(topic: string, options: { partitions: number; compact: boolean }): Promise<void> {
    checkTopicName(topic)
    if (!Number.isInteger(options.partitions) || options.partitions < 1) {
      throw new LogError(
        'other',
        `topic \`${topic}\` cannot have ${options.partitions} partitions, it needs at least one`,
      )
    }
    await this.#write(async () => {
      if (this.#topic(topic) !== null) return
      const { partitions, compact } = options
      const value = Buffer.from(JSON.stringify({ partitions, compact }))
      await this.#put([{ type: 'put', key: topicKey(topic), value }])
    })
  }

  async append(
    topic: string,
    records: readonly NewRecord[],
  ): Promise<{ partition: number; offset: number }[]> {
    return this.#write(async () => {
      const { partitions } = this.#mustTopic(topic)
      const writer = new ChunkWriter(topic, partition => this.#offset(endKey(topic, partition)))
      const now = this.#now()
      const places = records.map(record => {
        const partition = choosePartition(topic, record, partitions)
        return { partition, offset: writer.add(partition, this.#measure(topic, record, now)) }
      })
      await this.#put(writer.finish())
      this.#appended.notify()
      return places
    })
  }

  /** Removes the records below `offset` for good: what retention does in Kafka. */
  async deleteRecordsBefore(topic: string, partition: number, offset: number): Promise<void> {
    await this.#write(async () => {
      const { earliest, end } = this.#bounds({ topic, partition, offset })
      if (offset > end) throw outOfRange({ topic, partition, offset }, earliest, end)
      if (offset <= earliest) return
      const prefix = recordPrefix(topic, partition)
      await this.#put([
        { type: 'put', key: earliestKey(topic, partition), value: Buffer.from(String(offset)) },
      ])
      await this.#db.clear({ gte: prefix, lt: prefix + offsetSuffix(offset) })
    })
  }

  /** As {@link Log.fetch}. Only requests that got something are answered; an aborted fetch answers with nothing. */
  async fetch(requests: readonly FetchRequest[], options: FetchOptions): Promise<FetchedBatch[]> {
    return this.#guard(async () => {
      const deadline = performance.now() + options.maxWaitMs
      for (;;) {
        const batches = await this.#readAvailable(requests, options.maxBytes)
        const left = deadline - performance.now()
        if (batches.length > 0 || left <= 0 || options.signal?.aborted || this.#closed) return batches
        await this.#appended.wait(Math.min(pollMs, left), options.signal)
        if (this.#closed) return []
      }
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#appended.notify()
    await this.#writing
    await this.#db.close()
  }

  /** What is there now, each partition in turn being the first to be read. */
  async #readAvailable(requests: readonly FetchRequest[], maxBytes: number): Promise<FetchedBatch[]> {
    if (!requests.some(request => this.#checkedEnd(request) > request.offset)) return []
    // Ends, bounds and records must be of one moment: another thread may append or delete between two reads.
    const snapshot = this.#db.snapshot()
    try {
      const waiting = requests.filter(request => this.#checkedEnd(request, snapshot) > request.offset)
      const first = this.#fetches++ % waiting.length
      const turns = [...waiting.slice(first), ...waiting.slice(0, first)]
      return await this.#readTurns(turns, maxBytes, snapshot)
    } finally {
      await snapshot.close()
    }
  }

  async #readTurns(
    turns: readonly FetchRequest[],
    maxBytes: number,
    snapshot: LogSnapshot,
  ): Promise<FetchedBatch[]> {
    const batches: FetchedBatch[] = []
    let left = Math.max(1, maxBytes)
    for (const [i, { topic, partition, offset }] of turns.entries()) {
      const end = this.#offset(endKey(topic, partition), snapshot)
      const share = Math.max(1, Math.floor(left / (turns.length - i)))
      const { records, bytes } = await readRun(this.#db, snapshot, {
        topic,
        partition,
        offset,
        end,
        maxBytes: share,
      })
      batches.push({ topic, partition, records, nextOffset: offset + records.length })
      left -= bytes
      if (left <= 0) break
    }
    return batches
  }

  /** The end of the partition that is asked for, after checking that the wanted offset is in range. */
  #checkedEnd(request: FetchRequest, snapshot?: LogSnapshot): number {
    const { earliest, end } = this.#bounds(request, snapshot)
    if (request.offset < earliest || request.offset > end) throw outOfRange(request, earliest, end)
    return end
  }

  #bounds({ topic, partition }: FetchRequest, snapshot?: LogSnapshot): { earliest: number; end: number } {
    const { partitions } = this.#mustTopic(topic)
    if (partition >= partitions) throw noSuchPartition(topic, partition, partitions)
    return {
      earliest: this.#offset(earliestKey(topic, partition), snapshot),
      end: this.#offset(endKey(topic, partition), snapshot),
    }
  }

  #offset(key: string, snapshot?: LogSnapshot): number {
    const value = snapshot === undefined ? this.#db.getSync(key) : this.#db.getSync(key, { snapshot })
    return value === undefined ? 0 : Number(value.toString('latin1'))
  }

  #topic(topic: string): Topic | null {
    const known = this.#topics.get(topic)
    if (known !== undefined) return known
    const value = this.#db.getSync(topicKey(topic))
    if (value === undefined) return null
    const found = JSON.parse(value.toString()) as Topic
    this.#topics.set(topic, found)
    return found
  }

  #mustTopic(topic: string): Topic {
    const found = this.#topic(topic)
    if (found === null) throw new LogError('no-such-topic', `there is no topic \`${topic}\` in ${this.name}`)
    return found
  }

  #measure(topic: string, record: NewRecord, now: number): MeasuredRecord {
    const measured = measureRecord(record, now)
    if (measured.size <= this.#maxRecordBytes) return measured
    throw new LogError(
      'record-too-large',
      `a record of ${measured.size} bytes for topic \`${topic}\` is larger than the limit of ${this.#maxRecordBytes} bytes`,
    )
  }

  /**
   * Runs one write after those before it, whether they were refused or not. After a write that the disk refused there is
   * no other: it may have left half a record in LevelDB's journal, behind which the next start would find nothing.
   */
  #write<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#writing.then(() => {
      if (this.#writeFailure !== null) throw this.#noMoreWrites(this.#writeFailure)
      return this.#guard(write)
    })
    this.#writing = result.catch(() => undefined)
    return result
  }

  async #put(entries: PutOperation[]): Promise<void> {
    try {
      await this.#db.batch(entries, { sync: this.#sync })
    } catch (error) {
      this.#writeFailure = error as Error
      throw error
    }
  }

  #noMoreWrites(cause: Error): LogError {
    const message = `${this.name} takes no records since the disk refused one: make room and start again what runs on it`
    return new LogError('storage-full', message, { cause })
  }

  /** Runs a part of the public interface: failures leave as LogErrors. */
  async #guard<T>(run: () => T | Promise<T>): Promise<T> {
    if (this.#closed) throw new LogError('other', `${this.name} is closed`)
    try {
      return await run()
    } catch (error) {
      throw storageError(error, this.#directory)
    }
  }
}

function outOfRange({ topic, partition, offset }: FetchRequest, earliest: number, end: number): LogError {
  return new LogError(
    'offset-out-of-range',
    `topic \`${topic}\`, partition ${partition}, has the offsets ${earliest} to ${end}, but ${offset} is wanted`,
  )
}
