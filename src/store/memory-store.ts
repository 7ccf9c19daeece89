/** A Store in memory, for tests: the same order and atomicity as LevelDB, nothing survives. */
import type { KeyRange, Store, Writes } from './store.ts'

export class MemoryStore implements Store {
  readonly #values = new Map<string, string>()
  /** Keys in UTF-8 order; null when a write made it stale. */
  #sorted: string[] | null = []

  get(key: string): string | undefined {
    return this.#values.get(key)
  }

  range({ gte, lt, limit, reverse }: KeyRange): Promise<[string, string][]> {
    const keys = this.#keys()
    const found = keys.slice(firstFrom(keys, gte), firstFrom(keys, lt))
    if (reverse) found.reverse()
    return Promise.resolve(found.slice(0, limit).map(key => [key, this.#values.get(key)!]))
  }

  async *entries(range: Pick<KeyRange, 'gte' | 'lt'>): AsyncGenerator<[string, string]> {
    yield* await this.range(range)
  }

  write(writes: Writes): Promise<void> {
    for (const [key, value] of writes) {
      if (value === null) this.#values.delete(key)
      else this.#values.set(key, value)
    }
    this.#sorted = null
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #keys(): readonly string[] {
    this.#sorted ??= [...this.#values.keys()].sort(compareUtf8)
    return this.#sorted
  }
}

/** Index of the first key that is not below `bound`. */
function firstFrom(keys: readonly string[], bound: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareUtf8(keys[middle]!, bound) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
