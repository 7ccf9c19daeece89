/** REAL: IEEE 754 binary32, kept as the double of the same value. Text in PostgreSQL's digits. */
import { Decimal, roundTo } from './decimal.ts'

/** Enough digits for every binary32 to be read back. */
const MAX_DIGITS = 9
/** Half the gap above the largest binary32. */
const HALF_LAST_GAP = 2 ** 103

const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** The shortest digits that read back as the same binary32, with an exponent below 1e-4 and from 1e6 on. */
export function formatReal(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const [mantissa, exponentText] = shortestReal(value).split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent < 6) return String(Number(`${mantissa}e${exponent}`))
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** The shortest digits as a JavaScript number prints them; finite values only. */
export function realDigits(value: number): string {
  return String(Number(shortestReal(value)))
}

function shortestReal(value: number): string {
  if (value === 0) return '0e0'
  const magnitude = Math.abs(value)
  const below = (magnitude + neighbour(magnitude, -1)) / 2
  const above = neighbour(magnitude, 1)
  const limit = above === Infinity ? magnitude + HALF_LAST_GAP : (magnitude + above) / 2
  for (let digits = 1; digits < MAX_DIGITS; digits++) {
    const text = roundTo(magnitude, digits)
    const read = Number(text)
    if (read > below && read < limit) return trimmed(value, text)
  }
  return trimmed(value, roundTo(magnitude, MAX_DIGITS))
}

function trimmed(value: number, text: string): string {
  return (value < 0 ? '-' : '') + text
}

/** The next binary32 of a positive one. */
function neighbour(value: number, step: 1 | -1): number {
  float[0] = value
  bits[0] = bits[0]! + step
  return float[0]
}

/** The nearest binary32 of decimal digits, ties to even. They are read as a double first, which may be half way by chance. */
export function parseReal(text: string): number {
  const double = Number(text)
  const nearest = Math.fround(double)
  if (nearest === double || !Number.isFinite(nearest)) return nearest
  const other = neighbourOf(nearest, double)
  if ((nearest + other) / 2 !== double) return nearest
  const order = Decimal.parse(text)!.compare(exactDecimal(double))
  if (order === 0) return nearest
  return order < 0 === nearest < other ? nearest : other
}

/** The binary32 on the other side of `double`. */
function neighbourOf(nearest: number, double: number): number {
  if (nearest === 0) return double < 0 ? -(2 ** -149) : 2 ** -149
  const isAway = Math.abs(double) > Math.abs(nearest)
  return Math.sign(nearest) * neighbour(Math.abs(nearest), isAway ? 1 : -1)
}

/** A double is a whole number times a power of two, and so a finite decimal. */
function exactDecimal(double: number): Decimal {
  let scale = 0
  let whole = double
  while (!Number.isInteger(whole)) {
    whole *= 2
    scale++
  }
  return new Decimal(BigInt(whole) * 5n ** BigInt(scale), scale)
}
