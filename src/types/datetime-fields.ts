/**
 * The fields of dates, times and intervals as PostgreSQL names them, in UTC: decimals with as many digits as the field has,
 * as `extract` gives them, and the doubles that `date_part` makes of them.
 */
import { civilFromDays, daysFromCivil, splitTimestamp } from './datetime.ts'
import { Decimal } from './decimal.ts'
import type { Interval } from './interval.ts'
import { unitName, unknownUnit, unsupportedUnit } from './time-units.ts'

const MICROS_PER_SECOND = 1_000_000n
const MICROS_PER_MINUTE = 60_000_000n
const MICROS_PER_HOUR = 3_600_000_000n
const MONTHS_PER_YEAR = 12
/** A quarter of a day, so that a year of 365.25 days is a whole number of them. */
const SECONDS_PER_QUARTER_DAY = 21_600n

/** A field of a timestamp, such as `hour` or `epoch`. Throws DataError for an unknown one. */
export function timestampField(field: string, micros: bigint): Decimal {
  const name = unitName(field)
  if (name === 'epoch') return new Decimal(micros, 6)
  const { days, time } = splitTimestamp(micros)
  return clockField(name, BigInt(time)) ?? whole(dayField(name, field, days))
}

/** A field of a date; those of a time of day are none of its own. */
export function dateField(field: string, days: number): Decimal {
  const name = unitName(field)
  if (name === 'epoch') return whole(days * 86_400)
  if (clockField(name, 0n) !== null) throw unsupportedUnit(field, 'DATE')
  return whole(dayField(name, field, days))
}

/** A field of a time of day. */
export function timeField(field: string, time: number): Decimal {
  const name = unitName(field)
  if (name === 'epoch') return new Decimal(BigInt(time), 6)
  return clockField(name, BigInt(time)) ?? fail(unsupportedUnit(field, 'TIME'))
}

/** A field of an interval: hours may be any number, months are those beyond whole years. */
export function intervalField(field: string, interval: Interval): Decimal {
  const name = unitName(field)
  if (name === 'epoch') return intervalEpoch(interval)
  return clockField(name, interval.micros) ?? whole(calendarField(name, field, interval))
}

/** The field as PostgreSQL's `date_part` computes it: seconds and their fraction are added as doubles. */
export function fieldAsDouble(field: string, { units, scale }: Decimal): number {
  const fraction = Number(units % MICROS_PER_SECOND)
  switch (unitName(field)) {
    case 'second':
      return Number(units / MICROS_PER_SECOND) + fraction / 1_000_000
    case 'millisecond':
      return Number(units / MICROS_PER_SECOND) * 1_000 + fraction / 1_000
    default:
      return Number(units) / 10 ** scale
  }
}

/** The seconds of an interval as PostgreSQL's `date_part` adds them up. */
export function intervalEpochAsDouble({ months, days, micros }: Interval): number {
  const years = Math.trunc(months / MONTHS_PER_YEAR)
  const ofYears = 365.25 * 86_400 * years
  const ofMonths = 30 * 86_400 * (months % MONTHS_PER_YEAR)
  return Number(micros) / 1_000_000 + ofYears + ofMonths + 86_400 * days
}

/** Fields below a day, of microseconds that may be negative; null when it is another one. */
function clockField(name: string, micros: bigint): Decimal | null {
  switch (name) {
    case 'microsecond':
      return new Decimal(micros % MICROS_PER_MINUTE, 0)
    case 'millisecond':
      return new Decimal(micros % MICROS_PER_MINUTE, 3)
    case 'second':
      return new Decimal(micros % MICROS_PER_MINUTE, 6)
    case 'minute':
      return new Decimal((micros / MICROS_PER_MINUTE) % 60n, 0)
    case 'hour':
      return new Decimal(micros / MICROS_PER_HOUR, 0)
    default:
      return null
  }
}

function dayField(name: string, field: string, days: number): number {
  const { year, month, day } = civilFromDays(days)
  switch (name) {
    case 'day':
      return day
    case 'dow':
      return isoDayOfWeek(days) % 7
    case 'isodow':
      return isoDayOfWeek(days)
    case 'doy':
      return days - daysFromCivil(year, 1, 1) + 1
    case 'week':
      return isoWeek(days)
    case 'isoyear':
      return isoYear(days)
    case 'month':
      return month
    case 'quarter':
      return Math.ceil(month / 3)
    case 'year':
      return year
    case 'decade':
      return Math.floor(year / 10)
    case 'century':
      return Math.ceil(year / 100)
    case 'millennium':
      return Math.ceil(year / 1000)
    default:
      throw unknownUnit(field)
  }
}

function calendarField(name: string, field: string, { months, days }: Interval): number {
  const years = Math.trunc(months / MONTHS_PER_YEAR)
  switch (name) {
    case 'day':
      return days
    case 'month':
      return months % MONTHS_PER_YEAR
    case 'quarter':
      return Math.trunc((months % MONTHS_PER_YEAR) / 3) + 1
    case 'year':
      return years
    case 'decade':
      return Math.trunc(years / 10)
    case 'century':
      return Math.trunc(years / 100)
    case 'millennium':
      return Math.trunc(years / 1000)
    default:
      throw unknownUnit(field)
  }
}

/** Seconds, a year as 365.25 days and a month as 30. */
function intervalEpoch({ months, days, micros }: Interval): Decimal {
  const years = Math.trunc(months / MONTHS_PER_YEAR)
  const quarterDays = years * 1_461 + (months % MONTHS_PER_YEAR) * 120 + days * 4
  return new Decimal(BigInt(quarterDays) * SECONDS_PER_QUARTER_DAY * MICROS_PER_SECOND + micros, 6)
}

function whole(value: number): Decimal {
  return new Decimal(BigInt(value), 0)
}

function fail(error: Error): never {
  throw error
}

/** 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday. */
export function isoDayOfWeek(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1
}

/** The year that the Thursday of the week falls in. */
export function isoYear(days: number): number {
  return civilFromDays(days - isoDayOfWeek(days) + 4).year
}

/** The number of the ISO 8601 week, from 1. */
export function isoWeek(days: number): number {
  const thursday = days - isoDayOfWeek(days) + 4
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1
}
