/**
 * CORR, COVAR and REGR of pairs of DOUBLE, y and x: the count and the exact sums of x, y, xx, yy and xy, so order does not
 * show and a delete undoes an insert to the bit. Results are rounded once (CORR twice), where PostgreSQL rounds at every row.
 */
import { DataError } from '../../types/data-error.ts'
import { DoubleSum } from '../../types/double-sum.ts'
import { Dyadic } from '../../types/dyadic.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

/** What is known of at least one pair. */
export interface Moments {
  readonly count: number
  readonly x: DoubleSum
  readonly y: DoubleSum
  /**
   * The sum of the squared distances from the average (of the products of distances), times the count; null where a value
   * is NaN or infinite.
   */
  readonly sxx: Dyadic | null
  readonly syy: Dyadic | null
  readonly sxy: Dyadic | null
}

/** Turns the moments into the aggregate's value. */
export type FinishPairs = (moments: Moments) => number | bigint | null

export class Pairs implements Accumulator {
  readonly #finish: FinishPairs
  readonly #x: DoubleSum
  readonly #y: DoubleSum
  readonly #xx: DoubleSum
  readonly #yy: DoubleSum
  readonly #xy: DoubleSum
  #count = 0

  constructor(encoded: string, finish: FinishPairs) {
    this.#finish = finish
    const [count = '', x = '', y = '', xx = '', yy = '', xy = ''] = encoded.split(' ')
    this.#count = Number(count)
    this.#x = DoubleSum.decode(x)
    this.#y = DoubleSum.decode(y)
    this.#xx = DoubleSum.decode(xx)
    this.#yy = DoubleSum.decode(yy)
    this.#xy = DoubleSum.decode(xy)
  }

  add(value: Value, weight: number, second: Value = null): void {
    const [y, x] = [value as number, second as number]
    this.#count += weight
    this.#x.add(x, weight)
    this.#y.add(y, weight)
    const exactX = Number.isFinite(x) ? Dyadic.fromDouble(x) : null
    const exactY = Number.isFinite(y) ? Dyadic.fromDouble(y) : null
    if (exactX !== null) this.#xx.addExact(exactX.times(exactX), weight)
    if (exactY !== null) this.#yy.addExact(exactY.times(exactY), weight)
    if (exactX !== null && exactY !== null) this.#xy.addExact(exactX.times(exactY), weight)
  }

  merge(other: this): void {
    this.#count += other.#count
    this.#x.merge(other.#x)
    this.#y.merge(other.#y)
    this.#xx.merge(other.#xx)
    this.#yy.merge(other.#yy)
    this.#xy.merge(other.#xy)
  }

  result(): Value {
    if (this.#count === 0) return this.#finish === pairCount ? 0n : null
    const result = this.#finish(this.#moments())
    const isOverflow = result === Infinity || result === -Infinity
    if (isOverflow && this.#x.isFinite() && this.#y.isFinite())
      throw new DataError('MV5004', 'an aggregate of pairs is out of the range of DOUBLE')
    return result
  }

  encode(): string {
    if (this.#count === 0) return ''
    const sums = [this.#x, this.#y, this.#xx, this.#yy, this.#xy]
    return [this.#count, ...sums.map(sum => sum.encode())].join(' ')
  }

  #moments(): Moments {
    const n = Dyadic.fromInteger(this.#count)
    const [x, y] = [this.#x, this.#y]
    const around = (products: DoubleSum, first: DoubleSum, second: DoubleSum): Dyadic | null =>
      first.isFinite() && second.isFinite()
        ? n.times(products.finite).minus(first.finite.times(second.finite))
        : null
    const sxx = around(this.#xx, x, x)
    return { count: this.#count, x, y, sxx, syy: around(this.#yy, y, y), sxy: around(this.#xy, x, y) }
  }
}

export const pairCount: FinishPairs = ({ count }) => BigInt(count)

export const averageX: FinishPairs = ({ count, x }) => x.toNumber() / count
export const averageY: FinishPairs = ({ count, y }) => y.toNumber() / count

export const squaresOfX: FinishPairs = ({ count, sxx }) => divided(sxx, count)
export const squaresOfY: FinishPairs = ({ count, syy }) => divided(syy, count)
export const products: FinishPairs = ({ count, sxy }) => divided(sxy, count)

export const covarianceOfAll: FinishPairs = ({ count, sxy }) => divided(sxy, count, count)
export const covarianceOfSample: FinishPairs = ({ count, sxy }) =>
  count < 2 ? null : divided(sxy, count, count - 1)

export const correlation: FinishPairs = ({ sxx, syy, sxy }) => {
  if (sxx?.isZero || syy?.isZero) return null
  if (sxx === null || syy === null || sxy === null) return NaN
  const root = Math.sqrt(sxy.times(sxy).over(sxx.times(syy)))
  return sxy.mantissa < 0n ? -root : root
}

/** The square of the correlation; 1 where all y are the same. */
export const determination: FinishPairs = ({ sxx, syy, sxy }) => {
  if (sxx?.isZero) return null
  if (syy?.isZero) return 1
  if (sxx === null || syy === null || sxy === null) return NaN
  return sxy.times(sxy).over(sxx.times(syy))
}

export const slope: FinishPairs = ({ sxx, sxy }) => {
  if (sxx?.isZero) return null
  return sxx === null || sxy === null ? NaN : sxy.over(sxx)
}

export const intercept: FinishPairs = ({ count, x, y, sxx, sxy }) => {
  if (sxx?.isZero) return null
  if (sxx === null || sxy === null) return NaN
  const numerator = y.finite.times(sxx).minus(x.finite.times(sxy))
  return numerator.over(Dyadic.fromInteger(count).times(sxx))
}

function divided(sum: Dyadic | null, count: number, further = 1): number {
  return sum === null ? NaN : sum.over(Dyadic.fromInteger(count).times(Dyadic.fromInteger(further)))
}
