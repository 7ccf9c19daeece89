/** Gathers the records of one append into chunks, per partition, as entries for one database batch. */
import { endKey, offsetSuffix, recordPrefix } from './keys.ts'
import { encodeChunk, type MeasuredRecord } from './record-codec.ts'

/** A chunk is closed when its records have reached this size: large enough to be cheap, small enough to be skipped through. */
const chunkBytes = 32 * 1024

export interface PutOperation {
  readonly type: 'put'
  readonly key: string
  readonly value: Buffer
}

interface OpenChunk {
  records: MeasuredRecord[]
  bytes: number
  /** Offset of the next record. */
  end: number
}

export class ChunkWriter {
  readonly #topic: string
  readonly #endOf: (partition: number) => number
  readonly #open = new Map<number, OpenChunk>()
  readonly #puts: PutOperation[] = []

  /** `endOf` tells the offset that the next record of a partition gets. */
  constructor(topic: string, endOf: (partition: number) => number) {
    this.#topic = topic
    this.#endOf = endOf
  }

  /** Adds a record and returns its offset. */
  add(partition: number, record: MeasuredRecord): number {
    const chunk = this.#chunk(partition)
    const offset = chunk.end++
    chunk.records.push(record)
    chunk.bytes += record.size
    if (chunk.bytes >= chunkBytes) this.#close(partition, chunk)
    return offset
  }

  /** The operations that write all chunks and the new ends. */
  finish(): PutOperation[] {
    for (const [partition, chunk] of this.#open) {
      if (chunk.records.length > 0) this.#close(partition, chunk)
      this.#puts.push({
        type: 'put',
        key: endKey(this.#topic, partition),
        value: Buffer.from(String(chunk.end)),
      })
    }
    return this.#puts
  }

  #chunk(partition: number): OpenChunk {
    const open = this.#open.get(partition)
    if (open !== undefined) return open
    const chunk = { records: [], bytes: 0, end: this.#endOf(partition) }
    this.#open.set(partition, chunk)
    return chunk
  }

  #close(partition: number, chunk: OpenChunk): void {
    const key = recordPrefix(this.#topic, partition) + offsetSuffix(chunk.end - 1)
    this.#puts.push({ type: 'put', key, value: encodeChunk(chunk.records) })
    chunk.records = []
    chunk.bytes = 0
  }
}
