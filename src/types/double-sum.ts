/**
 * The exact sum of doubles, for SUM and AVG: adding in any order gives the same state, and subtracting what was added
 * restores it to the bit. The idea is Kulisch's long accumulator (and Shewchuk's exact expansions): every double is an
 * integer times a power of two, so a sum is one too.
 *
 * State: a bigint mantissa and an exponent; NaN and the infinities are counted apart. Cost: one bigint addition.
 */
import { InternalError } from '../util/assert.ts'

const MANTISSA_MASK = (1n << 52n) - 1n
const IMPLICIT_BIT = 1n << 52n
/** The exponent of the smallest double. */
const MIN_EXPONENT = -1074
/** Bits that are kept for the rounding to 53; what lies below only tells whether it is zero. */
const ROUNDING_BITS = 64

const float = new Float64Array(1)
const bits = new BigUint64Array(float.buffer)

/** An accumulator; it changes in place. */
export class DoubleSum {
  private mantissa = 0n
  private exponent = 0
  private nans = 0
  private positiveInfinities = 0
  private negativeInfinities = 0

  /** Adds `value` `weight` times; a negative weight takes it away. */
  add(value: number, weight: number): void {
    if (value === 0) return
    if (Number.isFinite(value)) this.addFinite(value, BigInt(weight))
    else if (Number.isNaN(value)) this.nans += weight
    else if (value > 0) this.positiveInfinities += weight
    else this.negativeInfinities += weight
  }

  /** Adds all that another sum holds. */
  merge(other: DoubleSum): void {
    this.addTerm(other.mantissa, other.exponent)
    this.nans += other.nans
    this.positiveInfinities += other.positiveInfinities
    this.negativeInfinities += other.negativeInfinities
  }

  /** The sum rounded to the nearest double, ties to even. Infinite when finite values sum beyond the doubles. */
  toNumber(): number {
    if (this.nans > 0 || (this.positiveInfinities > 0 && this.negativeInfinities > 0)) return NaN
    if (this.positiveInfinities > 0) return Infinity
    if (this.negativeInfinities > 0) return -Infinity
    return toDouble(this.mantissa, this.exponent)
  }

  /** Whether the values that are summed are all finite: then an infinite `toNumber` is an overflow. */
  isFinite(): boolean {
    return this.nans === 0 && this.positiveInfinities === 0 && this.negativeInfinities === 0
  }

  /** The state as text: equal sums have equal texts, and the empty sum has the empty one. */
  encode(): string {
    const zeros = trailingZeros(this.mantissa)
    const finite =
      this.mantissa === 0n ? '' : `${(this.mantissa >> BigInt(zeros)).toString(32)}@${this.exponent + zeros}`
    if (this.isFinite()) return finite
    return `${finite};${this.nans};${this.positiveInfinities};${this.negativeInfinities}`
  }

  /** Reads what `encode` wrote. */
  static decode(text: string): DoubleSum {
    const sum = new DoubleSum()
    const [finite, nans, positive, negative] = text.split(';')
    if (finite) {
      const [mantissa, exponent] = finite.split('@')
      sum.mantissa = parseBase32(mantissa!)
      sum.exponent = Number(exponent)
    }
    if (nans !== undefined) {
      sum.nans = Number(nans)
      sum.positiveInfinities = Number(positive)
      sum.negativeInfinities = Number(negative)
    }
    if (Number.isNaN(sum.exponent) || Number.isNaN(sum.negativeInfinities)) {
      throw new InternalError(`not the state of a sum: ${text}`)
    }
    return sum
  }

  private addFinite(value: number, weight: bigint): void {
    float[0] = value
    const pattern = bits[0]!
    const biased = Number((pattern >> 52n) & 0x7ffn)
    const magnitude = biased === 0 ? pattern & MANTISSA_MASK : (pattern & MANTISSA_MASK) | IMPLICIT_BIT
    const exponent = biased === 0 ? MIN_EXPONENT : biased + MIN_EXPONENT - 1
    this.addTerm((value < 0 ? -magnitude : magnitude) * weight, exponent)
  }

  private addTerm(term: bigint, exponent: number): void {
    if (term === 0n) return
    if (this.mantissa === 0n) this.exponent = exponent
    const shift = exponent - this.exponent
    if (shift >= 0) {
      this.mantissa += term << BigInt(shift)
    } else {
      this.mantissa = (this.mantissa << BigInt(-shift)) + term
      this.exponent = exponent
    }
  }
}

function trailingZeros(value: bigint): number {
  if (value === 0n) return 0
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

/** `mantissa` times two to the `exponent`, which is at least that of the smallest double, rounded once. */
function toDouble(mantissa: bigint, exponent: number): number {
  const magnitude = mantissa < 0n ? -mantissa : mantissa
  const excess = Math.max(0, magnitude.toString(16).length * 4 - ROUNDING_BITS)
  const head = magnitude >> BigInt(excess)
  const sticky = head << BigInt(excess) === magnitude ? 0n : 1n
  // Below the normal doubles `head` has at most 52 bits, so the product is exact there: it is never rounded twice.
  const rounded = Number(head | sticky) * powerOfTwo(exponent + excess)
  return mantissa < 0n ? -rounded : rounded
}

function powerOfTwo(exponent: number): number {
  if (exponent > 1023) return Infinity
  bits[0] = exponent >= -1022 ? BigInt(exponent + 1023) << 52n : 1n << BigInt(exponent - MIN_EXPONENT)
  return float[0]!
}
