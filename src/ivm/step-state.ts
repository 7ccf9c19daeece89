/** The state of one step over a store: loaded ranges, and writes collected for one atomic batch. */
import type { KeyRange, Store, Writes } from '../store/store.ts'
import { must } from '../util/assert.ts'
import type { State } from './state.ts'

export class StepState implements State {
  readonly #store: Pick<Store, 'get' | 'range'>
  readonly #loaded = new Map<string, readonly (readonly [string, string])[]>()
  readonly #writes = new Map<string, string | null>()

  constructor(store: Pick<Store, 'get' | 'range'>) {
    this.#store = store
  }

  get(key: string): string | undefined {
    return this.#store.get(key)
  }

  /** Reads the ranges, so that `entries` can answer synchronously. */
  async load(ranges: readonly KeyRange[]): Promise<void> {
    const missing = ranges.filter(range => !this.#loaded.has(rangeId(range)))
    const entries = await Promise.all(missing.map(range => this.#store.range(range)))
    missing.forEach((range, i) => this.#loaded.set(rangeId(range), entries[i]!))
  }

  entries(range: KeyRange): readonly (readonly [string, string])[] {
    return must(this.#loaded.get(rangeId(range)), 'an operator read a range that it had not asked for')
  }

  put(key: string, value: string): void {
    this.#writes.set(key, value)
  }

  delete(key: string): void {
    this.#writes.set(key, null)
  }

  /** All writes of the step. */
  get writes(): Writes {
    return this.#writes
  }
}

function rangeId({ gte, lt, limit, reverse }: KeyRange): string {
  return `${gte}\n${lt}\n${limit ?? ''}${reverse ? 'r' : ''}`
}
