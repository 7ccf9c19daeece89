/** The values of a group as an aggregate of values in order reads them. */
import type { Row } from '../../types/value.ts'
import { InternalError } from '../../util/assert.ts'

/** Rows of the call's arguments, each as often as it is there. */
export interface ValueView {
  readonly isEmpty: boolean
  /** How many rows there are. */
  readonly count: number
  /** The row at a position from 0 on, which is below `count`. */
  at(position: number): Row
  /** All rows in order, with how often each is there. */
  entries(): Iterable<{ readonly row: Row; readonly weight: number }>
  /** The row that is there most often, of several the first; null without rows. */
  mostFrequent(): Row | null
}

/** The values of a group without rows. */
export const NO_VALUES: ValueView = {
  isEmpty: true,
  count: 0,
  at: () => {
    throw new InternalError('a group without rows has no values')
  },
  entries: () => [],
  mostFrequent: () => null,
}
