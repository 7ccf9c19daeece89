/** Time zones by name, from the database of names that JavaScript carries (`Intl`). Offsets are microseconds east of UTC. */
import { DataError } from './data-error.ts'
import { checkTimestamp, daysFromCivil, MICROS_PER_DAY } from './datetime.ts'

const MICROS_PER_MILLI = 1000n
/** The last instant of JavaScript's dates. Later ones have the offset of the same day 400 years before. */
const MAX_MILLIS = 8_640_000_000_000_000
const MILLIS_PER_400_YEARS = 12_622_780_800_000
/** Offsets change at whole minutes, so one is looked up for each quarter of an hour at most. */
const SLOT_MILLIS = 900_000
const MAX_CACHED_SLOTS = 10_000

export interface TimeZone {
  /** The offset at a point in time. */
  offsetAt(micros: bigint): bigint
}

const zones = new Map<string, TimeZone>()

/** The zone of a name such as `Europe/Berlin` or `UTC`, in any case. Throws DataError when there is none. */
export function timeZone(name: string): TimeZone {
  const key = name.toLowerCase()
  let zone = zones.get(key)
  if (zone === undefined) {
    zone = openZone(name)
    zones.set(key, zone)
  }
  return zone
}

function openZone(name: string): TimeZone {
  // An offset such as `+02:00` would mean hours to the west in PostgreSQL; an interval says what is meant.
  const format = /^[a-z]/i.test(name) ? formatFor(name) : null
  if (format === null) {
    throw new DataError('MV5105', `\`${name.slice(0, 40)}\` is not a time zone, such as \`Europe/Berlin\``)
  }
  const slots = new Map<number, bigint>()
  return {
    offsetAt(micros) {
      const millis = Number(micros / MICROS_PER_MILLI) - (micros % MICROS_PER_MILLI < 0n ? 1 : 0)
      const beyond = Math.max(Math.ceil((millis - MAX_MILLIS + SLOT_MILLIS) / MILLIS_PER_400_YEARS), 0)
      const known = millis - beyond * MILLIS_PER_400_YEARS
      const slot = Math.floor(known / SLOT_MILLIS)
      let offset = slots.get(slot)
      if (offset === undefined) {
        offset = offsetOf(format, slot * SLOT_MILLIS)
        // Within a quarter of an hour there may be a change, as there was when local times were given up.
        if (offset !== offsetOf(format, (slot + 1) * SLOT_MILLIS)) return offsetOf(format, known)
        if (slots.size >= MAX_CACHED_SLOTS) slots.clear()
        slots.set(slot, offset)
      }
      return offset
    },
  }
}

function formatFor(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null // no such zone
  }
}

function offsetOf(format: Intl.DateTimeFormat, millis: number): bigint {
  const whole = Math.floor(millis / 1000) * 1000
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of format.formatToParts(whole)) parts[type] = value
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const days = daysFromCivil(year, Number(parts.month), Number(parts.day))
  const seconds = Number(parts.hour) * 3600 + Number(parts.minute) * 60 + Number(parts.second)
  return (BigInt(days) * 86_400n + BigInt(seconds)) * 1_000_000n - BigInt(whole) * MICROS_PER_MILLI
}

/** What clocks of the zone show at a point in time. */
export function toLocal(zone: TimeZone, micros: bigint): bigint {
  return checkTimestamp(micros + zone.offsetAt(micros))
}

/**
 * The point in time at which clocks of the zone show this. As in PostgreSQL, a time that is skipped is read with the offset
 * before the change, and one that comes twice is the second.
 */
export function fromLocal(zone: TimeZone, local: bigint): bigint {
  const before = zone.offsetAt(local - MICROS_PER_DAY)
  const after = zone.offsetAt(local + MICROS_PER_DAY)
  if (before === after) return checkTimestamp(local - before)
  if (zone.offsetAt(local - after) === after) return checkTimestamp(local - after)
  return checkTimestamp(local - before)
}
