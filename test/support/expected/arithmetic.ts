/** Exact arithmetic for expected rows, on whole numbers, written as the JSON text that is expected. */

/** `units` of 10^-scale as digits: fixed(1200n, 2) is 12.00. */
export function fixed(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
}

/** The mean of units of 10^-scale, rounded half away from zero to `to` decimals; null of nothing. */
export function mean(values: readonly bigint[], scale: number, to: number): string {
  if (values.length === 0) return 'null'
  const sum = values.reduce((a, b) => a + b, 0n)
  const numerator = (sum < 0n ? -sum : sum) * 10n ** BigInt(to) * 2n
  const denominator = BigInt(values.length) * 10n ** BigInt(scale)
  const rounded = (numerator + denominator) / (denominator * 2n)
  return fixed(sum < 0n ? -rounded : rounded, to)
}

/** A quotient of whole numbers that are not negative, rounded half up to `to` decimals. */
export function quotient(numerator: bigint, denominator: bigint, to: number): string {
  return fixed((numerator * 10n ** BigInt(to) * 2n + denominator) / (denominator * 2n), to)
}

/** A price such as 0.99 in cents. */
export function cents(price: unknown): bigint {
  return BigInt(Math.round(Number(price) * 100))
}
