/**
 * State as operators see it during a step: reads show what was committed before the step, writes take effect with the
 * step's commit. Each operator reads what it needs, computes, and writes each key at most once, so no read of this step
 * ever needs to see a write of this step.
 */
import type { KeyRange } from '../store/store.ts'

export interface State {
  /** The committed value. */
  get(key: string): string | undefined
  /** Committed entries of a range that `Operator.ranges` asked for in this step. */
  entries(range: KeyRange): readonly (readonly [key: string, value: string])[]
  put(key: string, value: string): void
  delete(key: string): void
}
