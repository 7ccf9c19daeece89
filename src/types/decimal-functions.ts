/**
 * Exponentials and logarithms of decimals, to as many digits as PostgreSQL gives. They are computed as integers scaled by a
 * power of ten with guard digits, and rounded once.
 */
import { DataError } from './data-error.ts'
import { Decimal, divisionByZero, powerOfTen } from './decimal.ts'

const MIN_SIGNIFICANT_DIGITS = 16
const MAX_DISPLAY_SCALE = 1000
/** PostgreSQL's bound of results, in digits. */
const MAX_RESULT_DIGITS = 2000
const GUARD_DIGITS = 12
const LOG10_E = 0.434294481903252
const LN_10 = 2.302585092994046

/** e to the power of `x`. Throws DataError when it is out of range. */
export function exponential(x: Decimal): Decimal {
  const value = x.toNumber()
  const weight = clamp(value * LOG10_E, -MAX_RESULT_DIGITS, MAX_RESULT_DIGITS)
  const scale = displayScale(MIN_SIGNIFICANT_DIGITS - Math.trunc(weight), x.scale)
  return exponentialAt(x, scale)
}

/** The natural logarithm. Throws DataError unless `x` is positive. */
export function naturalLogarithm(x: Decimal): Decimal {
  checkPositive(x)
  return logarithmAt(x, displayScale(MIN_SIGNIFICANT_DIGITS - logarithmWeight(x), x.scale))
}

/** The logarithm of `x` to a base. Throws DataError unless both are positive and the base is not 1. */
export function logarithm(base: Decimal, x: Decimal): Decimal {
  checkPositive(base)
  checkPositive(x)
  const weight = logarithmWeight(x) - logarithmWeight(base)
  const scale = displayScale(MIN_SIGNIFICANT_DIGITS - weight, base.scale, x.scale)
  const digits = Math.max(scale + Math.abs(weight), 0) + GUARD_DIGITS + Math.abs(logarithmWeight(base))
  const divisor = fixedLogarithm(base, digits)
  if (divisor === 0n) throw divisionByZero()
  const quotient = (fixedLogarithm(x, digits) * powerOfTen(digits)) / divisor
  return new Decimal(quotient, digits).round(scale)
}

/** `base` to the power of `exponent`, with PostgreSQL 15's digits. Throws DataError where it is no real number or out of range. */
export function powerOf(base: Decimal, exponent: Decimal): Decimal {
  const whole = wholeNumber(exponent)
  if (base.units === 0n && exponent.units < 0n) {
    throw new DataError('MV5105', 'zero raised to a negative power is undefined')
  }
  if (whole !== null && BigInt.asIntN(32, whole) === whole) return integerPower(base, Number(whole))
  if (base.units === 0n) return new Decimal(0n, MIN_SIGNIFICANT_DIGITS)
  if (base.units < 0n && whole === null) {
    throw new DataError(
      'MV5105',
      'a negative number raised to a power that is not whole is not a real number',
    )
  }
  const isNegative = base.units < 0n && whole! % 2n !== 0n
  const result = realPower(base.abs(), exponent)
  return isNegative ? result.negate() : result
}

/** The factorial. Throws DataError for a negative number and for a result that is too large. */
export function factorial(n: bigint): Decimal {
  if (n < 0n) throw new DataError('MV5102', 'factorial of a negative number is undefined')
  if (n > 32_177n) throw outOfRange()
  let product = 1n
  for (let i = 2n; i <= n; i++) product *= i
  return new Decimal(product, 0)
}

function realPower(base: Decimal, exponent: Decimal): Decimal {
  const lnWeight = logarithmWeight(base)
  const rough = Math.max(8 - lnWeight, 0)
  const estimate = logarithmAt(base, rough).multiply(exponent).round(rough).toNumber()
  if (Math.abs(estimate) > MAX_RESULT_DIGITS * 3.01) {
    if (estimate > 0) throw outOfRange()
    return new Decimal(0n, MAX_DISPLAY_SCALE)
  }
  const weight = estimate * LOG10_E
  const scale = displayScale(MIN_SIGNIFICANT_DIGITS - Math.trunc(weight), base.scale, exponent.scale)
  const digits = Math.max(scale + Math.trunc(weight), 0) + Math.abs(lnWeight) + GUARD_DIGITS
  const ln = new Decimal(
    fixedLogarithm(base, digits + integerDigits(exponent)),
    digits + integerDigits(exponent),
  )
  return exponentialAt(ln.multiply(exponent), scale)
}

/** By squaring, exact as far as the digits matter, with as many digits after the point as the base has and 16 at least. */
function integerPower(base: Decimal, exponent: number): Decimal {
  const scale = displayScale(MIN_SIGNIFICANT_DIGITS, base.scale)
  if (exponent === 0) return new Decimal(powerOfTen(scale), scale)
  if (base.units === 0n) return new Decimal(0n, scale)
  const weight = exponent * Math.log10(Math.abs(base.toNumber()) || 1)
  if (weight > 131_072) throw outOfRange()
  if (weight + 1 < -scale) return new Decimal(0n, scale)
  const digits = scale + GUARD_DIGITS + 10 + 2 * Math.ceil(Math.abs(weight))
  const magnitude = Math.abs(exponent)
  let result = new Decimal(1n, 0)
  let square = base
  for (let bits = magnitude; ;) {
    if (bits % 2 === 1) result = shortened(result.multiply(square), digits)
    bits = Math.floor(bits / 2)
    if (bits === 0) break
    square = shortened(square.multiply(square), digits)
  }
  if (exponent > 0) return result.round(scale)
  const shift = digits + result.scale
  return new Decimal(powerOfTen(shift) / result.units, digits).round(scale)
}

function shortened(value: Decimal, digits: number): Decimal {
  return value.scale > digits ? value.round(digits) : value
}

function integerDigits({ units, scale }: Decimal): number {
  return Math.max(units.toString().length - scale, 1)
}

/** The value as an integer if it is one. */
function wholeNumber({ units, scale }: Decimal): bigint | null {
  const one = powerOfTen(scale)
  return units % one === 0n ? units / one : null
}

function exponentialAt(x: Decimal, scale: number): Decimal {
  const value = x.toNumber()
  if (Math.abs(value) >= MAX_RESULT_DIGITS * 3) {
    if (value > 0) throw outOfRange()
    return new Decimal(0n, scale)
  }
  const digits = scale + Math.max(Math.ceil(value * LOG10_E), 0) + GUARD_DIGITS
  return new Decimal(fixedExponential(toFixed(x, digits), digits), digits).round(scale)
}

function logarithmAt(x: Decimal, scale: number): Decimal {
  const digits = scale + GUARD_DIGITS
  return new Decimal(fixedLogarithm(x, digits), digits).round(scale)
}

/** e to the power of a fixed-point number: the power of two is split off, the rest is halved eight times for the series. */
function fixedExponential(x: bigint, digits: number): bigint {
  const work = digits + GUARD_DIGITS
  const one = powerOfTen(work)
  const scaled = x * powerOfTen(GUARD_DIGITS)
  const ln2 = logarithmOfTwo(work)
  const twos = scaled / ln2
  const rest = (scaled - twos * ln2) >> 8n
  let term = one
  let sum = one
  for (let n = 1n; term !== 0n; n++) {
    term = (term * rest) / (one * n)
    sum += term
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) / one
  const shifted = twos >= 0n ? sum << twos : sum >> -twos
  return shifted / powerOfTen(GUARD_DIGITS)
}

/** The logarithm as a fixed-point number: the powers of ten and of two are split off, the rest is near 1. */
function fixedLogarithm(x: Decimal, digits: number): bigint {
  const work = digits + GUARD_DIGITS
  const length = x.units.toString().length
  const shift = length - 1 - x.scale
  const mantissa = toFixed(new Decimal(x.units, length - 1), work)
  const sum = logarithmNearOne(mantissa, work) + BigInt(shift) * logarithmOfTen(work)
  return sum / powerOfTen(GUARD_DIGITS)
}

/** Of a fixed-point number from 1 to 10: of 2^k times m by the series of the inverse hyperbolic tangent of (m-1)/(m+1). */
function logarithmNearOne(x: bigint, digits: number): bigint {
  const one = powerOfTen(digits)
  let mantissa = x
  let twos = 0n
  while (mantissa * 2n > one * 3n) {
    mantissa >>= 1n
    twos++
  }
  const sum = inverseTangent(((mantissa - one) * one) / (mantissa + one), digits)
  return 2n * sum + twos * logarithmOfTwo(digits)
}

/** The inverse hyperbolic tangent of a small fixed-point number. */
function inverseTangent(z: bigint, digits: number): bigint {
  const one = powerOfTen(digits)
  const square = (z * z) / one
  let power = z
  let sum = z
  for (let n = 3n; power !== 0n; n += 2n) {
    power = (power * square) / one
    sum += power / n
  }
  return sum
}

const constants = new Map<string, bigint>()

function cached(name: string, digits: number, compute: () => bigint): bigint {
  const key = `${name} ${digits}`
  let value = constants.get(key)
  if (value === undefined) {
    value = compute()
    if (constants.size >= 128) constants.clear()
    constants.set(key, value)
  }
  return value
}

function logarithmOfTwo(digits: number): bigint {
  return cached('2', digits, () => (2n * inverseTangent(powerOfTen(digits + 5) / 3n, digits + 5)) / 100_000n)
}

/** 10 is 8 times 5/4. */
function logarithmOfTen(digits: number): bigint {
  return cached('10', digits, () => {
    const ofFiveQuarters = 2n * inverseTangent(powerOfTen(digits + 5) / 9n, digits + 5)
    return 3n * logarithmOfTwo(digits) + ofFiveQuarters / 100_000n
  })
}

function toFixed(x: Decimal, digits: number): bigint {
  return x.scale <= digits ? x.units * powerOfTen(digits - x.scale) : x.units / powerOfTen(x.scale - digits)
}

/** PostgreSQL's estimate of the power of ten of a logarithm. */
function logarithmWeight(x: Decimal): number {
  const value = x.toNumber()
  if (value >= 0.9 && value <= 1.1) {
    const rest = x.subtract(new Decimal(1n, 0)).abs()
    return rest.units === 0n ? 0 : rest.units.toString().length - 1 - rest.scale
  }
  const digits = x.units.toString()
  const leading = Number(`${digits.slice(0, 1)}.${digits.slice(1, 9)}`)
  const ln = Math.log(leading) + (digits.length - 1 - x.scale) * LN_10
  return Math.trunc(Math.log10(Math.abs(ln)))
}

function displayScale(wanted: number, ...scales: readonly number[]): number {
  return Math.min(Math.max(wanted, ...scales, 0), MAX_DISPLAY_SCALE)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

function checkPositive(x: Decimal): void {
  if (x.units === 0n) throw new DataError('MV5105', 'logarithm of zero')
  if (x.units < 0n) throw new DataError('MV5105', 'logarithm of a negative number')
}

function outOfRange(): DataError {
  return new DataError('MV5102', 'DECIMAL out of range: overflow')
}
