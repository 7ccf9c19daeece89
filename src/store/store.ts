/** The Store port: an ordered map of text to text with atomic batches. Keys are ordered by their UTF-8 bytes. */

/** What is written at a time: the new value by key; null: no value. */
export type Writes = ReadonlyMap<string, string | null>

export interface KeyRange {
  /** Inclusive lower bound. */
  readonly gte: string
  /** Exclusive upper bound. */
  readonly lt: string
  /** At most this many entries; absent for all. */
  readonly limit?: number
  /** From the upper end downwards. */
  readonly reverse?: boolean
}

export interface Store {
  /** The committed value, or undefined. */
  get(key: string): string | undefined
  /** Committed entries of the range in key order (or the reverse), of one moment. */
  range(range: KeyRange): Promise<[key: string, value: string][]>
  /** The same without holding all entries in memory at a time; limit and direction do not apply. */
  entries(range: Pick<KeyRange, 'gte' | 'lt'>): AsyncIterable<[key: string, value: string]>
  /** Writes all or nothing; visible to readers at once when it resolves. `writes` must not change any more. */
  write(writes: Writes): Promise<void>
  close(): Promise<void>
}
