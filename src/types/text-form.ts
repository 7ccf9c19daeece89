/** Values as PostgreSQL reads and writes them as text: casts, literals in plans, messages. */
import { unreachable } from '../util/assert.ts'
import { DataError } from './data-error.ts'
import { formatBytes, parseBytes } from './bytes.ts'
import {
  checkDate,
  checkTimestamp,
  formatDate,
  formatTime,
  formatTimestamp,
  MICROS_PER_DAY,
  parseDateTime,
  parseTimeOfDay,
} from './datetime.ts'
import { Decimal } from './decimal.ts'
import { formatDouble } from './double-text.ts'
import type { Interval } from './interval.ts'
import { formatInterval, parseInterval } from './interval-text.ts'
import { canonicalJsonText } from './json-tree.ts'
import { formatNested, parseNested } from './nested-text.ts'
import { formatReal, parseReal } from './real.ts'
import type { SqlType } from './sql-type.ts'
import { storeValue } from './store-value.ts'
import { printType } from './type-name.ts'
import { parseUuid } from './uuid.ts'
import type { Value } from './value.ts'

const MAX_QUOTED = 40

/** Reads PostgreSQL's input text of a type. Throws DataError when it is none or out of range. */
export function parseValue(type: SqlType, text: string): Value {
  switch (type.kind) {
    case 'boolean':
      return parseBoolean(type, text)
    case 'smallint':
      return Number(parseInteger(type, text, 16))
    case 'integer':
      return Number(parseInteger(type, text, 32))
    case 'bigint':
      return parseInteger(type, text, 64)
    case 'real':
      return parseFloating(type, text, parseReal)
    case 'double':
      return parseFloating(type, text, Number)
    case 'decimal':
      return storeValue(type, parseDecimal(type, text))
    case 'varchar':
    case 'char':
      return storeValue(type, text)
    case 'bytes':
      return parseBytes(text) ?? fail(invalid(type, text))
    case 'uuid':
      return parseUuid(text) ?? fail(invalid(type, text))
    case 'interval':
      return parseInterval(text) ?? fail(invalid(type, text))
    case 'time': {
      const time = parseTimeOfDay(text) ?? fail(invalid(type, text))
      return time === 'out of range' ? fail(outOfRange(type, text)) : time
    }
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return parseDay(type, text)
    case 'json':
      return canonicalJsonText(text)
    case 'array':
    case 'map':
    case 'struct':
      return parseNested(type, text, parseValue) ?? fail(invalid(type, text))
    case 'null':
      throw invalid(type, text)
    default:
      return unreachable(type)
  }
}

/** PostgreSQL's output text of a non-null value. */
export function formatValue(type: SqlType, value: Exclude<Value, null>): string {
  switch (type.kind) {
    case 'real':
      return formatReal(value as number)
    case 'double':
      return formatDouble(value as number)
    case 'bytes':
      return formatBytes(value as string)
    case 'time':
      return formatTime(value as number)
    case 'interval':
      return formatInterval(value as Interval)
    case 'date':
      return formatDate(value as number)
    case 'timestamp':
      return formatTimestamp(value as bigint, ' ')
    case 'timestamptz':
      return `${formatTimestamp(value as bigint, ' ')}+00`
    case 'array':
    case 'map':
    case 'struct':
      return formatNested(type, value, formatPart)
    case 'boolean':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'varchar':
    case 'char':
    case 'uuid':
    case 'json':
    case 'null':
      return value.toString()
    default:
      return unreachable(type)
  }
}

/** The text of a value within an array or a row, where PostgreSQL writes booleans as `t` and `f`. */
export function formatPart(type: SqlType, value: Exclude<Value, null>): string {
  return type.kind === 'boolean' ? (value === true ? 't' : 'f') : formatValue(type, value)
}

/** A text in a message: quoted, cut to 40 characters. */
export function quoteText(text: string): string {
  const points = [...text.slice(0, 2 * MAX_QUOTED + 2)]
  return points.length <= MAX_QUOTED ? `\`${text}\`` : `\`${points.slice(0, MAX_QUOTED).join('')}…\``
}

function fail(error: DataError): never {
  throw error
}

function invalid(type: SqlType, text: string): DataError {
  return new DataError('MV5101', `${quoteText(text)} is not a value of type ${printType(type)}`)
}

function outOfRange(type: SqlType, text: string): DataError {
  return new DataError('MV5102', `${quoteText(text)} is out of range for type ${printType(type)}`)
}

/** White space as C's `isspace` has it. */
function trimSpace(text: string): string {
  return text.replace(/^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g, '')
}

/** Any unique prefix of these words counts; `o` alone is neither on nor off. */
const BOOLEAN = /^(?:(t|tr|tru|true|y|ye|yes|on|1)|(?:f|fa|fal|fals|false|n|no|of|off|0))$/i

function parseBoolean(type: SqlType, text: string): boolean {
  const match = BOOLEAN.exec(trimSpace(text))
  if (match === null) throw invalid(type, text)
  return match[1] !== undefined
}

function parseInteger(type: SqlType, text: string, size: 16 | 32 | 64): bigint {
  const match = /^[ \t\n\r\v\f]*([+-]?)0*(\d+)[ \t\n\r\v\f]*$/.exec(text)
  if (match === null) throw invalid(type, text)
  const magnitude = match[2]!.length > 19 ? 1n << 64n : BigInt(match[2]!)
  const value = match[1] === '-' ? -magnitude : magnitude
  if (BigInt.asIntN(size, value) !== value) throw outOfRange(type, text)
  return value
}

const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const SPECIAL_DOUBLE = /^(?:([+-]?)(?:inf|infinity)|nan)$/i

/** @param read the nearest value of digits with an exponent */
function parseFloating(type: SqlType, text: string, read: (digits: string) => number): number {
  const trimmed = trimSpace(text)
  if (DOUBLE.test(trimmed)) {
    const value = read(trimmed)
    const isUnderflow = value === 0 && /[1-9]/.test(trimmed.split(/e/i)[0]!)
    if (!Number.isFinite(value) || isUnderflow) throw outOfRange(type, text)
    return value + 0
  }
  const special = SPECIAL_DOUBLE.exec(trimmed)
  if (special === null) throw invalid(type, text)
  return special[1] === undefined ? NaN : special[1] === '-' ? -Infinity : Infinity
}

function parseDecimal(type: SqlType, text: string): Decimal {
  const value = Decimal.parse(trimSpace(text))
  if (value === null) throw invalid(type, text)
  return value
}

function parseDay(type: SqlType, text: string): Value {
  const parsed = parseDateTime(text)
  if (parsed === null) throw invalid(type, text)
  if (parsed === 'out of range') throw outOfRange(type, text)
  if (type.kind === 'date') return checkDate(parsed.days)
  const local = BigInt(parsed.days) * MICROS_PER_DAY + BigInt(parsed.time)
  // As in PostgreSQL, an offset is read and ignored where the type has no time zone.
  return checkTimestamp(type.kind === 'timestamptz' ? local - BigInt(parsed.offset ?? 0) : local)
}
