/** What the engine needs from the outside, as interfaces: a log, and for readers, the views. */

/** One record of a topic. Bytes are as they were produced; null value is a tombstone. */
export interface LogRecord {
  readonly offset: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** In order; names may repeat. */
  readonly headers: readonly LogHeader[]
}
export interface LogHeader {
  readonly name: string
  readonly value: Uint8Array | null
}

/** A record to be appended; `partition` null lets Java's default partitioner choose by key (murmur2), or 0 without a key. */
export interface NewRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers?: readonly LogHeader[]
  /** Milliseconds since 1970; null for now. */
  readonly timestamp?: number | null
  readonly partition?: number | null
}

export interface PartitionOffsets {
  readonly partition: number
  /** First offset that can still be read. */
  readonly earliest: number
  /** Offset that the next record will get (for Kafka: the last stable offset, as read_committed sees it). */
  readonly end: number
}

export interface FetchRequest {
  readonly topic: string
  readonly partition: number
  /** First offset wanted. */
  readonly offset: number
}

/** What came of one request. `nextOffset` may be past the last record (control records, compaction, aborted transactions). */
export interface FetchedBatch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly LogRecord[]
  readonly nextOffset: number
}

export interface FetchOptions {
  /** Wait at most this long (ms) for a first record; an empty answer is no error. */
  readonly maxWaitMs: number
  /** Stop collecting after about this many bytes in all; at least one record is returned where there is one. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/**
 * The log, in two homes: `log/embedded` and `log/kafka`. All offsets are explicit; nothing is ever reset silently. Every
 * failure is a LogError with a code that says whether trying again makes sense.
 */
export interface Log {
  /** What this log is, in words for messages: `the embedded log in .matview/log` or `Kafka at 127.0.0.1:9092`. */
  readonly name: string
  /** Identity that survives restarts (embedded: made with the log; Kafka: the cluster id); state belongs to one log. */
  id(): Promise<string>
  /** Names of all topics, sorted, internal ones left out. */
  topics(): Promise<string[]>
  /** Partitions in order with their offsets, or null when there is no such topic. */
  offsets(topic: string): Promise<PartitionOffsets[] | null>
  /** Makes the topic; no error when it is there. `compact` asks for log compaction where the log has it. */
  createTopic(topic: string, options: { partitions: number; compact: boolean }): Promise<void>
  /** Appends in order and waits until all are durable (embedded: survives kill -9; Kafka: acks=all). Returns partition and offset of each. */
  append(topic: string, records: readonly NewRecord[]): Promise<{ partition: number; offset: number }[]>
  /**
   * Records at or after the wanted offsets, in offset order per partition, fair between partitions. Waits as told when
   * there are none. Throws `offset-out-of-range` when an offset is below `earliest` or above `end`.
   */
  fetch(requests: readonly FetchRequest[], options: FetchOptions): Promise<FetchedBatch[]>
  close(): Promise<void>
}

export type LogErrorCode =
  | 'unreachable'
  | 'no-such-topic'
  | 'offset-out-of-range'
  | 'not-authorized'
  | 'record-too-large'
  | 'locked'
  | 'corrupt'
  | 'storage-full'
  | 'other'

/** A failure of the log. `retriable`: the same call may succeed later. */
export class LogError extends Error {
  override readonly name = 'LogError'
  readonly code: LogErrorCode
  readonly retriable: boolean

  constructor(code: LogErrorCode, message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? code === 'unreachable'
  }
}

/** One column of a view as readers see it. */
export interface ViewInfo {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Names of the key columns in the order of the route's segments; null when the view has no key. */
  readonly key: readonly string[] | null
  readonly endpoint: string | null
}

/** Answer to a point read. `invalid` is a key that cannot be of the column's type. */
export type PointRead =
  | { readonly kind: 'row'; readonly json: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid'; readonly column: string; readonly reason: string }

/** Reads of committed steps. A read sees exactly one step. Synchronous and cheap: it runs on the HTTP thread. */
export interface ViewReader {
  readonly views: readonly ViewInfo[]
  /** The row with this key (text of each key column, percent-decoded), as the JSON text to send. */
  get(view: string, key: readonly string[]): PointRead
  /** All rows in key order as JSON texts, of one step. */
  rows(view: string): AsyncIterable<string>
}

/** Where a running engine stands; sent from the engine's thread to whoever serves. */
export interface EngineStatus {
  readonly phase: 'starting' | 'catching-up' | 'ready' | 'failed' | 'stopped'
  /** Number of committed steps. */
  readonly step: number
  /** Records read in all since the state was made, and of these skipped or dead-lettered by policy. */
  readonly records: number
  readonly skipped: number
  readonly deadLettered: number
  /** Joined or aggregated rows that are left out now, because an expression fails for them. */
  readonly failingRows: number
  readonly sources: readonly SourceStatus[]
  /** Present in phase `failed`: what happened, for people. */
  readonly error?: { readonly code: string; readonly message: string }
  /** What is being retried just now, if anything: `Kafka at … does not answer; trying again every second`. */
  readonly waiting?: string
}
export interface SourceStatus {
  readonly source: string
  readonly topic: string
  readonly skipped: number
  readonly deadLettered: number
  readonly partitions: readonly {
    readonly partition: number
    readonly position: number
    readonly end: number
  }[]
}
