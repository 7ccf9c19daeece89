/** `date_trunc` and `date_part`: units of time as PostgreSQL names them, in UTC. */
import { DataError } from './data-error.ts'
import { checkTimestamp, civilFromDays, daysFromCivil, MICROS_PER_DAY, splitTimestamp } from './datetime.ts'

/** PostgreSQL's other names of the units. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    microsecond: 'microseconds usec usecs us microsecon',
    millisecond: 'milliseconds msec msecs ms millisecon',
    second: 'seconds sec secs s',
    minute: 'minutes min mins m',
    hour: 'hours hr hrs h',
    day: 'days d',
    week: 'weeks w',
    month: 'months mon mons',
    quarter: 'qtr',
    year: 'years yr yrs y',
    decade: 'decades dec decs',
    century: 'centuries cent c',
    millennium: 'millennia mil mils',
  }).flatMap(([unit, names]) => [unit, ...names.split(' ')].map(name => [name, unit] as const)),
)

const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['microsecond', 1],
  ['millisecond', 1_000],
  ['second', 1_000_000],
  ['minute', 60_000_000],
  ['hour', 3_600_000_000],
])

/** Truncates a timestamp to a unit. Throws DataError for an unknown unit. */
export function truncateTimestamp(unit: string, micros: bigint): bigint {
  const name = unitName(unit)
  const { days, time } = splitTimestamp(micros)
  const step = TIME_UNITS.get(name)
  const truncated =
    step === undefined
      ? BigInt(truncateDays(name, unit, days)) * MICROS_PER_DAY
      : BigInt(days) * MICROS_PER_DAY + BigInt(time - (time % step))
  return checkTimestamp(truncated)
}

function truncateDays(name: string, unit: string, days: number): number {
  const { year, month } = civilFromDays(days)
  switch (name) {
    case 'day':
      return days
    case 'week':
      return days - isoDayOfWeek(days) + 1
    case 'month':
      return daysFromCivil(year, month, 1)
    case 'quarter':
      return daysFromCivil(year, month - ((month - 1) % 3), 1)
    case 'year':
      return daysFromCivil(year, 1, 1)
    case 'decade':
      return daysFromCivil(year - (year % 10), 1, 1)
    case 'century':
      return daysFromCivil(year - ((year - 1) % 100), 1, 1)
    case 'millennium':
      return daysFromCivil(year - ((year - 1) % 1000), 1, 1)
    default:
      throw unknownUnit(unit)
  }
}

/** A field of a timestamp, such as `hour` or `epoch`. Throws DataError for an unknown one. */
export function timestampPart(field: string, micros: bigint): number {
  const name = unitName(field)
  const { days, time } = splitTimestamp(micros)
  switch (name) {
    case 'microsecond':
      return time % 60_000_000
    case 'millisecond':
      return (time % 60_000_000) / 1_000
    case 'second':
      return (time % 60_000_000) / 1_000_000
    case 'minute':
      return Math.floor(time / 60_000_000) % 60
    case 'hour':
      return Math.floor(time / 3_600_000_000)
    case 'epoch':
      return Number(micros) / 1_000_000
    default:
      return datePart(name, field, days)
  }
}

function datePart(name: string, field: string, days: number): number {
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

/** 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday. */
function isoDayOfWeek(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1
}

/** The year that the Thursday of the week falls in. */
function isoYear(days: number): number {
  return civilFromDays(days - isoDayOfWeek(days) + 4).year
}

function isoWeek(days: number): number {
  const thursday = days - isoDayOfWeek(days) + 4
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1
}

function unitName(text: string): string {
  const lower = text.toLowerCase()
  return ALIASES.get(lower) ?? lower
}

function unknownUnit(unit: string): DataError {
  return new DataError(
    'MV5105',
    `\`${unit.slice(0, 40)}\` is not a unit of time, such as \`day\` or \`month\``,
  )
}
