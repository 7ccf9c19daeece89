/** Updates at a steady rate in a process of their own, beside which something is measured. */
import type { SteadyLoad } from './kafka.ts'
import type { RecordOptions } from './records.ts'
import { startWork, type Work } from './run-process.ts'

export interface UpdatesTask {
  readonly brokers: string
  readonly records: RecordOptions
  /** How many records of the changelog were sent before. */
  readonly skip: number
  /** Records a second. */
  readonly rate: number
}

/** Ready when the first updates are sent; sends until it is stopped. */
export function startUpdates(task: UpdatesTask): Work<SteadyLoad> {
  return startWork('updates-process.ts', task)
}
