/**
 * STDDEV and VARIANCE of REAL and DOUBLE: the count, the exact sum and the exact sum of squares, so order does not show and
 * a delete undoes an insert to the bit. The variance is rounded once, where PostgreSQL rounds at every row.
 */
import { DataError } from '../../types/data-error.ts'
import { DoubleSum } from '../../types/double-sum.ts'
import { Dyadic } from '../../types/dyadic.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'
import type { Spread } from './spread.ts'

export class SpreadDoubles implements Accumulator {
  readonly #spread: Spread
  readonly #sum: DoubleSum
  readonly #squares: DoubleSum
  #count = 0

  constructor(encoded: string, spread: Spread) {
    this.#spread = spread
    const [count = '', sum = '', squares = ''] = encoded.split(' ')
    this.#count = Number(count)
    this.#sum = DoubleSum.decode(sum)
    this.#squares = DoubleSum.decode(squares)
  }

  add(value: Value, weight: number): void {
    const number = value as number
    this.#count += weight
    this.#sum.add(number, weight)
    if (!Number.isFinite(number)) return
    const exact = Dyadic.fromDouble(number)
    this.#squares.addExact(exact.times(exact), weight)
  }

  merge(other: this): void {
    this.#count += other.#count
    this.#sum.merge(other.#sum)
    this.#squares.merge(other.#squares)
  }

  result(): Value {
    const { sample, root } = this.#spread
    const count = this.#count
    if (count === 0 || (sample && count < 2)) return null
    if (!this.#sum.isFinite()) return NaN
    const n = Dyadic.fromInteger(count)
    const sum = this.#sum.finite
    const numerator = n.times(this.#squares.finite).minus(sum.times(sum))
    const variance = numerator.over(n.times(Dyadic.fromInteger(sample ? count - 1 : count)))
    if (variance === Infinity) throw new DataError('MV5004', 'the variance is out of the range of DOUBLE')
    return root ? Math.sqrt(variance) : variance
  }

  encode(): string {
    return this.#count === 0 ? '' : `${this.#count} ${this.#sum.encode()} ${this.#squares.encode()}`
  }
}
