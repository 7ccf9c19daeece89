/** Latencies in milliseconds, summed up. */
import { round } from './service.ts'

export interface Percentiles {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** The smallest value that so many percent of the values do not exceed; NaN of no values. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number): number =>
    round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN)
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
