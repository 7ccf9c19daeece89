/**
 * Exact numbers of the form mantissa · 2^exponent, which every double is and which sums and products of doubles are. A
 * quotient of two is rounded once, so a formula over sums of doubles is as exact as its last step.
 */
import { assert } from '../util/assert.ts'

const float = new Float64Array(1)
const bits = new BigUint64Array(float.buffer)

const MANTISSA_BITS = 53
const FRACTION_MASK = (1n << 52n) - 1n
const IMPLICIT_BIT = 1n << 52n
/** The exponent of the smallest double. */
const MIN_EXPONENT = -1074

/** Immutable. */
export class Dyadic {
  static readonly ZERO = new Dyadic(0n, 0)

  readonly mantissa: bigint
  readonly exponent: number

  constructor(mantissa: bigint, exponent: number) {
    this.mantissa = mantissa
    this.exponent = exponent
  }

  static fromInteger(value: number): Dyadic {
    return new Dyadic(BigInt(value), 0)
  }

  /** The exact value of a finite double. */
  static fromDouble(value: number): Dyadic {
    float[0] = value
    const pattern = bits[0]!
    const biased = Number((pattern >> 52n) & 0x7ffn)
    const magnitude = biased === 0 ? pattern & FRACTION_MASK : (pattern & FRACTION_MASK) | IMPLICIT_BIT
    const exponent = biased === 0 ? MIN_EXPONENT : biased + MIN_EXPONENT - 1
    return new Dyadic(value < 0 ? -magnitude : magnitude, exponent)
  }

  get isZero(): boolean {
    return this.mantissa === 0n
  }

  plus(other: Dyadic): Dyadic {
    if (this.isZero) return other
    if (other.isZero) return this
    const shift = other.exponent - this.exponent
    return shift >= 0
      ? new Dyadic(this.mantissa + (other.mantissa << BigInt(shift)), this.exponent)
      : new Dyadic((this.mantissa << BigInt(-shift)) + other.mantissa, other.exponent)
  }

  minus({ mantissa, exponent }: Dyadic): Dyadic {
    return this.plus(new Dyadic(-mantissa, exponent))
  }

  times(other: Dyadic): Dyadic {
    return new Dyadic(this.mantissa * other.mantissa, this.exponent + other.exponent)
  }

  /** The quotient as the nearest double, ties to even; infinite beyond the doubles. `other` is positive. */
  over(other: Dyadic): number {
    assert(other.mantissa > 0n, 'an exact number is divided by one that is not positive')
    const magnitude = absolute(this.mantissa)
    const shift = Math.max(0, MANTISSA_BITS + 2 + bitLength(other.mantissa) - bitLength(magnitude))
    const dividend = magnitude << BigInt(shift)
    const quotient = dividend / other.mantissa
    // One more bit tells that the quotient is not exact, for the rounding.
    const rest = quotient * other.mantissa === dividend ? 0n : 1n
    const result = toDouble((quotient << 1n) | rest, this.exponent - other.exponent - shift - 1)
    return this.mantissa < 0n ? -result : result
  }

  /** The nearest double, ties to even; infinite beyond the doubles. */
  toNumber(): number {
    const result = toDouble(absolute(this.mantissa), this.exponent)
    return this.mantissa < 0n ? -result : result
  }
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** Of a number that is not negative. */
function bitLength(value: bigint): number {
  if (value === 0n) return 0
  const digits = value.toString(16)
  return digits.length * 4 - Math.clz32(parseInt(digits[0]!, 16)) + 28
}

/** `magnitude` times two to the `exponent`, rounded once: to the mantissa of a double, or to the smallest double. */
function toDouble(magnitude: bigint, exponent: number): number {
  const lowest = Math.max(exponent + bitLength(magnitude) - MANTISSA_BITS, MIN_EXPONENT)
  return Number(shifted(magnitude, lowest - exponent)) * powerOfTwo(lowest)
}

/** Divided by two to the power of `by`, rounded to the nearest integer, ties to even. */
function shifted(value: bigint, by: number): bigint {
  if (by <= 0) return value << BigInt(-by)
  const head = value >> BigInt(by)
  const twice = (value - (head << BigInt(by))) << 1n
  const one = 1n << BigInt(by)
  return twice > one || (twice === one && (head & 1n) === 1n) ? head + 1n : head
}

function powerOfTwo(exponent: number): number {
  if (exponent > 1023) return Infinity
  bits[0] = exponent >= -1022 ? BigInt(exponent + 1023) << 52n : 1n << BigInt(exponent - MIN_EXPONENT)
  return float[0]!
}
