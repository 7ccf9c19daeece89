/** What a tree sums up of its entries beside their weights, so that any range of rows is summed up in O(log n). */
import type { Entry } from './node.ts'

/**
 * A monoid over entries: `create` makes its identity, `merge` is associative. Values are changed in place by `add` and
 * `merge` and belong to whoever created them.
 */
export interface Measure<M> {
  create(): M
  /** Takes an entry in, `weight` times: as if that many rows of it came behind all that `into` holds. */
  add(into: M, entry: Entry, weight: number): void
  /** Takes in what another value holds, behind all that `into` holds. Leaves `other` as it is. */
  merge(into: M, other: M): void
  /** Canonical text: equal for equal values, whatever the order in which they were put together. */
  encode(value: M): string
  decode(text: string): M
  /** About how many characters `encode` gives; larger pages are cut into more. A constant: pages depend on it. */
  readonly length: number
}

/** For a tree whose weights are all that counts. */
export const NO_MEASURE: Measure<null> = {
  create: () => null,
  add: () => undefined,
  merge: () => undefined,
  encode: () => '',
  decode: () => null,
  length: 0,
}
