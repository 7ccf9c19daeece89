/** CONTRACT (being implemented): one engine: a plan over a store, driven step by step. Used by the loop and by tests. */
import type { Plan } from '../topology/plan.ts'
import type { Store } from '../store/store.ts'
import type { LogRecord } from './ports.ts'

/** One cut of the input: per source topic and partition, the records and the position after them. */
export interface StepInput {
  readonly topic: string
  readonly partition: number
  readonly records: readonly LogRecord[]
  readonly nextOffset: number
}

export interface Engine {
  /** Positions of the last committed step: offset of the next record wanted, by topic and partition; empty at first. */
  readonly positions: ReadonlyMap<string, ReadonlyMap<number, number>>
  /** Applies one step and commits it atomically. Bad data throws or is skipped as the sources' policies say. */
  step(inputs: readonly StepInput[]): Promise<void>
}

export function openEngine(_plan: Plan, _store: Store): Promise<Engine> {
  throw new Error('contract only')
}
