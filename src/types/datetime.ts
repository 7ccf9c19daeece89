/**
 * The calendar: proleptic Gregorian, UTC, without leap seconds, as PostgreSQL's. A DATE is a number of days, a TIMESTAMP
 * or TIMESTAMPTZ a bigint of microseconds, both since 1970-01-01. Years from 1 on; the era before is out of range.
 */
import { DataError } from './data-error.ts'

export const MICROS_PER_DAY = 86_400_000_000n

const MICROS_PER_MINUTE = 60_000_000
const MICROS_PER_HOUR = 3_600_000_000

/** PostgreSQL's last year of a DATE and of a TIMESTAMP. */
const MAX_DATE_YEAR = 5_874_897
const MAX_TIMESTAMP_YEAR = 294_276

export interface CivilDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
}

const MIN_DAY = daysFromCivil(1, 1, 1)
const MAX_DAY = daysFromCivil(MAX_DATE_YEAR, 12, 31)
const MIN_TIMESTAMP = BigInt(MIN_DAY) * MICROS_PER_DAY
const END_OF_TIMESTAMPS = BigInt(daysFromCivil(MAX_TIMESTAMP_YEAR + 1, 1, 1)) * MICROS_PER_DAY

/** Days since 1970-01-01 (Howard Hinnant's `days_from_civil`). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The inverse of {@link daysFromCivil}. */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** The day that a timestamp falls on and the microseconds since its midnight. */
export function splitTimestamp(micros: bigint): { days: number; time: number } {
  const remainder = micros % MICROS_PER_DAY
  const time = remainder < 0n ? remainder + MICROS_PER_DAY : remainder
  return { days: Number((micros - time) / MICROS_PER_DAY), time: Number(time) }
}

/** Throws DataError unless the day is in the range of DATE. */
export function checkDate(days: number): number {
  if (days >= MIN_DAY && days <= MAX_DAY) return days
  throw new DataError('MV5102', 'date out of range')
}

/** Throws DataError unless the time is in the range of TIMESTAMP. */
export function checkTimestamp(micros: bigint): bigint {
  if (micros >= MIN_TIMESTAMP && micros < END_OF_TIMESTAMPS) return micros
  throw new DataError('MV5102', 'timestamp out of range')
}

/** `2013-02-07`. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

/**
 * `2013-02-07`, then `separator`, then `10:00:00` with up to six digits of fraction, trailing zeros cut.
 * PostgreSQL's text has a space as separator, ISO 8601 a `T`.
 */
export function formatTimestamp(micros: bigint, separator: ' ' | 'T'): string {
  const { days, time } = splitTimestamp(micros)
  return `${formatDate(days)}${separator}${formatTime(time)}`
}

/** `10:00:00` with up to six digits of fraction, trailing zeros cut; hours of two digits or more. */
export function formatTime(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const fraction = micros % 1_000_000
  const clock = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
  return fraction === 0 ? clock : `${clock}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** What a date-time text says. `null`: the text is none. `out of range`: it names a day or time that does not exist. */
export type ParsedDateTime =
  { readonly days: number; readonly time: number; readonly offset: number | null } | 'out of range' | null

const DATE = String.raw`(\d{3,7})-(\d{1,2})-(\d{1,2})|(\d{4})/(\d{1,2})/(\d{1,2})|(\d{4})(\d{2})(\d{2})`
const TIME = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?`
const OFFSET = String.raw`(?:(z|utc|gmt)|([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?)`
const TIME_OF_DAY = new RegExp(`^\\s*(?:(?:${DATE})\\s+)?t?${TIME}(?:\\s*(am|pm))?\\s*${OFFSET}?\\s*$`, 'i')
const DATE_TIME = new RegExp(`^\\s*(?:${DATE})(?:(?:\\s*t\\s*|\\s+)${TIME}\\s*${OFFSET}?)?\\s*$`, 'i')

/** Reads ISO 8601 and PostgreSQL's text: a date, and perhaps a time of day and an offset from UTC. */
export function parseDateTime(text: string): ParsedDateTime {
  const match = DATE_TIME.exec(text)
  if (match === null) return null
  const days = daysOf(
    match[1] ?? match[4] ?? match[7]!,
    match[2] ?? match[5] ?? match[8]!,
    match[3] ?? match[6] ?? match[9]!,
  )
  const time = match[10] === undefined ? 0 : timeOf(match[10], match[11]!, match[12], match[13])
  const offset = offsetOf(match[14], match[15], match[16], match[17], match[18])
  if (days === null || time === null || offset === undefined) return 'out of range'
  return { days, time, offset }
}

/**
 * Reads a time of day, in microseconds since midnight, as PostgreSQL does: a date in front of it and an offset behind are
 * checked and ignored. `null`: the text is none. `out of range`: there is no such time.
 */
export function parseTimeOfDay(text: string): number | 'out of range' | null {
  const match = TIME_OF_DAY.exec(text)
  if (match === null) return null
  const year = match[1] ?? match[4] ?? match[7]
  const hasDate = year !== undefined
  if (hasDate && daysOf(year, match[2] ?? match[5] ?? match[8]!, match[3] ?? match[6] ?? match[9]!) === null)
    return 'out of range'
  const hour = hourOfHalf(Number(match[10]), match[14]?.toLowerCase())
  const time = hour === null ? null : timeOf(String(hour), match[11]!, match[12], match[13])
  const offset = offsetOf(match[15], match[16], match[17], match[18], match[19])
  return time === null || offset === undefined ? 'out of range' : time
}

/** The hour of the day of one that is followed by AM or PM. */
function hourOfHalf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour
  if (hour > 12) return null
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}

function daysOf(yearText: string, monthText: string, dayText: string): number | null {
  const year = Number(yearText)
  const month = Number(monthText)
  const day = Number(dayText)
  if (year < 1 || year > MAX_DATE_YEAR || month < 1 || month > 12 || day < 1) return null
  return day <= daysInMonth(year, month) ? daysFromCivil(year, month, day) : null
}

/** 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Microseconds since midnight; 24:00:00 and a second of 60 carry over, as in PostgreSQL. */
function timeOf(hourText: string, minuteText: string, secondText = '0', fraction = ''): number | null {
  const hour = Number(hourText)
  const minute = Number(minuteText)
  const second = Number(secondText)
  if (hour > 24 || minute > 59 || second > 60) return null
  const micros = fraction === '' ? 0 : roundHalfEven(Number(`0.${fraction}`) * 1_000_000)
  const time = hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE + second * 1_000_000 + micros
  return time <= 24 * MICROS_PER_HOUR ? time : null
}

/** Microseconds east of UTC; null without an offset, undefined when it is out of range. */
function offsetOf(
  zone: string | undefined,
  sign: string | undefined,
  hours = '0',
  minutes = '0',
  seconds = '0',
): number | null | undefined {
  if (zone !== undefined) return 0
  if (sign === undefined) return null
  if (Number(hours) > 15 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const micros =
    Number(hours) * MICROS_PER_HOUR + Number(minutes) * MICROS_PER_MINUTE + Number(seconds) * 1_000_000
  return sign === '-' ? -micros : micros
}

/** The nearest integer, halves to the even one. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}
