/** Dates, times and intervals in PostgreSQL's template patterns: what `to_char` gives. English names; zones are UTC. */
import { DataError } from './data-error.ts'
import { civilFromDays, daysFromCivil, splitTimestamp } from './datetime.ts'
import { isoDayOfWeek, isoWeek, isoYear } from './datetime-fields.ts'
import { templateItems, type TemplateItem } from './date-template.ts'
import type { Interval } from './interval.ts'

export const MONTHS =
  'January February March April May June July August September October November December'.split(' ')
export const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
export const ROMAN = 'I II III IV V VI VII VIII IX X XI XII'.split(' ')
const MICROS_PER_HOUR = 3_600_000_000n
/** The Julian Day of 1970-01-01. */
export const JULIAN_1970 = 2_440_588
/** The length that names of months and days are padded to. */
const NAME_WIDTH = 9

/** What a template can ask for: a clock, and a day unless it is an interval. */
interface Shown {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
  /** Days since 1970-01-01; null of an interval. */
  readonly days: number | null
  /** The name of its zone; empty without one. */
  readonly zone: string
}

/** @param zone `UTC` of a point in time, empty of what clocks show */
export function writeTimestamp(micros: bigint, template: string, zone: string): string {
  const { days, time } = splitTimestamp(micros)
  const clock = clockOf(BigInt(time))
  return write({ ...civilFromDays(days), ...clock, days, zone }, template)
}

export function writeInterval({ months, days, micros }: Interval, template: string): string {
  const shown = { year: Math.trunc(months / 12), month: months % 12, day: days, days: null, zone: '' }
  return write({ ...shown, ...clockOf(micros) }, template)
}

function clockOf(micros: bigint): Pick<Shown, 'hour' | 'minute' | 'second' | 'micros'> {
  const rest = Number(micros % MICROS_PER_HOUR)
  return {
    hour: Number(micros / MICROS_PER_HOUR),
    minute: Math.trunc(rest / 60_000_000),
    second: Math.trunc(rest / 1_000_000) % 60,
    micros: rest % 1_000_000,
  }
}

function write(shown: Shown, template: string): string {
  return templateItems(template)
    .map(item => (item.kind === 'text' ? item.text : writeField(item, shown)))
    .join('')
}

type Field = TemplateItem & { kind: 'field' }

function writeField({ word, fill, ordinal }: Field, shown: Shown): string {
  const number = numberOf(word.toUpperCase(), shown)
  if (word.toUpperCase() === 'Y,YYY') return withOrdinal(thousands(shown.year), ordinal)
  if (number === null) return wordOf(word, fill, shown)
  // The digits of a fraction have their places, whatever FM says.
  const text = padded(number.value, fill && !/^(MS|US|FF.)$/i.test(word) ? 1 : number.width)
  return withOrdinal(text, ordinal)
}

function withOrdinal(text: string, ordinal: Field['ordinal']): string {
  return ordinal === null ? text : text + ordinalOf(text, ordinal)
}

function thousands(year: number): string {
  return `${Math.trunc(year / 1000)},${padded(year % 1000, 3)}`
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0')
  return value < 0 ? `-${digits}` : digits
}

function ordinalOf(digits: string, form: 'TH' | 'th'): string {
  const last = digits.at(-1)
  const isTeen = digits.at(-2) === '1'
  const suffix = isTeen ? 'th' : last === '1' ? 'st' : last === '2' ? 'nd' : last === '3' ? 'rd' : 'th'
  return form === 'TH' ? suffix.toUpperCase() : suffix
}

interface Shape {
  readonly value: number
  readonly width: number
}

/** What is written in digits; null for what is not. */
function numberOf(word: string, shown: Shown): Shape | null {
  return clockNumber(word, shown) ?? yearNumber(word, shown) ?? dayNumber(word, shown)
}

function clockNumber(word: string, { hour, minute, second, micros }: Shown): Shape | null {
  const sign = hour < 0 || minute < 0 || second < 0 ? 1 : 0
  switch (word) {
    case 'HH':
    case 'HH12':
      return { value: hour % 12 === 0 ? 12 : hour % 12, width: 2 + sign }
    case 'HH24':
      return { value: hour, width: 2 + (hour < 0 ? 1 : 0) }
    case 'MI':
      return { value: minute, width: 2 + (minute < 0 ? 1 : 0) }
    case 'SS':
      return { value: second, width: 2 + (second < 0 ? 1 : 0) }
    case 'MS':
    case 'FF3':
      return { value: Math.trunc(micros / 1000), width: 3 }
    case 'US':
    case 'FF6':
      return { value: micros, width: 6 }
    case 'FF1':
    case 'FF2':
    case 'FF4':
    case 'FF5': {
      const digits = Number(word.slice(2))
      return { value: Math.trunc(micros / 10 ** (6 - digits)), width: digits }
    }
    case 'SSSS':
    case 'SSSSS':
      return { value: hour * 3600 + minute * 60 + second, width: 1 }
    default:
      return null
  }
}

function yearNumber(word: string, { year, days }: Shown): Shape | null {
  const iso = days === null ? year : isoYear(days)
  switch (word) {
    case 'YYYY':
      return { value: year, width: 4 }
    case 'YYY':
      return { value: year % 1000, width: 3 }
    case 'YY':
      return { value: year % 100, width: 2 }
    case 'Y':
      return { value: year % 10, width: 1 }
    case 'IYYY':
      return { value: iso, width: 4 }
    case 'IYY':
      return { value: iso % 1000, width: 3 }
    case 'IY':
      return { value: iso % 100, width: 2 }
    case 'I':
      return { value: iso % 10, width: 1 }
    case 'CC':
      return { value: days === null ? Math.trunc(year / 100) : Math.ceil(year / 100), width: 2 }
    default:
      return null
  }
}

function dayNumber(word: string, { year, month, day, days }: Shown): Shape | null {
  if (word === 'MM') return { value: month, width: 2 }
  if (word === 'DD') return { value: day, width: 2 }
  if (word === 'Q')
    return days === null && month === 0 ? null : { value: Math.trunc((month - 1) / 3) + 1, width: 1 }
  if (days === null) return null
  const dayOfYear = days - daysFromCivil(year, 1, 1) + 1
  const isoDay = isoDayOfWeek(days)
  switch (word) {
    case 'DDD':
      return { value: dayOfYear, width: 3 }
    case 'IDDD':
      return { value: (isoWeek(days) - 1) * 7 + isoDay, width: 3 }
    case 'D':
      return { value: (isoDay % 7) + 1, width: 1 }
    case 'ID':
      return { value: isoDay, width: 1 }
    case 'W':
      return { value: Math.floor((day - 1) / 7) + 1, width: 1 }
    case 'WW':
      return { value: Math.floor((dayOfYear - 1) / 7) + 1, width: 2 }
    case 'IW':
      return { value: isoWeek(days), width: 2 }
    case 'J':
      return { value: days + JULIAN_1970, width: 1 }
    default:
      return null
  }
}

/** What is written in letters and signs. */
function wordOf(word: string, fill: boolean, shown: Shown): string {
  const upper = word.toUpperCase()
  const { hour, month, days, zone } = shown
  switch (upper) {
    case 'AM':
    case 'PM':
      return cased(hour % 24 >= 12 ? 'PM' : 'AM', word)
    case 'A.M.':
    case 'P.M.':
      return cased(hour % 24 >= 12 ? 'P.M.' : 'A.M.', word)
    case 'AD':
    case 'BC':
      return cased('AD', word)
    case 'A.D.':
    case 'B.C.':
      return cased('A.D.', word)
    case 'RM': {
      if (month === 0) return ''
      const roman = cased(ROMAN.at(month - 1)!, word)
      return fill ? roman : roman.padEnd(4)
    }
    case 'TZ':
      return cased(zone, word)
    case 'TZH':
      return '+00'
    case 'TZM':
      return '00'
    case 'OF':
      return fill ? '+0' : '+00'
    case 'Q':
      return ''
    default:
      return nameOf(word, upper, fill, month, days)
  }
}

function nameOf(word: string, upper: string, fill: boolean, month: number, days: number | null): string {
  if (days === null) throw new DataError('MV5105', `an INTERVAL has no \`${word}\``)
  const isMonth = upper === 'MONTH' || upper === 'MON'
  const name = isMonth ? MONTHS[month - 1]! : DAYS[isoDayOfWeek(days) % 7]!
  const isWhole = upper === 'MONTH' || upper === 'DAY'
  const text = cased(isWhole ? name : name.slice(0, 3), word)
  return isWhole && !fill ? text.padEnd(NAME_WIDTH) : text
}

/** The text in the case of the word that asks for it: all upper, all lower, or as it is. */
function cased(text: string, word: string): string {
  if (word === word.toUpperCase()) return text.toUpperCase()
  return word === word.toLowerCase() ? text.toLowerCase() : text
}
