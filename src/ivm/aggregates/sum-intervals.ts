/** SUM and AVG of INTERVAL: the count of values that are not NULL, and the exact sums of months, days and microseconds. */
import { DataError } from '../../types/data-error.ts'
import { Interval } from '../../types/interval.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

/** Turns sum and count (at least one) into the aggregate's value. */
export type FinishIntervals = (sum: Interval, count: number) => Interval

export const sumOfIntervals: FinishIntervals = sum => sum

export const averageOfIntervals: FinishIntervals = (sum, count) => sum.divide(count)

export class SumIntervals implements Accumulator {
  readonly #finish: FinishIntervals
  #count = 0
  #months = 0n
  #days = 0n
  #micros = 0n

  constructor(encoded: string, finish: FinishIntervals) {
    this.#finish = finish
    if (encoded === '') return
    const [count, months, days, micros] = encoded.split(' ') as [string, string, string, string]
    this.#count = Number(count)
    this.#months = BigInt(months)
    this.#days = BigInt(days)
    this.#micros = BigInt(micros)
  }

  add(value: Value, weight: number): void {
    const { months, days, micros } = value as Interval
    const times = BigInt(weight)
    this.#count += weight
    this.#months += BigInt(months) * times
    this.#days += BigInt(days) * times
    this.#micros += micros * times
  }

  merge(other: this): void {
    this.#count += other.#count
    this.#months += other.#months
    this.#days += other.#days
    this.#micros += other.#micros
  }

  result(): Value {
    return this.#count === 0 ? null : this.#finish(this.#sum(), this.#count)
  }

  encode(): string {
    return this.#count === 0 ? '' : `${this.#count} ${this.#months} ${this.#days} ${this.#micros}`
  }

  #sum(): Interval {
    const fits =
      BigInt.asIntN(32, this.#months) === this.#months &&
      BigInt.asIntN(32, this.#days) === this.#days &&
      BigInt.asIntN(64, this.#micros) === this.#micros
    if (!fits) throw new DataError('MV5004', 'SUM is out of the range of INTERVAL')
    return new Interval(Number(this.#months), Number(this.#days), this.#micros)
  }
}
