/**
 * A cache of committed values in front of a store, for one writer: it must see all writes. Hot records (groups that change
 * in every step) are then read without leaving JavaScript. Two generations: what is used again moves to the young one,
 * the old one is dropped whole when the young one is full, so both lookup and eviction cost O(1).
 */
import type { KeyRange, Store, WriteOp } from './store.ts'

/** Entries of a generation; at most twice as many are held. */
const GENERATION_ENTRIES = 100_000
/** Characters of keys and values of a generation; at most twice as many are held. */
const GENERATION_CHARACTERS = 32 << 20

export class CachedStore implements Store {
  readonly #store: Store
  /** undefined: known to be absent. */
  #young = new Map<string, string | undefined>()
  #old = new Map<string, string | undefined>()
  #characters = 0

  constructor(store: Store) {
    this.#store = store
  }

  get(key: string): string | undefined {
    const young = this.#young.get(key)
    if (young !== undefined || this.#young.has(key)) return young
    const old = this.#old.get(key)
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
      if (!this.#young.has(op.key) && !this.#old.has(op.key)) continue
      this.#keep(op.key, op.type === 'put' ? op.value : undefined)
    }
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
