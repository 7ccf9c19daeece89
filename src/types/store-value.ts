/** Fitting a value to the limits of a column's type: DECIMAL(p,s) and VARCHAR(n). */
import { DataError } from './data-error.ts'
import { type Decimal, powerOfTen } from './decimal.ts'
import type { SqlType } from './sql-type.ts'
import type { Value } from './value.ts'

/**
 * The value as a column of `type` holds it: a DECIMAL(p,s) is rounded half away from zero to `s`; of a text that is too
 * long for VARCHAR(n) only spaces are cut. Throws DataError when it does not fit. The value is of the type's kind.
 */
export function storeValue(type: SqlType, value: Value): Value {
  if (value === null) return null
  if (type.kind === 'decimal' && type.precision !== null) {
    return fitDecimal(value as Decimal, type.precision, type.scale ?? 0)
  }
  if (type.kind === 'varchar' && type.length !== null) return fitText(value as string, type.length)
  return value
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

function fitText(text: string, length: number): string {
  const cut = cutText(text, length)
  if (cut.length < text.length && /[^ ]/.test(text.slice(cut.length))) {
    throw new DataError('MV5104', `text is longer than VARCHAR(${length}) takes`)
  }
  return cut
}
