/** Random choices from a seed, so that a failing test can be run again: set MATVIEW_SEED to the seed it printed. */

export interface Random {
  readonly seed: number
  /** A number from 0 (inclusive) to 1. */
  next(): number
  /** An integer from 0 to n - 1. */
  below(n: number): number
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
}

/** Mulberry32, a small generator with a 32-bit state. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    seed,
    next,
    below,
    pick: items => items[below(items.length)]!,
    chance: probability => next() < probability,
  }
}

/** The seeds of a random test: MATVIEW_SEED alone, or `count` seeds from the clock's. */
export function seeds(count: number): number[] {
  const fixed = process.env['MATVIEW_SEED']
  if (fixed !== undefined) return [Number(fixed)]
  const first = Date.now() % 1_000_000_000
  return Array.from({ length: count }, (_, i) => first + i)
}
