/**
 * A cache of committed values in front of a store, for one writer: it must see all writes. Hot records (groups that change
 * in every step) are then read without leaving JavaScript. Two generations: what is used again moves to the young one,
 * the old one is dropped whole when the young one is full, so both lookup and eviction cost O(1).
 *
 * Over a store that was empty at first it also knows which keys were never written (most before-images of a first
 * catch-up): a filter answers for them without a look at the store.
 *
 * What is being written is read from here as soon as `write` is called, so a step may be computed while the one before
 * it is still being committed.
 */
import { assert } from '../util/assert.ts'
import { KeyFilter } from './key-filter.ts'
import type { KeyRange, Store, Writes } from './store.ts'

/** Entries of a generation; at most twice as many are held. */
const GENERATION_ENTRIES = 100_000
/** Characters of keys and values of a generation; at most twice as many are held. */
const GENERATION_CHARACTERS = 32 << 20
/** Bytes of the filter beyond which it is given up (about 50 million keys). */
const MAX_FILTER_BYTES = 64 << 20

/** null: known to be absent. */
type Cached = string | null

export class CachedStore implements Store {
  readonly #store: Store
  #young = new Map<string, Cached>()
  #old = new Map<string, Cached>()
  #characters = 0
  /** What is being written now. */
  #pending: Writes | null = null
  #writing: Promise<void> = Promise.resolve()
  /** All keys ever written; null when that is not known. */
  #written: KeyFilter | null

  /** @param options.empty nothing was ever written to `store` */
  constructor(store: Store, options: { empty: boolean }) {
    this.#store = store
    this.#written = options.empty ? new KeyFilter() : null
  }

  get(key: string): string | undefined {
    if (this.#written !== null && !this.#written.mayHave(key)) return undefined
    const pending = this.#pending?.get(key)
    if (pending !== undefined) return pending ?? undefined
    const young = this.#young.get(key)
    if (young !== undefined) return young ?? undefined
    let value = this.#old.get(key)
    if (value === undefined) value = this.#store.get(key) ?? null
    this.#keep(key, value)
    return value ?? undefined
  }

  async range(range: KeyRange): Promise<[string, string][]> {
    await this.#writing
    return this.#store.range(range)
  }

  async *entries(range: Pick<KeyRange, 'gte' | 'lt'>): AsyncGenerator<[string, string]> {
    await this.#writing
    yield* this.#store.entries(range)
  }

  /** One write at a time; reads see it at once, also while it is under way. */
  async write(writes: Writes): Promise<void> {
    assert(this.#pending === null, 'a write begins while another is under way')
    this.#pending = writes
    this.#writing = this.#store.write(writes)
    this.#remember(writes)
    await this.#writing
    this.#pending = null
  }

  #remember(writes: Writes): void {
    for (const [key, value] of writes) {
      if (value !== null && this.#written?.add(key) === false) continue
      if (this.#young.has(key) || this.#old.has(key)) this.#keep(key, value)
    }
    this.#boundFilter()
  }

  /** Gives the filter up where it grew too large. */
  #boundFilter(): void {
    if (this.#written !== null && this.#written.bytes > MAX_FILTER_BYTES) this.#written = null
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  #keep(key: string, value: Cached): void {
    this.#young.set(key, value)
    this.#characters += key.length + (value?.length ?? 0)
    if (this.#young.size < GENERATION_ENTRIES && this.#characters < GENERATION_CHARACTERS) return
    this.#old = this.#young
    this.#young = new Map()
    this.#characters = 0
  }
}
