/**
 * The exact sum of doubles, for SUM and AVG: adding in any order gives the same state, and subtracting what was added
 * restores it to the bit. The idea is Kulisch's long accumulator (and Shewchuk's exact expansions): every double is an
 * integer times a power of two, so a sum is one too.
 *
 * State: a bigint mantissa and an exponent; NaN and the infinities are counted apart. Cost: one bigint addition.
 */
import { InternalError } from '../util/assert.ts'
import { Dyadic } from './dyadic.ts'

/** An accumulator; it changes in place. */
export class DoubleSum {
  private total = Dyadic.ZERO
  private nans = 0
  private positiveInfinities = 0
  private negativeInfinities = 0

  /** Adds `value` `weight` times; a negative weight takes it away. */
  add(value: number, weight: number): void {
    if (value === 0) return
    if (Number.isFinite(value)) this.addExact(Dyadic.fromDouble(value), weight)
    else if (Number.isNaN(value)) this.nans += weight
    else if (value > 0) this.positiveInfinities += weight
    else this.negativeInfinities += weight
  }

  /** Adds an exact number `weight` times. */
  addExact({ mantissa, exponent }: Dyadic, weight: number): void {
    this.total = this.total.plus(new Dyadic(mantissa * BigInt(weight), exponent))
  }

  /** Adds all that another sum holds. */
  merge(other: DoubleSum): void {
    this.total = this.total.plus(other.total)
    this.nans += other.nans
    this.positiveInfinities += other.positiveInfinities
    this.negativeInfinities += other.negativeInfinities
  }

  /** The exact sum of the finite values. */
  get finite(): Dyadic {
    return this.total
  }

  /** The sum rounded to the nearest double, ties to even. Infinite when finite values sum beyond the doubles. */
  toNumber(): number {
    if (this.nans > 0 || (this.positiveInfinities > 0 && this.negativeInfinities > 0)) return NaN
    if (this.positiveInfinities > 0) return Infinity
    if (this.negativeInfinities > 0) return -Infinity
    return this.total.toNumber()
  }

  /** Whether the values that are summed are all finite: then an infinite `toNumber` is an overflow. */
  isFinite(): boolean {
    return this.nans === 0 && this.positiveInfinities === 0 && this.negativeInfinities === 0
  }

  /** The state as text: equal sums have equal texts, and the empty sum has the empty one. */
  encode(): string {
    const finite = encodeExact(this.total)
    if (this.isFinite()) return finite
    return `${finite};${this.nans};${this.positiveInfinities};${this.negativeInfinities}`
  }

  /** Reads what `encode` wrote. */
  static decode(text: string): DoubleSum {
    const sum = new DoubleSum()
    const [finite, nans, positive, negative] = text.split(';')
    if (finite) {
      const [mantissa, exponent] = finite.split('@')
      sum.total = new Dyadic(parseBase32(mantissa!), Number(exponent))
    }
    if (nans !== undefined) {
      sum.nans = Number(nans)
      sum.positiveInfinities = Number(positive)
      sum.negativeInfinities = Number(negative)
    }
    if (Number.isNaN(sum.total.exponent) || Number.isNaN(sum.negativeInfinities)) {
      throw new InternalError(`not the state of a sum: ${text}`)
    }
    return sum
  }
}

function encodeExact({ mantissa, exponent }: Dyadic): string {
  if (mantissa === 0n) return ''
  const zeros = trailingZeros(mantissa)
  return `${(mantissa >> BigInt(zeros)).toString(32)}@${exponent + zeros}`
}

function trailingZeros(value: bigint): number {
  const lowest = (value & -value).toString(16)
  return (lowest.length - 1) * 4 + Math.log2(Number(`0x${lowest[0]}`))
}

function parseBase32(text: string): bigint {
  const negative = text.startsWith('-')
  let value = 0n
  // Ten digits of 5 bits fit a safe integer.
  for (let at = negative ? 1 : 0; at < text.length; at += 10) {
    const chunk = text.slice(at, at + 10)
    value = (value << BigInt(chunk.length * 5)) | BigInt(parseInt(chunk, 32))
  }
  return negative ? -value : value
}
