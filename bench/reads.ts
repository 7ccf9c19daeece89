/**
 * Point reads in an open loop. Read i is due at start + i / rate whatever became of the reads before it, and its latency
 * counts from when it was due, so a stall is charged to every read that it delays.
 */
import { startWork } from './run-process.ts'
import type { Percentiles } from './percentiles.ts'

export interface ReadTask {
  readonly url: string
  readonly ids: readonly string[]
  /** Reads a second. */
  readonly rate: number
  readonly seconds: number
}

export interface ReadResult {
  /** From when a read was due until its body was there. */
  readonly latency: Percentiles
  /** How late reads were sent, which is the generator's own share of the latency. */
  readonly lateness: Percentiles
  /** How many reads had which status; a read that failed counts under its error. */
  readonly statuses: Readonly<Record<string, number>>
}

export function measureReads(task: ReadTask): Promise<ReadResult> {
  return startWork<ReadTask, ReadResult>('reads-process.ts', task).result
}
