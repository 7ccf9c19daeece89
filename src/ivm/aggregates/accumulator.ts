/**
 * What an aggregate keeps for one group. Linear aggregates (COUNT, SUM, AVG) are a few numbers that weights are added to:
 * O(1) a change however large the group. MIN and MAX keep their values in order, see `extremes.ts`.
 */
import type { Value } from '../../types/value.ts'

/** The state of a linear aggregate of one group; it changes in place. */
export interface Accumulator {
  /** Whether `add` is given NULLs, too. */
  readonly takesNull?: true
  /**
   * Adds an argument, not NULL, `weight` times (negative: takes it away); `second` is that of an aggregate of pairs.
   * COUNT(*) is given null.
   */
  add(value: Value, weight: number, second?: Value): void
  /** Takes in what another accumulator of the same aggregate holds. Absent where that cannot be done. */
  merge?(other: this): void
  /** The aggregate's value now. Throws DataError when it is out of its type's range. */
  result(): Value
  /** The state as text without \x00. Canonical: after an insert and its delete it is what it was. */
  encode(): string
}

/** Makes an accumulator from its encoded state; the empty text is an empty group's state. */
export type AccumulatorFactory = (encoded: string) => Accumulator
