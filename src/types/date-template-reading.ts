/** Texts in PostgreSQL's template patterns: what `to_date` and `to_timestamp` read. English names; without a zone in UTC. */
import { DataError } from './data-error.ts'
import { checkTimestamp, daysFromCivil, daysInMonth, MICROS_PER_DAY } from './datetime.ts'
import { templateItems, type TemplateItem } from './date-template.ts'
import { DAYS, JULIAN_1970, MONTHS, ROMAN } from './date-template-writing.ts'

/** What has been read so far. */
interface Fields {
  year?: number
  month?: number
  day?: number
  dayOfYear?: number
  /** Days since 1970-01-01. */
  julian?: number
  hour?: number
  isHalfDay?: boolean
  isAfternoon?: boolean
  minute?: number
  second?: number
  micros?: number
  secondOfDay?: number
  /** Seconds east of UTC. */
  offset?: number
  offsetMinutes?: number
}

type Field = TemplateItem & { kind: 'field' }

/** Microseconds since 1970 in UTC. Throws DataError when the text does not have the form. */
export function readTimestamp(text: string, template: string): bigint {
  const reader = new TemplateReader(text, template)
  return reader.read()
}

class TemplateReader {
  readonly #text: string
  readonly #template: string
  readonly #fields: Fields = {}
  #at = 0

  constructor(text: string, template: string) {
    this.#text = text
    this.#template = template
  }

  read(): bigint {
    const items = templateItems(this.#template)
    for (const [index, item] of items.entries()) {
      this.#skipSpaces()
      if (this.#at >= this.#text.length) break
      if (item.kind === 'text') this.#skipText(item)
      else this.#readField(item, !isDigits(items[index + 1]))
    }
    return this.#point()
  }

  #skipSpaces(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  /** A separator stands for any number of separators, also none; a letter for any one character. */
  #skipText({ text, quoted }: TemplateItem & { kind: 'text' }): void {
    if (quoted || !isSeparator(text)) this.#at += text.length
    else if (isSeparator(this.#text[this.#at]!) && !this.#isSignOfNumber()) this.#at++
  }

  /** `-05` behind a separator is a number below zero. */
  #isSignOfNumber(): boolean {
    return /^[+-]\d/.test(this.#text.slice(this.#at)) && isSeparator(this.#text[this.#at - 1] ?? '0')
  }

  /** @param isLast whether no digits of another field follow, so that all digits there are belong to this one */
  #readField({ word, ordinal }: Field, isLast: boolean): void {
    const upper = word.toUpperCase()
    const width = WIDTHS[upper]
    if (width === undefined) return this.#readWord(upper)
    const open = isLast || ordinal !== null
    const pattern = new RegExp(`^${SIGNED.includes(upper) ? '[+-]?' : ''}\\d{1,${open ? 19 : width}}`)
    const [digits] = pattern.exec(this.#text.slice(this.#at)) ?? this.#fail()
    this.#at += digits.length + (ordinal === null ? 0 : 2)
    this.#keep(upper, Number(digits), digits.length)
  }

  #keep(word: string, value: number, digits: number): void {
    const fields = this.#fields
    switch (word) {
      case 'YYYY':
        fields.year = value
        return
      case 'YYY':
      case 'YY':
      case 'Y':
        fields.year = digits < 4 ? nearTo2020(value) : value
        return
      case 'MM':
        fields.month = value
        return
      case 'DD':
        fields.day = value
        return
      case 'DDD':
        fields.dayOfYear = value
        return
      case 'J':
        fields.julian = value - JULIAN_1970
        return
      case 'HH24':
        fields.hour = value
        return
      case 'HH12':
      case 'HH':
        fields.hour = value
        fields.isHalfDay = true
        return
      case 'MI':
        fields.minute = value
        return
      case 'SS':
        fields.second = value
        return
      case 'MS':
        fields.micros = (fields.micros ?? 0) + value * 10 ** Math.max(0, 3 - digits) * 1000
        return
      case 'US':
      case 'FF6':
        fields.micros = value * 10 ** Math.max(0, 6 - digits)
        return
      case 'SSSS':
      case 'SSSSS':
        fields.secondOfDay = value
        return
      case 'TZH':
        fields.offset = value * 3600
        return
      case 'TZM':
        fields.offsetMinutes = value
        return
      default:
        // Day of the week, week of the month and quarter say nothing about the date.
        return
    }
  }

  #readWord(word: string): void {
    const rest = this.#text.slice(this.#at).toLowerCase()
    const find = (names: readonly string[]): number => {
      const found = names.findIndex(name => rest.startsWith(name.toLowerCase()))
      if (found < 0) return this.#fail()
      this.#at += names[found]!.length
      return found
    }
    switch (word) {
      case 'MONTH':
        this.#fields.month = (find([...MONTHS, ...MONTHS.map(short)]) % 12) + 1
        return
      case 'MON':
        this.#fields.month = find(MONTHS.map(short)) + 1
        return
      case 'DAY':
        find([...DAYS, ...DAYS.map(short)])
        return
      case 'DY':
        find(DAYS.map(short))
        return
      case 'RM': {
        const byLength = [...ROMAN].sort((a, b) => b.length - a.length)
        this.#fields.month = ROMAN.indexOf(byLength[find(byLength)]!) + 1
        return
      }
      case 'AM':
      case 'PM':
        this.#fields.isAfternoon = find(['AM', 'PM']) === 1
        return
      case 'A.M.':
      case 'P.M.':
        this.#fields.isAfternoon = find(['A.M.', 'P.M.']) === 1
        return
      case 'OF': {
        const [found, sign, hours, minutes] = /^([+-])(\d{1,2})(?::(\d{2}))?/.exec(rest) ?? this.#fail()
        this.#at += found.length
        this.#fields.offset = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes ?? 0) * 60)
        return
      }
      default:
        throw new DataError('MV5105', `\`${word}\` of a template cannot be read, only written`)
    }
  }

  #point(): bigint {
    const {
      dayOfYear,
      julian,
      secondOfDay,
      isAfternoon,
      isHalfDay,
      offset = 0,
      offsetMinutes = 0,
    } = this.#fields
    const { year = 0, month = 1, day = 1, minute = 0, second = 0, micros = 0 } = this.#fields
    const { hour: written = 0 } = this.#fields
    const halfOk = isHalfDay !== true || (written >= 1 && written <= 12)
    const twelve = isHalfDay === true || isAfternoon !== undefined
    const hour = twelve && isAfternoon !== undefined ? (written % 12) + (isAfternoon ? 12 : 0) : written
    if (!halfOk || hour > 24 || minute > 59 || second > 60 || micros >= 1_000_000) this.#fail()
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) this.#fail()
    const days =
      julian ??
      (dayOfYear === undefined ? daysFromCivil(year, month, day) : daysFromCivil(year, 1, 1) + dayOfYear - 1)
    const seconds = secondOfDay ?? hour * 3600 + minute * 60 + second
    const east = offset + (offset < 0 ? -1 : 1) * offsetMinutes * 60
    return checkTimestamp(BigInt(days) * MICROS_PER_DAY + BigInt((seconds - east) * 1_000_000 + micros))
  }

  #fail(): never {
    const [text, template] = [this.#text.slice(0, 40), this.#template.slice(0, 60)]
    throw new DataError('MV5101', `\`${text}\` does not have the form \`${template}\``)
  }
}

/** How many digits a field has where another follows directly. */
const WIDTHS: Readonly<Record<string, number>> = {
  YYYY: 4,
  YYY: 3,
  YY: 2,
  Y: 1,
  MM: 2,
  DDD: 3,
  DD: 2,
  D: 1,
  W: 1,
  Q: 1,
  J: 19,
  HH24: 2,
  HH12: 2,
  HH: 2,
  MI: 2,
  SS: 2,
  MS: 3,
  US: 6,
  FF6: 6,
  SSSSS: 5,
  SSSS: 5,
  TZH: 3,
  TZM: 2,
}
const SIGNED = ['TZH', 'YYYY']

function isDigits(item: TemplateItem | undefined): boolean {
  return item?.kind === 'field' && WIDTHS[item.word.toUpperCase()] !== undefined
}

function isSeparator(character: string): boolean {
  return /[^\p{L}\p{N}]/u.test(character)
}

function short(name: string): string {
  return name.slice(0, 3)
}

/** A year of less than four digits is the one nearest to 2020. */
function nearTo2020(year: number): number {
  if (year < 70) return year + 2000
  if (year < 100) return year + 1900
  if (year < 520) return year + 2000
  return year < 1000 ? year + 1000 : year
}
