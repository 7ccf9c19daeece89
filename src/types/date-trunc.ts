/** `date_trunc`: the start of a unit of time, in UTC. */
import { checkTimestamp, civilFromDays, daysFromCivil, MICROS_PER_DAY, splitTimestamp } from './datetime.ts'
import { isoDayOfWeek } from './datetime-fields.ts'
import { Interval } from './interval.ts'
import { fromLocal, type TimeZone, toLocal } from './time-zone.ts'
import { unitName, unknownUnit, unsupportedUnit } from './time-units.ts'

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

/**
 * Truncates a point in time by the clocks of a zone. As in PostgreSQL, an hour or less keeps the offset of the point: the
 * hour that comes twice is two hours. Throws DataError for an unknown unit.
 */
export function truncateInZone(unit: string, micros: bigint, zone: TimeZone): bigint {
  if (!TIME_UNITS.has(unitName(unit))) return fromLocal(zone, truncateTimestamp(unit, toLocal(zone, micros)))
  const offset = zone.offsetAt(micros)
  return checkTimestamp(truncateTimestamp(unit, micros + offset) - offset)
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

/** In months. */
const MONTH_UNITS: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['quarter', 3],
  ['year', 12],
  ['decade', 120],
  ['century', 1_200],
  ['millennium', 12_000],
])

/** Cuts off, toward zero, what is smaller than the unit. Throws DataError for an unknown unit and for `week`. */
export function truncateInterval(unit: string, { months, days, micros }: Interval): Interval {
  const name = unitName(unit)
  const monthStep = MONTH_UNITS.get(name)
  if (monthStep !== undefined) return new Interval(months - (months % monthStep) + 0, 0, 0n)
  if (name === 'day') return new Interval(months, days, 0n)
  const step = TIME_UNITS.get(name)
  if (step !== undefined) return new Interval(months, days, micros - (micros % BigInt(step)))
  throw name === 'week' ? unsupportedUnit(unit, 'INTERVAL') : unknownUnit(unit)
}
