/** Intervals as text: PostgreSQL's own form (`1 year 2 mons 3 days 04:05:06`) and ISO 8601's (`P1Y2M3DT4H5M6S`). */
import { intervalOutOfRange, Interval } from './interval.ts'
import { roundHalfEven } from './datetime.ts'

const MONTHS_PER_YEAR = 12
const DAYS_PER_MONTH = 30
const MICROS_PER_SECOND = 1_000_000n
const MICROS_PER_MINUTE = 60_000_000n
const MICROS_PER_HOUR = 3_600_000_000n
const MICROS_PER_DAY = 86_400_000_000n

/** PostgreSQL's output: a part that follows a negative one shows its sign. */
export function formatInterval({ months, days, micros }: Interval): string {
  let text = ''
  let isAfterNegative = false
  const append = (value: number, unit: string) => {
    if (value === 0) return
    const sign = isAfterNegative && value > 0 ? '+' : ''
    text += `${text === '' ? '' : ' '}${sign}${value} ${unit}${value === 1 ? '' : 's'}`
    isAfterNegative = value < 0
  }
  append(Math.trunc(months / MONTHS_PER_YEAR), 'year')
  append(months % MONTHS_PER_YEAR, 'mon')
  append(days, 'day')
  if (micros === 0n && text !== '') return text
  const sign = micros < 0n ? '-' : isAfterNegative ? '+' : ''
  return `${text}${text === '' ? '' : ' '}${sign}${formatClock(micros < 0n ? -micros : micros)}`
}

/** Hours may have any number of digits. */
function formatClock(micros: bigint): string {
  const hours = micros / MICROS_PER_HOUR
  const minutes = (micros / MICROS_PER_MINUTE) % 60n
  const [whole, fraction] = secondsOf(micros % MICROS_PER_MINUTE)
  return `${pad(String(hours))}:${pad(String(minutes))}:${pad(whole)}${fraction}`
}

function pad(digits: string): string {
  return digits.padStart(2, '0')
}

/** Whole seconds, and the fraction with its point or nothing. */
function secondsOf(micros: bigint): [string, string] {
  const fraction = micros % MICROS_PER_SECOND
  const digits = fraction === 0n ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  return [String(micros / MICROS_PER_SECOND), digits]
}

/** ISO 8601, each part with its own sign, as PostgreSQL's style `iso_8601` has it. */
export function formatIsoInterval({ months, days, micros }: Interval): string {
  const magnitude = micros < 0n ? -micros : micros
  const sign = micros < 0n ? '-' : ''
  const [seconds, fraction] = secondsOf(magnitude % MICROS_PER_MINUTE)
  const part = (value: number | bigint | string, unit: string) =>
    Number(value) === 0 ? '' : `${value}${unit}`
  const date =
    part(Math.trunc(months / MONTHS_PER_YEAR), 'Y') + part(months % MONTHS_PER_YEAR, 'M') + part(days, 'D')
  const clock = [
    part(magnitude / MICROS_PER_HOUR, 'H'),
    part((magnitude / MICROS_PER_MINUTE) % 60n, 'M'),
    part(`${seconds}${fraction}`, 'S'),
  ]
  const time = clock.map(text => (text === '' ? '' : sign + text)).join('')
  if (date === '' && time === '') return 'PT0S'
  return `P${date}${time === '' ? '' : `T${time}`}`
}

/** Sums the parts of a text. Fractions of months become days, those of days become time, as in PostgreSQL. */
class IntervalParts {
  months = 0
  days = 0
  micros = 0n

  /** @param size in units of months, days or microseconds */
  add(amount: Amount, unit: Unit): void {
    const { whole, fraction } = amount
    if (unit.of === 'months') {
      this.months += Number(whole) * unit.size
      if (unit.size > 1) this.months += roundHalfEven(fraction * unit.size)
      else this.addDays(fraction * DAYS_PER_MONTH)
    } else if (unit.of === 'days') {
      this.days += Number(whole) * unit.size
      this.addDays(fraction * unit.size)
    } else {
      this.micros += whole * BigInt(unit.size)
      this.addMicros(fraction * unit.size)
    }
  }

  interval(sign: 1 | -1): Interval {
    return Interval.of(sign * this.months, sign * this.days, BigInt(sign) * this.micros)
  }

  private addDays(days: number): void {
    const whole = Math.trunc(days)
    this.days += whole
    this.addMicros((days - whole) * Number(MICROS_PER_DAY))
  }

  /** Halves of a microsecond are dropped. */
  private addMicros(micros: number): void {
    const whole = Math.trunc(micros)
    const rest = micros - whole
    this.micros += BigInt(whole + (rest > 0.5 ? 1 : rest < -0.5 ? -1 : 0))
  }
}

interface Amount {
  readonly whole: bigint
  /** Of the same sign, its magnitude below 1. */
  readonly fraction: number
}

interface Unit {
  readonly of: 'months' | 'days' | 'micros'
  readonly size: number
}

const UNITS: ReadonlyMap<string, Unit> = new Map(
  (
    [
      ['microsecond microseconds microsecon us usec usecs useconds', 'micros', 1],
      ['millisecond milliseconds millisecon ms msec msecs', 'micros', 1_000],
      ['second seconds sec secs s', 'micros', 1_000_000],
      ['minute minutes min mins m', 'micros', 60_000_000],
      ['hour hours hr hrs h', 'micros', 3_600_000_000],
      ['day days d', 'days', 1],
      ['week weeks w', 'days', 7],
      ['month months mon mons', 'months', 1],
      ['year years yr yrs y', 'months', 12],
      ['decade decades dec decs', 'months', 120],
      ['century centuries cent c', 'months', 1_200],
      ['millennium millennia mil mils', 'months', 12_000],
    ] as const
  ).flatMap(([names, of, size]) => {
    const unit: Unit = { of, size }
    return names.split(' ').map(name => [name, unit] as const)
  }),
)

const DAY = UNITS.get('day')!
const SECOND = UNITS.get('second')!
const CLOCK = [UNITS.get('hour')!, UNITS.get('minute')!, SECOND]

const TOKEN =
  /\s*(?:([+-]?)\s*(\d+):(\d*)(?::(\d*))?(\.\d*)?|([+-]?)\s*(\d+)-(\d+)(?![\d-])|([+-]?)\s*(\d+\.?\d*|\.\d+)|([a-z]+)|(@))/iy

/**
 * Reads PostgreSQL's text (`1 year 2 mons -3 days 04:05:06.7`, `2h 30m`, `1-2`, `3 days ago`) or ISO 8601. Null: the text is
 * none. Throws DataError when it is out of range.
 */
export function parseInterval(text: string): Interval | null {
  const trimmed = text.trim()
  if (trimmed.startsWith('P')) return parseIso(trimmed)
  const isAgo = /\bago$/i.test(trimmed)
  const parts = new IntervalParts()
  const source = isAgo ? trimmed.slice(0, -3).trimEnd() : trimmed
  return source !== '' && readParts(source, parts) ? parts.interval(isAgo ? -1 : 1) : null
}

function readParts(text: string, parts: IntervalParts): boolean {
  let pending: Amount | null = null
  let count = 0
  const seen = new Set<Unit>()
  const take = (amount: Amount, unit: Unit): boolean => {
    if (seen.has(unit)) return false
    seen.add(unit)
    parts.add(amount, unit)
    count++
    return true
  }
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text)
    if (match === null) return false
    if (match[2] !== undefined) {
      // A number before a time is a number of days.
      if (pending !== null && !take(pending, DAY)) return false
      pending = null
      if (CLOCK.some(unit => seen.has(unit))) return false
      CLOCK.forEach(unit => seen.add(unit))
      addClock(match, parts)
      count++
    } else if (match[7] !== undefined) {
      if (pending !== null) return false
      if (Number(match[8]) >= MONTHS_PER_YEAR) throw intervalOutOfRange()
      const months = Number(match[7]) * MONTHS_PER_YEAR + Number(match[8])
      parts.months += match[6] === '-' ? -months : months
      count++
    } else if (match[10] !== undefined) {
      if (pending !== null) return false
      pending = amountOf(match[9]!, match[10])
    } else if (match[11] !== undefined) {
      const unit = UNITS.get(match[11].toLowerCase())
      if (unit === undefined || pending === null || !take(pending, unit)) return false
      pending = null
    } else if (at > 0) return false
  }
  if (pending !== null) return take(pending, SECOND)
  return count > 0
}

function amountOf(sign: string, digits: string): Amount {
  const [whole, fraction = ''] = digits.split('.')
  const magnitude = BigInt(whole === '' ? 0 : whole!)
  const part = Number(`0.${fraction}0`)
  return sign === '-' ? { whole: -magnitude, fraction: -part } : { whole: magnitude, fraction: part }
}

/** `h:mm`, `h:mm:ss.ffffff`, or `m:ss.ffffff` where two parts have a fraction. Throws DataError when there is no such time. */
function addClock(match: RegExpExecArray, parts: IntervalParts): void {
  const [, sign, first, second, third, fraction] = match
  const isMinutes = third === undefined && fraction !== undefined
  const [hours, minutes, seconds] = isMinutes ? ['0', first!, second!] : [first!, second!, third ?? '']
  if (Number(minutes) > 59 || Number(seconds) > 60) throw intervalOutOfRange()
  const rest = fraction === undefined ? 0 : roundHalfEven(Number(`0${fraction}0`) * 1_000_000)
  const micros =
    BigInt(hours) * MICROS_PER_HOUR +
    BigInt(minutes) * MICROS_PER_MINUTE +
    BigInt(seconds) * MICROS_PER_SECOND +
    BigInt(rest)
  parts.micros += sign === '-' ? -micros : micros
}

const ISO_PART = /([+-]?)(\d+\.?\d*|\.\d+)([A-Z])/y
const ISO_DATE_UNITS: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' }
const ISO_TIME_UNITS: Readonly<Record<string, string>> = { H: 'hour', M: 'minute', S: 'second' }

/** `P1Y2M3W4DT5H6M7.8S`, each part with a sign if need be. */
function parseIso(text: string): Interval | null {
  const parts = new IntervalParts()
  let units = ISO_DATE_UNITS
  let at = 1
  if (text.length < 2) return null
  while (at < text.length) {
    if (text[at] === 'T' && units === ISO_DATE_UNITS && at + 1 < text.length) {
      units = ISO_TIME_UNITS
      at++
      continue
    }
    ISO_PART.lastIndex = at
    const match = ISO_PART.exec(text)
    const name = match && units[match[3]!]
    if (!match || name === undefined || name === null) return null
    parts.add(amountOf(match[1]!, match[2]!), UNITS.get(name)!)
    at = ISO_PART.lastIndex
  }
  return parts.interval(1)
}
