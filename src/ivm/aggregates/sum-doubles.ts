/**
 * SUM and AVG of REAL and DOUBLE: an exact sum (types/double-sum.ts), so order does not show and a delete undoes an insert
 * to the bit.
 */
import { DataError } from '../../types/data-error.ts'
import { DoubleSum } from '../../types/double-sum.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

/** Turns the sum rounded to a double and the count (at least one) into the aggregate's value. */
export type FinishDoubles = (sum: number, count: number) => number

export const sumAsDouble: FinishDoubles = sum => sum

/** Rounded twice, which differs from once only where the exact sum is next to half way between two REALs. */
export const sumAsReal: FinishDoubles = Math.fround

/** AVG of both is a DOUBLE. */
export const averageOfDoubles: FinishDoubles = (sum, count) => sum / count

export class SumDoubles implements Accumulator {
  readonly #finish: FinishDoubles
  readonly #sum: DoubleSum
  #count = 0

  constructor(encoded: string, finish: FinishDoubles) {
    this.#finish = finish
    const separator = encoded.indexOf(' ')
    this.#sum = DoubleSum.decode(encoded.slice(separator + 1))
    if (encoded !== '') this.#count = Number(encoded.slice(0, separator))
  }

  add(value: Value, weight: number): void {
    this.#count += weight
    this.#sum.add(value as number, weight)
  }

  merge(other: this): void {
    this.#count += other.#count
    this.#sum.merge(other.#sum)
  }

  result(): Value {
    if (this.#count === 0) return null
    const sum = this.#sum.toNumber()
    const result = this.#finish(sum, this.#count)
    if (!Number.isFinite(result) && this.#sum.isFinite()) {
      const type = this.#finish === sumAsReal ? 'REAL' : 'DOUBLE'
      throw new DataError('MV5004', `SUM is out of the range of ${type}`)
    }
    return result
  }

  encode(): string {
    return this.#count === 0 ? '' : `${this.#count} ${this.#sum.encode()}`
  }
}
