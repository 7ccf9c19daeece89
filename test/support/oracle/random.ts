/** Seeded randomness for tests: the same seed gives the same case on every machine. */

export class Random {
  #state: number

  constructor(seed: string) {
    let hash = 0x811c9dc5
    for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193)
    this.#state = hash >>> 0
  }

  /** In [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** An integer in [low, high]. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[Math.floor(this.next() * list.length)]!
  }

  shuffled<T>(list: readonly T[]): T[] {
    const order = list.map(value => ({ value, at: this.next() }))
    return order.sort((a, b) => a.at - b.at).map(({ value }) => value)
  }
}

/** The seed of this run: MATVIEW_SEED, or a new one. Print it with every failure. */
export function seedOfRun(): string {
  return process.env.MATVIEW_SEED ?? String(Date.now() % 1_000_000_007)
}
