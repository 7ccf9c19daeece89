/** The contract of all operators. */
import type { KeyRange } from '../store/store.ts'
import type { Delta } from './delta.ts'
import type { State } from './state.ts'

/**
 * An operator turns the deltas of its inputs into the delta of its output, and keeps its state. It is synchronous and
 * knows nothing of time, threads or logs. Called once a step at most, inputs in the order of the plan node; not called
 * when no input changed, except in the very first step of a state. It may throw DataError; the step is then given up
 * with all its writes.
 */
export interface Operator {
  /**
   * Ranges of committed entries that `apply` will read for these inputs; the step loads them first. Absent for operators
   * that read by key only.
   */
  ranges?(inputs: readonly Delta[], state: State): readonly KeyRange[]
  apply(inputs: readonly Delta[], state: State): Delta
}
