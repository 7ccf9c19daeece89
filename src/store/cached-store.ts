/**
 * A cache of committed values in front of a store, for one writer: it must see all writes. Hot records (groups that change
 * in every step) are then read without leaving JavaScript. Two generations: what is used again moves to the young one,
 * the old one is dropped whole when the young one is full, so both lookup and eviction cost O(1).
 *
 * Over a store that was empty at first it also knows which keys were never written (most before-images of a first
 * catch-up): a filter answers for them without a look at the store.
 */
import { KeyFilter } from './key-filter.ts'
import type { KeyRange, Store, WriteOp } from './store.ts'

/** Entries of a generation; at most twice as many are held. */
const GENERATION_ENTRIES = 100_000
/** Characters of keys and values of a generation; at most twice as many are held. */
const GENERATION_CHARACTERS = 32 << 20
/** Bytes of the filter beyond which it is given up (about 50 million keys). */
const MAX_FILTER_BYTES = 64 << 20

export class CachedStore implements Store {
  readonly #store: Store
  /** undefined: known to be absent. */
  #young = new Map<string, string | undefined>()
  #old = new Map<string, string | undefined>()
  #characters = 0
  /** All keys ever written; null when that is not known. */
  #written: KeyFilter | null

  /** @param options.empty nothing was ever written to `store` */
  constructor(store: Store, options: { empty: boolean }) {
    this.#store = store
    this.#written = options.empty ? new KeyFilter() : null
  }

  get(key: string): string | undefined {
    const young = this.#young.get(key)
    if (young !== undefined || this.#young.has(key)) return young
    const old = this.#old.get(key)
    if (old === undefined && this.#written !== null && !this.#written.mayHave(key)) return undefined
    const value = old !== undefined || this.#old.has(key) ? old : this.#store.get(key)
    this.#keep(key, value)
    return value
  }

  range(range: KeyRange): Promise<[string, string][]> {
    return this.#store.range(range)
  }

  entries(range: Pick<KeyRange, 'gte' | 'lt'>): AsyncIterable<[string, string]> {
    return this.#store.entries(range)
  }

  async write(ops: readonly WriteOp[]): Promise<void> {
    await this.#store.write(ops)
    for (const op of ops) {
      if (op.type === 'put') this.#written?.add(op.key)
      if (!this.#young.has(op.key) && !this.#old.has(op.key)) continue
      this.#keep(op.key, op.type === 'put' ? op.value : undefined)
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

  #keep(key: string, value: string | undefined): void {
    this.#young.set(key, value)
    this.#characters += key.length + (value?.length ?? 0)
    if (this.#young.size < GENERATION_ENTRIES && this.#characters < GENERATION_CHARACTERS) return
    this.#old = this.#young
    this.#young = new Map()
    this.#characters = 0
  }
}
