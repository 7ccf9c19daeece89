/**
 * A delta: the changes of one relation in one step, as rows with signed weights (a Z-set in list form). The same row may
 * stand in it more than once; whoever needs sums of weights consolidates. Parallel arrays, because it is the hot path.
 */
import type { Row } from '../types/value.ts'

export class Delta {
  readonly rows: Row[] = []
  readonly weights: number[] = []
  /**
   * True when rows with weight −1 were all there before the step and rows with +1 are all there after it, no other
   * weights: then a relation with a key can be written row by row. It does not mean consolidated: a projection may have
   * made the two rows of a change equal. Set by operators that net by key, kept by those that map row by row.
   */
  readonly net: boolean

  constructor(options: { net?: boolean } = {}) {
    this.net = options.net ?? false
  }

  get size(): number {
    return this.rows.length
  }

  add(row: Row, weight: number): void {
    this.rows.push(row)
    this.weights.push(weight)
  }
}

/** The delta of a relation that did not change. Never written to. */
export const EMPTY_DELTA: Delta = new Delta({ net: true })

/** Sums the weights of equal rows and drops zeros. `identity` is injective: equal text means the same row. */
export function consolidate(delta: Delta, identity: (row: Row) => string): Delta {
  if (delta.size === 0) return delta
  const sums = new Map<string, { readonly row: Row; weight: number }>()
  for (let i = 0; i < delta.size; i++) {
    const row = delta.rows[i]!
    const id = identity(row)
    const entry = sums.get(id)
    if (entry === undefined) sums.set(id, { row, weight: delta.weights[i]! })
    else entry.weight += delta.weights[i]!
  }
  const result = new Delta()
  for (const { row, weight } of sums.values()) if (weight !== 0) result.add(row, weight)
  return result
}
