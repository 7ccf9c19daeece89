/** SUM and AVG of DOUBLE: an exact sum (types/double-sum.ts), so order does not show and a delete undoes an insert to the bit. */
import { DataError } from '../../types/data-error.ts'
import { DoubleSum } from '../../types/double-sum.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

export class SumDoubles implements Accumulator {
  readonly #average: boolean
  readonly #sum: DoubleSum
  #count = 0

  constructor(encoded: string, { average }: { average: boolean }) {
    this.#average = average
    const separator = encoded.indexOf(' ')
    this.#sum = DoubleSum.decode(encoded.slice(separator + 1))
    if (encoded !== '') this.#count = Number(encoded.slice(0, separator))
  }

  add(value: Value, weight: number): void {
    this.#count += weight
    this.#sum.add(value as number, weight)
  }

  result(): Value {
    if (this.#count === 0) return null
    const sum = this.#sum.toNumber()
    if (!Number.isFinite(sum) && this.#sum.isFinite())
      throw new DataError('MV5004', 'SUM is out of the range of DOUBLE')
    return this.#average ? sum / this.#count : sum
  }

  encode(): string {
    return this.#count === 0 ? '' : `${this.#count} ${this.#sum.encode()}`
  }
}
