/** Fitting a value to the limits of a column's type: DECIMAL(p,s), VARCHAR(n) and CHAR(n). */
import { DataError } from './data-error.ts'
import { type Decimal, powerOfTen } from './decimal.ts'
import type { SqlType } from './sql-type.ts'
import { printType } from './type-name.ts'
import type { Value } from './value.ts'

/**
 * The value as a column of `type` holds it: a DECIMAL(p,s) is rounded half away from zero to `s`; of a text that is too
 * long for VARCHAR(n) only spaces are cut; one that is too short for CHAR(n) is padded with spaces. Throws DataError when it does not fit. The value is of the type's kind.
 */
export function storeValue(type: SqlType, value: Value): Value {
  if (value === null) return null
  if (type.kind === 'decimal' && type.precision !== null) {
    return fitDecimal(value as Decimal, type.precision, type.scale ?? 0)
  }
  if (type.kind === 'varchar' && type.length !== null) return fitText(value as string, type)
  if (type.kind === 'char' && type.length !== null)
    return padText(fitText(value as string, type), type.length)
  return value
}

/** The text with spaces behind it up to `length` code points. */
export function padText(text: string, length: number): string {
  const missing = length - codePointLength(text)
  return missing > 0 ? text + ' '.repeat(missing) : text
}

/** A CHAR as it compares and as it becomes a VARCHAR: without the spaces at its end. */
export function withoutPadding(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--
  return end === text.length ? text : text.slice(0, end)
}

const SURROGATE = /[\ud800-\udfff]/

/** The number of code points. */
export function codePointLength(text: string): number {
  if (!SURROGATE.test(text)) return text.length
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xdc00 || unit > 0xdfff) count++
  }
  return count
}

/** The text cut to `length` code points, as an explicit cast does. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const end = offsetOfCodePoint(text, length)
  return end >= text.length ? text : text.slice(0, end)
}

/** The UTF-16 offset of the code point at `index`; the text's length when there are fewer. */
export function offsetOfCodePoint(text: string, index: number): number {
  let offset = 0
  for (let i = 0; i < index && offset < text.length; i++) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1
  }
  return offset
}

function fitDecimal(value: Decimal, precision: number, scale: number): Decimal {
  const rounded = value.scale === scale ? value : value.round(scale)
  const limit = powerOfTen(precision)
  if (rounded.units >= limit || rounded.units <= -limit) {
    throw new DataError('MV5102', `number does not fit DECIMAL(${precision},${scale})`)
  }
  return rounded
}

function fitText(text: string, type: SqlType & { kind: 'varchar' | 'char' }): string {
  const cut = cutText(text, type.length ?? Infinity)
  if (cut.length < text.length && /[^ ]/.test(text.slice(cut.length))) {
    throw new DataError('MV5104', `text is longer than ${printType(type)} takes`)
  }
  return cut
}
