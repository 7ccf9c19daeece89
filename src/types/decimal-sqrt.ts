/** The square root of decimals, to as many digits as PostgreSQL gives. */
import { DataError } from './data-error.ts'
import { Decimal, powerOfTen } from './decimal.ts'

const MIN_SIGNIFICANT_DIGITS = 16
const MAX_RESULT_SCALE = 1000

/** The root, rounded half away from zero. Throws DataError for a negative number. */
export function squareRoot(value: Decimal): Decimal {
  if (value.units < 0n) throw new DataError('MV5105', 'square root of a negative number')
  return squareRootAt(value, rootScale(value))
}

/** The root of a number that is not negative, with so many digits after the point. */
export function squareRootAt(value: Decimal, scale: number): Decimal {
  // One more digit than wanted decides the rounding: a root is never exactly half way unless that digit is the last.
  const shift = 2 * (scale + 1) - value.scale
  const radicand = shift >= 0 ? value.units * powerOfTen(shift) : value.units / powerOfTen(-shift)
  return new Decimal(integerRoot(radicand), scale + 1).round(scale)
}

/** PostgreSQL's rule: at least 16 significant digits, estimated in groups of four digits. */
function rootScale({ units, scale }: Decimal): number {
  const weight = units === 0n ? 0 : Math.floor((units.toString().length - 1 - scale) / 4)
  const digitsBefore = Math.trunc((weight * 4) / 2) + 1
  return Math.min(Math.max(MIN_SIGNIFICANT_DIGITS - digitsBefore, scale, 0), MAX_RESULT_SCALE)
}

/** The greatest integer whose square is not above `value` (Newton's method from above). */
function integerRoot(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt(Math.ceil((value.toString(16).length * 4) / 2))
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
