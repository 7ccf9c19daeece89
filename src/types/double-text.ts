/** Doubles as PostgreSQL prints them. */

/** The doubles from here on are whole. */
const FIRST_WHOLE = 2 ** 52
/** No decimal of at most 17 digits is half way between two doubles above this. */
const LAST_BOUNDARY = 1e40
const MAX_DIGITS = 17

/** The shortest digits that read back as the same double, with an exponent below 1e-4 and from 1e15 on. */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const [mantissa, exponentText] = shortest(value).split('e') as [string, string]
  const exponent = Number(exponentText)
  // JavaScript writes an exponent only below 1e-6 and from 1e21 on.
  if (exponent >= -4 && exponent < 15) return String(value)
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/**
 * The digits with an exponent. JavaScript takes digits that are exactly half way to the next double when they are read
 * back right; PostgreSQL never does and writes one digit more.
 */
function shortest(value: number): string {
  const text = value.toExponential()
  const magnitude = Math.abs(value)
  if (magnitude < FIRST_WHOLE || magnitude > LAST_BOUNDARY || !isHalfWay(magnitude, text)) return text
  const fractionDigits = text.replace(/^-/, '').indexOf('e') - 2
  for (let digits = Math.max(fractionDigits, 0) + 1; digits < MAX_DIGITS - 1; digits++) {
    const candidate = value.toExponential(digits)
    if (Number(candidate) === value && !isHalfWay(magnitude, candidate)) return candidate
  }
  return value.toExponential(MAX_DIGITS - 1)
}

/** Whether the text is exactly half way from a whole double to a neighbour. All is computed in quarters. */
function isHalfWay(magnitude: number, text: string): boolean {
  const [mantissa, exponent] = text.replace(/[-.]/g, '').split('e+') as [string, string]
  const zeros = Number(exponent) - mantissa.length + 1
  const scale = 10n ** BigInt(Math.abs(zeros))
  const digits = BigInt(mantissa) * 4n
  if (zeros < 0 && digits % scale !== 0n) return false
  const written = zeros < 0 ? digits / scale : digits * scale
  const whole = BigInt(magnitude)
  const gap = 1n << BigInt(whole.toString(2).length - 53)
  const distance = written - whole * 4n
  // Below a power of two the doubles lie twice as close.
  const isPowerOfTwo = (whole & (whole - 1n)) === 0n
  return distance === 2n * gap || distance === -2n * gap || (isPowerOfTwo && distance === -gap)
}
