/**
 * Dates and times in the patterns of Java's `DateTimeFormatter`, as ksqlDB takes them: letters stand for fields, text in
 * quotes for itself. English names of months and days. Compiled once a pattern.
 */
import { DataError } from './data-error.ts'
import {
  checkTimestamp,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  MICROS_PER_DAY,
  splitTimestamp,
} from './datetime.ts'
import { isoDayOfWeek, isoWeek, isoYear } from './datetime-fields.ts'
import { fromLocal, timeZone, toLocal, type TimeZone } from './time-zone.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const UTC = timeZone('UTC')
const MAX_CACHED_PATTERNS = 256

/** A point in time as the clocks of a zone show it. */
interface Shown {
  readonly days: number
  readonly time: number
  /** Seconds east of UTC. */
  readonly offset: number
  readonly zone: string
}

/** What has been read of a text. */
interface Fields {
  year?: number
  isBeforeChrist?: boolean
  month?: number
  day?: number
  dayOfYear?: number
  hour?: number
  halfHour?: number
  isAfternoon?: boolean
  minute?: number
  second?: number
  micros?: number
  offset?: number
  zone?: TimeZone
}

interface Element {
  write(shown: Shown): string
  /** A regular expression of what it reads. */
  readonly source: string
  /** Null: there is nothing to keep. */
  readonly read: ((text: string, fields: Fields) => void) | null
}

/** A compiled pattern. */
export interface DatePattern {
  /** The text of a point in time, as the clocks of a zone show it. */
  format(micros: bigint, zone?: string): string
  /**
   * Reads a text: microseconds in UTC when it names a zone or offset or when `zone` is given, else as clocks show it.
   * Throws DataError when the text does not have the form.
   */
  parse(text: string, zone?: string): bigint
}

const patterns = new Map<string, DatePattern>()

/** Throws DataError for a pattern with letters that have no meaning. */
export function datePattern(pattern: string): DatePattern {
  let compiled = patterns.get(pattern)
  if (compiled === undefined) {
    compiled = compile(pattern)
    if (patterns.size >= MAX_CACHED_PATTERNS) patterns.clear()
    patterns.set(pattern, compiled)
  }
  return compiled
}

function compile(pattern: string): DatePattern {
  const elements = elementsOf(pattern)
  const reader = readerOf(elements, pattern)
  return {
    format(micros, zoneName = 'UTC') {
      const zone = timeZone(zoneName)
      const local = splitTimestamp(toLocal(zone, micros))
      const offset = Number(zone.offsetAt(micros) / 1_000_000n)
      const shown = { ...local, offset, zone: zoneName }
      return elements.map(element => element.write(shown)).join('')
    },
    parse(text, zoneName) {
      const match = reader.exec(text)
      if (match === null) throw invalid(text, pattern)
      const fields: Fields = {}
      let group = 1
      for (const { read } of elements) {
        if (read === null) continue
        const found = match[group++]
        if (found !== undefined) read(found, fields)
      }
      return pointOf(fields, text, pattern, zoneName === undefined ? UTC : timeZone(zoneName))
    },
  }
}

function readerOf(elements: readonly Element[], pattern: string): RegExp {
  try {
    return new RegExp(`^${elements.map(({ source }) => source).join('')}$`, 'isu')
  } catch {
    throw new DataError('MV5105', `the brackets of the pattern \`${pattern.slice(0, 60)}\` are not in pairs`)
  }
}

function invalid(text: string, pattern: string): DataError {
  return new DataError(
    'MV5101',
    `\`${text.slice(0, 40)}\` does not have the form \`${pattern.slice(0, 60)}\``,
  )
}

function pointOf(fields: Fields, text: string, pattern: string, zone: TimeZone): bigint {
  const year = fields.isBeforeChrist === true ? 1 - (fields.year ?? 1) : (fields.year ?? 1970)
  const month = fields.month ?? 1
  const day = fields.day ?? 1
  const hour = fields.hour ?? ((fields.halfHour ?? 0) % 12) + (fields.isAfternoon === true ? 12 : 0)
  const isTime = hour < 24 && (fields.minute ?? 0) < 60 && (fields.second ?? 0) < 60
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || !isTime)
    throw invalid(text, pattern)
  const days =
    fields.dayOfYear === undefined
      ? daysFromCivil(year, month, day)
      : daysFromCivil(year, 1, 1) + fields.dayOfYear - 1
  const seconds = hour * 3600 + (fields.minute ?? 0) * 60 + (fields.second ?? 0)
  const local = BigInt(days) * MICROS_PER_DAY + BigInt(seconds * 1_000_000 + (fields.micros ?? 0))
  if (fields.offset !== undefined) return checkTimestamp(local - BigInt(fields.offset) * 1_000_000n)
  return fromLocal(fields.zone ?? zone, local)
}

const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|\[|\]|[\s\S]/gu

function elementsOf(pattern: string): Element[] {
  const elements: Element[] = []
  for (const [token, quoted, letter] of pattern.matchAll(TOKEN)) {
    if (token === "'")
      throw new DataError('MV5105', `the pattern \`${pattern.slice(0, 60)}\` has a quote without its end`)
    if (quoted !== undefined) elements.push(literal(quoted === '' ? "'" : quoted.replaceAll("''", "'")))
    else if (letter !== undefined) elements.push(field(letter, token.length, pattern))
    else if (token === '[') elements.push({ write: () => '', source: '(?:', read: null })
    else if (token === ']') elements.push({ write: () => '', source: ')?', read: null })
    else elements.push(literal(token))
  }
  return elements
}

function literal(text: string): Element {
  return { write: () => text, source: escapeText(text), read: null }
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

/** A number of at least so many digits; of exactly as many where others follow directly. */
function number(
  count: number,
  of: (shown: Shown) => number,
  keep: (value: number, fields: Fields) => void,
): Element {
  return {
    write: shown => String(of(shown)).padStart(count, '0'),
    source: count === 1 ? '(\\d{1,19})' : `(\\d{${count}})`,
    read: (text, fields) => keep(Number(text), fields),
  }
}

function names(
  all: readonly string[],
  count: number,
  of: (shown: Shown) => number,
  keep: (index: number, fields: Fields) => void,
): Element {
  const shown = count >= 4 ? all : all.map(name => name.slice(0, 3))
  return {
    write: value => shown[of(value)]!,
    source: `(${shown.join('|')})`,
    read: (text, fields) =>
      keep(
        shown.findIndex(name => name.toLowerCase() === text.toLowerCase()),
        fields,
      ),
  }
}

const civil = ({ days }: Shown) => civilFromDays(days)
const hourOf = ({ time }: Shown) => Math.floor(time / 3_600_000_000)

function field(letter: string, count: number, pattern: string): Element {
  switch (letter) {
    case 'y':
    case 'u':
      return yearElement(count)
    case 'Y':
      return number(
        count,
        shown => isoYear(shown.days),
        (value, fields) => (fields.year = value),
      )
    case 'M':
    case 'L':
      return count >= 3
        ? names(
            MONTHS,
            count,
            shown => civil(shown).month - 1,
            (index, fields) => (fields.month = index + 1),
          )
        : number(
            count,
            shown => civil(shown).month,
            (value, fields) => (fields.month = value),
          )
    case 'd':
      return number(
        count,
        shown => civil(shown).day,
        (value, fields) => (fields.day = value),
      )
    case 'D':
      return number(count, dayOfYear, (value, fields) => (fields.dayOfYear = value))
    case 'E':
      return names(
        DAYS,
        count,
        shown => isoDayOfWeek(shown.days) - 1,
        () => undefined,
      )
    case 'e':
      return number(
        count,
        shown => (isoDayOfWeek(shown.days) % 7) + 1,
        () => undefined,
      )
    case 'w':
      return number(
        count,
        shown => isoWeek(shown.days),
        () => undefined,
      )
    case 'Q':
    case 'q':
      return number(
        count,
        shown => Math.ceil(civil(shown).month / 3),
        () => undefined,
      )
    case 'G':
      return {
        write: () => 'AD',
        source: '(AD|BC)',
        read: (text, fields) => (fields.isBeforeChrist = text.toUpperCase() === 'BC'),
      }
    default:
      return timeElement(letter, count) ?? zoneElement(letter, count) ?? unknownLetter(letter, pattern)
  }
}

function unknownLetter(letter: string, pattern: string): never {
  throw new DataError(
    'MV5105',
    `the letter \`${letter}\` of the pattern \`${pattern.slice(0, 60)}\` has no meaning: put text in quotes`,
  )
}

/** Two letters are the last two digits, of the years from 2000 to 2099. */
function yearElement(count: number): Element {
  if (count !== 2) {
    return {
      ...number(
        count,
        shown => civil(shown).year,
        (value, fields) => (fields.year = value),
      ),
      source: count <= 1 ? '(\\d{1,9})' : `(\\d{${count}})`,
    }
  }
  return number(
    2,
    shown => civil(shown).year % 100,
    (value, fields) => (fields.year = 2000 + value),
  )
}

function dayOfYear(shown: Shown): number {
  return shown.days - daysFromCivil(civil(shown).year, 1, 1) + 1
}

function timeElement(letter: string, count: number): Element | null {
  switch (letter) {
    case 'H':
      return number(count, hourOf, (value, fields) => (fields.hour = value))
    case 'k':
      return number(
        count,
        shown => hourOf(shown) || 24,
        (value, fields) => (fields.hour = value % 24),
      )
    case 'K':
      return number(
        count,
        shown => hourOf(shown) % 12,
        (value, fields) => (fields.halfHour = value),
      )
    case 'h':
      return number(
        count,
        shown => hourOf(shown) % 12 || 12,
        (value, fields) => (fields.halfHour = value),
      )
    case 'm':
      return number(
        count,
        ({ time }) => Math.floor(time / 60_000_000) % 60,
        (value, fields) => (fields.minute = value),
      )
    case 's':
      return number(
        count,
        ({ time }) => Math.floor(time / 1_000_000) % 60,
        (value, fields) => (fields.second = value),
      )
    case 'S':
      return {
        write: ({ time }) =>
          String(time % 1_000_000)
            .padStart(6, '0')
            .padEnd(count, '0')
            .slice(0, count),
        source: `(\\d{${count}})`,
        read: (text, fields) => (fields.micros = Number(text.padEnd(6, '0').slice(0, 6))),
      }
    case 'a':
      return {
        write: shown => (hourOf(shown) < 12 ? 'AM' : 'PM'),
        source: '(AM|PM)',
        read: (text, fields) => (fields.isAfternoon = text.toUpperCase() === 'PM'),
      }
    default:
      return null
  }
}

function zoneElement(letter: string, count: number): Element | null {
  switch (letter) {
    case 'X':
    case 'x':
      return offsetElement(count, letter === 'X')
    case 'Z':
      return offsetElement(count >= 5 ? 3 : 2, count >= 5)
    case 'V':
    case 'z':
    case 'v':
      return {
        write: ({ zone }) => zone,
        source: '([A-Za-z][A-Za-z0-9_+/-]*)',
        read: (text, fields) => (fields.zone = timeZone(text)),
      }
    default:
      return null
  }
}

/** `+02`, `+0200`, `+02:00` for one, two and three letters. */
function offsetElement(count: number, withZ: boolean): Element {
  return {
    write({ offset }) {
      if (offset === 0 && withZ) return 'Z'
      const minutes = Math.floor(Math.abs(offset) / 60)
      const [h, m] = [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')) as [
        string,
        string,
      ]
      const short = count === 1 && m === '00'
      return `${offset < 0 ? '-' : '+'}${h}${short ? '' : count === 3 ? `:${m}` : m}`
    },
    source: `(${withZ ? 'Z|' : ''}[+-]\\d{2}(?::?\\d{2})?)`,
    read: (text, fields) => {
      const [, sign, h, m = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [text, '+', '0']
      fields.offset = (sign === '-' ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60)
    },
  }
}
