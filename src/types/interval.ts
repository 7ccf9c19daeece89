/**
 * Spans of time as PostgreSQL's `interval`: months, days and microseconds that do not turn into each other, since a month
 * is no fixed number of days. Only comparison holds a month equal to 30 days and a day to 24 hours.
 */
import { DataError } from './data-error.ts'
import {
  checkTimestamp,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  MICROS_PER_DAY,
  roundHalfEven,
  splitTimestamp,
} from './datetime.ts'
import { divisionByZero } from './decimal.ts'

const DAYS_PER_MONTH = 30
const MONTHS_PER_YEAR = 12
const SECONDS_PER_DAY = 86_400
const MICROS_PER_SECOND = 1_000_000
const MICROS_PER_MONTH = MICROS_PER_DAY * BigInt(DAYS_PER_MONTH)

/** Immutable. Months and days are in the range of INTEGER, microseconds in that of BIGINT. */
export class Interval {
  readonly months: number
  readonly days: number
  readonly micros: bigint

  constructor(months: number, days: number, micros: bigint) {
    this.months = months
    this.days = days
    this.micros = micros
  }

  /** Throws DataError when a part is out of range. */
  static of(months: number, days: number, micros: bigint): Interval {
    const fits = (months | 0) === months && (days | 0) === days && BigInt.asIntN(64, micros) === micros
    if (!fits) throw intervalOutOfRange()
    return new Interval(months + 0, days + 0, micros)
  }

  /** The interval of so many microseconds in comparison, in months, days below 30 and hours below 24. */
  static ofLength(length: bigint): Interval {
    const rest = length % MICROS_PER_MONTH
    return new Interval(
      Number(length / MICROS_PER_MONTH),
      Number(rest / MICROS_PER_DAY),
      rest % MICROS_PER_DAY,
    )
  }

  /** Microseconds, a month as 30 days and a day as 24 hours: what comparison goes by. */
  length(): bigint {
    return BigInt(this.months) * MICROS_PER_MONTH + BigInt(this.days) * MICROS_PER_DAY + this.micros
  }

  compare(other: Interval): number {
    const left = this.length()
    const right = other.length()
    return left === right ? 0 : left < right ? -1 : 1
  }

  add(other: Interval): Interval {
    return Interval.of(this.months + other.months, this.days + other.days, this.micros + other.micros)
  }

  subtract(other: Interval): Interval {
    return Interval.of(this.months - other.months, this.days - other.days, this.micros - other.micros)
  }

  negate(): Interval {
    return Interval.of(-this.months, -this.days, -this.micros)
  }

  /** Fractions of months become days (of 30), those of days become hours, as in PostgreSQL. */
  multiply(factor: number): Interval {
    return this.scale(part => part * factor)
  }

  divide(divisor: number): Interval {
    if (divisor === 0) throw divisionByZero()
    return this.scale(part => part / divisor)
  }

  /** Months, days and microseconds, for storage: canonical, and different for 30 days and 1 month. */
  toString(): string {
    return `${this.months} ${this.days} ${this.micros}`
  }

  /** Reads what `toString` wrote. */
  static decode(text: string): Interval {
    const [months, days, micros] = text.split(' ') as [string, string, string]
    return new Interval(Number(months), Number(days), BigInt(micros))
  }

  private scale(scaled: (part: number) => number): Interval {
    const exactMonths = scaled(this.months)
    const exactDays = scaled(this.days)
    if (!isInt32(exactMonths) || !isInt32(exactDays)) throw intervalOutOfRange()
    const months = Math.trunc(exactMonths)
    const days = Math.trunc(exactDays)
    const monthDays = roundToMicro((exactMonths - months) * DAYS_PER_MONTH)
    const wholeMonthDays = Math.trunc(monthDays)
    const seconds = roundToMicro((exactDays - days + monthDays - wholeMonthDays) * SECONDS_PER_DAY)
    const carried = Math.trunc(seconds / SECONDS_PER_DAY)
    const rest = seconds - carried * SECONDS_PER_DAY
    const micros = roundHalfEven(scaled(Number(this.micros)) + rest * MICROS_PER_SECOND)
    if (!Number.isFinite(micros)) throw intervalOutOfRange()
    return Interval.of(months, days + carried + wholeMonthDays, BigInt(micros))
  }
}

/** Whether the number, before its fraction is cut off, is in the range of INTEGER. */
function isInt32(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31
}

export function intervalOutOfRange(): DataError {
  return new DataError('MV5102', 'INTERVAL out of range')
}

function roundToMicro(value: number): number {
  return roundHalfEven(value * MICROS_PER_SECOND) / MICROS_PER_SECOND
}

/** The timestamp after an interval: months first, at most to the end of the month, then days, then time. */
export function addInterval(timestamp: bigint, { months, days, micros }: Interval): bigint {
  let result = timestamp
  if (months !== 0) result = checkTimestamp(addMonths(result, months))
  if (days !== 0) result = checkTimestamp(result + BigInt(days) * MICROS_PER_DAY)
  return checkTimestamp(result + micros)
}

function addMonths(timestamp: bigint, months: number): bigint {
  const { days, time } = splitTimestamp(timestamp)
  const date = civilFromDays(days)
  const total = date.year * MONTHS_PER_YEAR + date.month - 1 + months
  const year = Math.floor(total / MONTHS_PER_YEAR)
  const month = total - year * MONTHS_PER_YEAR + 1
  const day = Math.min(date.day, daysInMonth(year, month))
  return BigInt(daysFromCivil(year, month, day)) * MICROS_PER_DAY + BigInt(time)
}

/** The days and microseconds from `from` to `to`. Throws DataError for more microseconds than a BIGINT holds. */
export function timestampDifference(to: bigint, from: bigint): Interval {
  const micros = to - from
  if (BigInt.asIntN(64, micros) !== micros) throw intervalOutOfRange()
  return Interval.of(0, Number(micros / MICROS_PER_DAY), micros % MICROS_PER_DAY)
}

/** The years, months, days and time from `from` to `to` by the calendar, as PostgreSQL's `age`. */
export function timestampAge(to: bigint, from: bigint): Interval {
  const sign = to < from ? -1 : 1
  const [later, earlier] = to < from ? [from, to] : [to, from]
  const end = splitTimestamp(later)
  const start = splitTimestamp(earlier)
  const endDate = civilFromDays(end.days)
  const startDate = civilFromDays(start.days)
  let time = end.time - start.time
  let days = endDate.day - startDate.day
  let months = (endDate.year - startDate.year) * MONTHS_PER_YEAR + endDate.month - startDate.month
  if (time < 0) {
    time += Number(MICROS_PER_DAY)
    days--
  }
  if (days < 0) {
    // The month that the days are borrowed from is that of the earlier time.
    days += daysInMonth(startDate.year, startDate.month)
    months--
  }
  return Interval.of(sign * months, sign * days, BigInt(sign * time))
}
