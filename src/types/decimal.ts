/**
 * Exact decimal numbers with PostgreSQL's `numeric` semantics: a value keeps its scale (1.00 is equal to 1.0 and printed
 * differently), and division picks the scale of its result by PostgreSQL's rule, so that the same digits are printed.
 */
import { DataError } from './data-error.ts'

/** PostgreSQL's limits: digits before and after the decimal point. */
export const MAX_INTEGER_DIGITS = 131_072
export const MAX_SCALE = 16_383

const MAX_DIVISION_SCALE = 1000
/** The significant digits that a quotient has at least. */
const MIN_QUOTIENT_DIGITS = 16

const POWERS = Array.from({ length: 64 }, (_, n) => 10n ** BigInt(n))
const INTEGER_LIMIT_BITS = 435_000n

/** Ten to the `exponent`, which is not negative. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent)
}

const NUMBER_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/** `units` divided by ten to the `scale`. Immutable. */
export class Decimal {
  readonly units: bigint
  /** Digits after the decimal point: 0 to {@link MAX_SCALE}. */
  readonly scale: number

  constructor(units: bigint, scale: number) {
    this.units = units
    this.scale = scale
  }

  /**
   * Reads PostgreSQL's input syntax without surrounding space (`-12.50`, `.5`, `1e-3`); null when it is none.
   * Throws DataError beyond PostgreSQL's limits.
   */
  static parse(text: string): Decimal | null {
    const match = NUMBER_TEXT.exec(text)
    if (match === null) return null
    const whole = match[2]!
    const fraction = match[3] ?? ''
    if (whole === '' && fraction === '') return null
    const exponent = match[4] === undefined ? 0 : Number(match[4])
    return fromDigits(match[1] === '-', whole + fraction, fraction.length - exponent)
  }

  static fromBigint(value: bigint): Decimal {
    return new Decimal(value, 0)
  }

  /**
   * A number rounded to so many significant digits: 15 of a DOUBLE, 6 of a REAL, as PostgreSQL's casts do. Throws DataError
   * for NaN and the infinities.
   */
  static fromNumber(value: number, digits: 15 | 6 = 15): Decimal {
    if (!Number.isFinite(value)) {
      throw new DataError('MV5102', `\`${value}\` cannot be converted to DECIMAL`)
    }
    const [mantissa, exponent] = roundTo(value, digits).split('e') as [string, string | undefined]
    const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
    return Decimal.parse(exponent === undefined ? trimmed : `${trimmed}e${exponent}`)!
  }

  add(other: Decimal): Decimal {
    if (this.scale === other.scale) return checked(this.units + other.units, this.scale)
    const scale = Math.max(this.scale, other.scale)
    return checked(this.unitsAt(scale) + other.unitsAt(scale), scale)
  }

  subtract(other: Decimal): Decimal {
    if (this.scale === other.scale) return checked(this.units - other.units, this.scale)
    const scale = Math.max(this.scale, other.scale)
    return checked(this.unitsAt(scale) - other.unitsAt(scale), scale)
  }

  multiply(other: Decimal): Decimal {
    const units = this.units * other.units
    const scale = this.scale + other.scale
    return scale <= MAX_SCALE ? checked(units, scale) : new Decimal(units, scale).round(MAX_SCALE)
  }

  /** The quotient, rounded half away from zero to the scale that PostgreSQL picks. Throws DataError when `other` is zero. */
  divide(other: Decimal): Decimal {
    if (other.units === 0n) throw divisionByZero()
    const scale = divisionScale(this, other)
    const shift = scale - this.scale + other.scale
    const dividend = shift >= 0 ? this.units * powerOfTen(shift) : this.units
    const divisor = shift >= 0 ? other.units : other.units * powerOfTen(-shift)
    return checked(divideRounding(dividend, divisor), scale)
  }

  /** The remainder of the division that truncates toward zero; it has the sign of `this`. */
  modulo(other: Decimal): Decimal {
    if (other.units === 0n) throw divisionByZero()
    const scale = Math.max(this.scale, other.scale)
    return new Decimal(this.unitsAt(scale) % other.unitsAt(scale), scale)
  }

  /** The whole part of the quotient. Throws DataError when `other` is zero. */
  quotient(other: Decimal): Decimal {
    if (other.units === 0n) throw divisionByZero()
    const scale = Math.max(this.scale, other.scale)
    return checked(this.unitsAt(scale) / other.unitsAt(scale), 0)
  }

  negate(): Decimal {
    return new Decimal(-this.units, this.scale)
  }

  abs(): Decimal {
    return this.units < 0n ? this.negate() : this
  }

  /** -1, 0 or 1. */
  sign(): number {
    return this.units === 0n ? 0 : this.units < 0n ? -1 : 1
  }

  /** Negative, zero or positive as `this` is less than, equal to or greater than `other` by value. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale)
    const left = this.unitsAt(scale)
    const right = other.unitsAt(scale)
    return left === right ? 0 : left < right ? -1 : 1
  }

  /** Rounds half away from zero to `digits` after the point (before it when negative), at most {@link MAX_SCALE}. */
  round(digits: number): Decimal {
    return this.toScale(digits, divideRounding)
  }

  /** Cuts off behind `digits` after the point (before it when negative). */
  truncate(digits: number): Decimal {
    return this.toScale(digits, (dividend, divisor) => dividend / divisor)
  }

  floor(): Decimal {
    return this.toScale(0, floorDivide)
  }

  ceil(): Decimal {
    return this.toScale(0, (dividend, divisor) => -floorDivide(-dividend, divisor))
  }

  /** The nearest integer, halves away from zero. */
  toBigint(): bigint {
    return this.scale === 0 ? this.units : divideRounding(this.units, powerOfTen(this.scale))
  }

  /** The nearest double; infinite when the value is beyond the doubles. */
  toNumber(): number {
    return Number(this.toString())
  }

  /** All digits, with as many after the point as the scale says. */
  toString(): string {
    const digits = this.units.toString()
    if (this.scale === 0) return digits
    const sign = this.units < 0n ? '-' : ''
    const padded = (sign === '' ? digits : digits.slice(1)).padStart(this.scale + 1, '0')
    const point = padded.length - this.scale
    return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`
  }

  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * powerOfTen(scale - this.scale)
  }

  private toScale(digits: number, divide: (dividend: bigint, divisor: bigint) => bigint): Decimal {
    const scale = Math.max(-MAX_INTEGER_DIGITS - 1, Math.min(MAX_SCALE, digits))
    if (scale >= this.scale) return new Decimal(this.unitsAt(scale), scale)
    const units = divide(this.units, powerOfTen(this.scale - scale))
    return scale >= 0 ? new Decimal(units, scale) : checked(units * powerOfTen(-scale), 0)
  }
}

export function divisionByZero(): DataError {
  return new DataError('MV5103', 'division by zero')
}

function overflow(): DataError {
  return new DataError(
    'MV5102',
    `DECIMAL holds at most ${MAX_INTEGER_DIGITS} digits before and ${MAX_SCALE} after the decimal point`,
  )
}

/** The value `digits` times ten to the `-scale`; a negative scale becomes zeros. */
function fromDigits(negative: boolean, digits: string, scale: number): Decimal {
  const significant = digits.replace(/^0+/, '')
  if (scale > MAX_SCALE || (significant !== '' && significant.length - scale > MAX_INTEGER_DIGITS)) {
    throw overflow()
  }
  if (significant === '') return new Decimal(0n, Math.max(scale, 0))
  const magnitude = BigInt(significant) * powerOfTen(Math.max(-scale, 0))
  return new Decimal(negative ? -magnitude : magnitude, Math.max(scale, 0))
}

/** The result of arithmetic, unless it has too many digits before the point. */
function checked(units: bigint, scale: number): Decimal {
  // A cheap test of the size first: nearly all numbers are far below the limit.
  if (
    BigInt.asIntN(64, units) !== units &&
    units >> INTEGER_LIMIT_BITS !== 0n &&
    units >> INTEGER_LIMIT_BITS !== -1n
  ) {
    const length = units.toString().length - (units < 0n ? 1 : 0)
    if (length - scale > MAX_INTEGER_DIGITS) throw overflow()
  }
  return new Decimal(units, scale)
}

/** Integer division rounding half away from zero. */
function divideRounding(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const twice = (dividend % divisor) * 2n
  const magnitude = twice < 0n ? -twice : twice
  if (magnitude < (divisor < 0n ? -divisor : divisor)) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}

/** PostgreSQL's `select_div_scale`: at least 16 significant digits, counted in its groups of four decimal digits. */
function divisionScale(dividend: Decimal, divisor: Decimal): number {
  const left = leadingGroup(dividend)
  const right = leadingGroup(divisor)
  const groups = left.weight - right.weight - (left.group <= right.group ? 1 : 0)
  const scale = Math.max(MIN_QUOTIENT_DIGITS - groups * 4, dividend.scale, divisor.scale, 0)
  return Math.min(scale, MAX_DIVISION_SCALE)
}

/** The first non-zero digit in base 10,000 and its power. */
function leadingGroup({ units, scale }: Decimal): { weight: number; group: number } {
  if (units === 0n) return { weight: 0, group: 0 }
  const digits = (units < 0n ? -units : units).toString()
  const exponent = digits.length - 1 - scale
  const weight = Math.floor(exponent / 4)
  const length = exponent - weight * 4 + 1
  return { weight, group: Number(digits.slice(0, length).padEnd(length, '0')) }
}

/** So many significant digits with an exponent, as C rounds: ties go to even, while `toExponential` takes the larger. */
export function roundTo(value: number, digits: number): string {
  const text = Math.abs(value).toExponential(digits - 1)
  const [mantissa, exponent] = Math.abs(value).toExponential(60).split('e') as [string, string]
  const isTie = mantissa[digits + 1] === '5' && /^0*$/.test(mantissa.slice(digits + 2))
  const isEven = Number(mantissa[digits]) % 2 === 0
  const rounded = isTie && isEven ? `${mantissa.slice(0, digits + 1)}e${exponent}` : text
  return value < 0 ? `-${rounded}` : rounded
}
