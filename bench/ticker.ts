/**
 * Ticks at a steady rate. Timers of an event loop are up to 1 ms late, as much as a read may take; a thread that sleeps
 * until the tick and then sends a message is some 0.1 ms late, and keeps no processor busy.
 */
import { Worker } from 'node:worker_threads'

export interface Ticks {
  /** Ticks a second. */
  readonly rate: number
  readonly count: number
}

export interface Tick {
  readonly index: number
  /** When it was due, by {@link now}. */
  readonly due: number
}

/** Milliseconds by a clock that all threads share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Calls back at each tick; resolves after the last. A tick that is late comes late, none is left out. */
export function tick(ticks: Ticks, onTick: (tick: Tick) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('ticker-thread.mjs', import.meta.url), { workerData: ticks })
    thread.on('message', onTick)
    thread.once('error', reject)
    thread.once('exit', () => resolve())
  })
}
