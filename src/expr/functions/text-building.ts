/** Texts made of others: joined, repeated, padded, replaced, quoted. */
import { DataError } from '../../types/data-error.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { codePointLength } from '../../types/store-value.ts'
import { formatValue } from '../../types/text-form.ts'
import type { Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import { castFunction } from '../cast.ts'
import type { Evaluate, ScalarSignature } from '../signature.ts'
import { formatText } from './format-text.ts'
import { checkInteger } from './arithmetic.ts'
import { generic, scalar, typeOfKind } from './define.ts'
import { quoteLiteral } from './quote.ts'
import { slice } from './text.ts'

const TEXT: SqlType = typeOfKind('varchar')
/** PostgreSQL's limit of a value is a gigabyte; a text here stays far below what JavaScript holds. */
const MAX_LENGTH = 100_000_000

export const TEXT_BUILDING: readonly ScalarSignature[] = [
  generic('concat', ['any'], () => TEXT, {
    specialise: types => {
      const write = writers(types)
      return (...values: Value[]) => values.map((value, i) => write(value, i) ?? '').join('')
    },
    doc: 'The texts of all arguments, one behind the other; NULL is left out.',
    variadic: true,
    takesNull: true,
    example: ["CONCAT('a', NULL, 1)", 'a1'],
  }),
  generic('concat_ws', ['varchar', 'any'], () => TEXT, {
    specialise: ([, ...types]) => {
      const write = writers(types)
      return (separator: string | null, ...values: Value[]) =>
        separator === null
          ? null
          : values
              .map(write)
              .filter(text => text !== null)
              .join(separator)
    },
    doc: 'The texts of all further arguments with the first one between them; NULL is left out.',
    variadic: true,
    takesNull: true,
    example: ["CONCAT_WS(', ', 'a', NULL, 'b')", 'a, b'],
  }),
  generic('format', ['varchar'], () => TEXT, {
    specialise: () => (text: string) => formatText(text, []),
    doc: 'The text with `%s` replaced by the arguments, `%L` by them as literals and `%I` as names; `%%` is a percent sign.',
    mayFail: true,
  }),
  generic('format', ['varchar', 'any'], () => TEXT, {
    specialise: ([, ...types]): Evaluate => {
      const write = writers(types)
      return (text: string | null, ...values: Value[]) =>
        text === null ? null : formatText(text, values.map(write))
    },
    doc: 'The text with `%s` replaced by the arguments, `%L` by them as literals and `%I` as names; `%%` is a percent sign.',
    variadic: true,
    takesNull: true,
    mayFail: true,
    example: ["FORMAT('%s has %s', 'Ann', 3)", 'Ann has 3'],
  }),
  scalar('replace', ['varchar', 'varchar', 'varchar'], 'varchar', {
    evaluate: (text: string, from: string, to: string) => (from === '' ? text : text.split(from).join(to)),
    doc: 'The text with every occurrence of the second text replaced by the third.',
    example: ["REPLACE('abcabc', 'b', 'xx')", 'axxcaxxc'],
  }),
  scalar('translate', ['varchar', 'varchar', 'varchar'], 'varchar', {
    evaluate: translate,
    doc: 'The text with each character of the second text replaced by that in its place of the third, or left out.',
    example: ["TRANSLATE('12345', '143', 'ax')", 'a2x5'],
  }),
  scalar('reverse', ['varchar'], 'varchar', {
    evaluate: (text: string) => [...text].reverse().join(''),
    doc: 'The characters from the last to the first.',
    example: ["REVERSE('abc')", 'cba'],
  }),
  scalar('repeat', ['varchar', 'integer'], 'varchar', {
    evaluate: (text: string, count: number) =>
      limited(text.length * count) && text.repeat(Math.max(count, 0)),
    doc: 'The text so many times.',
    mayFail: true,
    example: ["REPEAT('ab', 3)", 'ababab'],
  }),
  ...pads('lpad', 'the start', "LPAD('7', 3, '0')", '007', (text, filling) => filling + text),
  ...pads('rpad', 'the end', "RPAD('ab', 5, 'xy')", 'abxyx', (text, filling) => text + filling),
  scalar('overlay', ['varchar', 'varchar', 'integer'], 'varchar', {
    evaluate: (text: string, part: string, start: number) =>
      overlay(text, part, start, codePointLength(part)),
    doc: 'The text with the second one in the place of as many characters from one on, counted from 1.',
    mayFail: true,
    example: ["OVERLAY('abcdef' PLACING 'XX' FROM 3)", 'abXXef'],
  }),
  scalar('overlay', ['varchar', 'varchar', 'integer', 'integer'], 'varchar', {
    evaluate: overlay,
    doc: 'The text with the second one in the place of so many characters from one on, counted from 1.',
    mayFail: true,
    example: ["OVERLAY('Txxxxas' PLACING 'hom' FROM 2 FOR 4)", 'Thomas'],
  }),
  scalar('chr', ['integer'], 'varchar', {
    evaluate: character,
    doc: 'The character of a code point.',
    mayFail: true,
    example: ['CHR(8364)', '€'],
  }),
  generic('quote_literal', ['any'], () => TEXT, {
    specialise: ([type]) => {
      const toText = must(castFunction(type!, TEXT), 'every type has a text')
      return (value: Exclude<Value, null>) => quoteLiteral(toText(value) as string)
    },
    doc: 'The text of a value as a literal of SQL.',
    example: ["QUOTE_LITERAL('it''s')", "'it''s'"],
  }),
  ...(['integer', 'bigint'] as const).map(kind =>
    scalar('to_hex', [kind], 'varchar', {
      evaluate: (value: number | bigint) =>
        BigInt.asUintN(kind === 'integer' ? 32 : 64, BigInt(value)).toString(16),
      doc: "The number's bits in hexadecimal digits.",
      example: ['TO_HEX(255)', 'ff'],
    }),
  ),
]

/** Writes values as PostgreSQL prints them in a list: TRUE as `t`, a CHAR with its padding; null for NULL. */
function writers(types: readonly SqlType[]): (value: Value, position: number) => string | null {
  return (value, position) => {
    if (value === null) return null
    if (typeof value === 'boolean') return value ? 't' : 'f'
    return formatValue(types[position]!, value)
  }
}

function translate(text: string, from: string, to: string): string {
  const targets = [...to]
  const map = new Map<string, string>()
  for (const [i, point] of [...from].entries()) if (!map.has(point)) map.set(point, targets[i] ?? '')
  return [...text].map(point => map.get(point) ?? point).join('')
}

/** True; throws DataError when a text of this length is too long. */
function limited(length: number): true {
  if (length > MAX_LENGTH)
    throw new DataError('MV5104', `a text would have more than ${MAX_LENGTH} characters`)
  return true
}

function pads(
  name: string,
  where: string,
  call: string,
  result: string,
  join: (text: string, filling: string) => string,
): ScalarSignature[] {
  const pad = (text: string, length: number, filler: string) => {
    const missing = length - codePointLength(text)
    if (missing <= 0 || filler === '') return slice(text, 1, Math.max(length, 0) + 1)
    limited(length)
    const count = Math.ceil(missing / codePointLength(filler))
    return join(text, slice(filler.repeat(count), 1, missing + 1))
  }
  return [
    scalar(name, ['varchar', 'integer'], 'varchar', {
      evaluate: (text: string, length: number) => pad(text, length, ' '),
      doc: `The text filled up with spaces at ${where}, or cut, to so many characters.`,
      mayFail: true,
      example: [`'[' || ${name.toUpperCase()}('ab', 4) || ']'`, `[${join('ab', '  ')}]`],
    }),
    scalar(name, ['varchar', 'integer', 'varchar'], 'varchar', {
      evaluate: pad,
      doc: `The text filled up with another one at ${where}, or cut, to so many characters.`,
      mayFail: true,
      example: [call, result],
    }),
  ]
}

function overlay(text: string, part: string, start: number, length: number): string {
  if (start <= 0) throw new DataError('MV5105', 'OVERLAY counts characters from 1')
  return slice(text, 1, start) + part + slice(text, checkInteger(start + length), Infinity)
}

function character(code: number): string {
  if (code <= 0) throw new DataError('MV5105', `there is no character with the code point ${code}`)
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    throw new DataError('MV5102', `there is no character with the code point ${code}`)
  }
  return String.fromCodePoint(code)
}
