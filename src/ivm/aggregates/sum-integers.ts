/** SUM and AVG of INTEGER and BIGINT: the count of values that are not NULL, and their exact sum. */
import { DataError } from '../../types/data-error.ts'
import { Decimal } from '../../types/decimal.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

const MAX_BIGINT = 2n ** 63n - 1n
const MIN_BIGINT = -(2n ** 63n)

/** Turns sum and count (at least one) into the aggregate's value. */
export type FinishIntegers = (sum: bigint, count: number) => Value

/** SUM(INTEGER) is a BIGINT. */
export const sumAsBigint: FinishIntegers = sum => {
  if (sum > MAX_BIGINT || sum < MIN_BIGINT)
    throw new DataError('MV5004', `SUM is out of the range of BIGINT: ${sum}`)
  return sum
}

/** SUM(BIGINT) is a DECIMAL: it never overflows. */
export const sumAsDecimal: FinishIntegers = sum => Decimal.fromBigint(sum)

/** AVG is a DECIMAL with PostgreSQL's digits. */
export const averageOfIntegers: FinishIntegers = (sum, count) =>
  Decimal.fromBigint(sum).divide(Decimal.fromBigint(BigInt(count)))

export class SumIntegers implements Accumulator {
  readonly #finish: FinishIntegers
  #count = 0
  #sum = 0n

  constructor(encoded: string, finish: FinishIntegers) {
    this.#finish = finish
    if (encoded === '') return
    const separator = encoded.indexOf(' ')
    this.#count = Number(encoded.slice(0, separator))
    this.#sum = BigInt(encoded.slice(separator + 1))
  }

  add(value: Value, weight: number): void {
    this.#count += weight
    this.#sum += BigInt(value as number | bigint) * BigInt(weight)
  }

  merge(other: this): void {
    this.#count += other.#count
    this.#sum += other.#sum
  }

  result(): Value {
    return this.#count === 0 ? null : this.#finish(this.#sum, this.#count)
  }

  encode(): string {
    return this.#count === 0 ? '' : `${this.#count} ${this.#sum}`
  }
}
