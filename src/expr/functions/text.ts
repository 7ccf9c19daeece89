/** Parts, places, lengths and case of texts. Positions and lengths count code points. */
import { DataError } from '../../types/data-error.ts'
import { codePointLength, offsetOfCodePoint, withoutPadding } from '../../types/store-value.ts'
import type { ScalarSignature } from '../signature.ts'
import { alias, scalar } from './define.ts'

const SURROGATE = /[\ud800-\udfff]/

const LENGTH: readonly ScalarSignature[] = [
  scalar('length', ['varchar'], 'integer', {
    evaluate: codePointLength,
    doc: 'The number of characters.',
    example: ["LENGTH('häuser')", '6'],
  }),
]

const OCTET_LENGTH: readonly ScalarSignature[] = (['varchar', 'char'] as const).map(kind =>
  scalar('octet_length', [kind], 'integer', {
    evaluate: (text: string) => Buffer.byteLength(text),
    doc: 'The number of bytes in UTF-8.',
    example: ["OCTET_LENGTH('häuser')", '7'],
  }),
)

const UPPER: readonly ScalarSignature[] = [
  scalar('upper', ['varchar'], 'varchar', {
    evaluate: (text: string) => text.toUpperCase(),
    doc: 'The text in upper case, by the rules of Unicode.',
    example: ["UPPER('Straße')", 'STRASSE'],
  }),
]

const LOWER: readonly ScalarSignature[] = [
  scalar('lower', ['varchar'], 'varchar', {
    evaluate: (text: string) => text.toLowerCase(),
    doc: 'The text in lower case, by the rules of Unicode.',
    example: ["LOWER('ÄPFEL')", 'äpfel'],
  }),
]

const SUBSTRING: readonly ScalarSignature[] = [
  scalar('substring', ['varchar', 'integer'], 'varchar', {
    evaluate: (text: string, start: number) => slice(text, start, Infinity),
    doc: 'The text from a character on, counted from 1.',
    example: ["SUBSTRING('abcdef', 3)", 'cdef'],
  }),
  scalar('substring', ['varchar', 'integer', 'integer'], 'varchar', {
    evaluate: substring,
    doc: 'So many characters of the text from one on, counted from 1.',
    mayFail: true,
    example: ["SUBSTRING('abcdef', 3, 2)", 'cd'],
  }),
]

export const TEXT: readonly ScalarSignature[] = [
  scalar('append', ['varchar', 'varchar'], 'varchar', {
    evaluate: (a: string, b: string) => a + b,
    doc: 'Both texts, one behind the other.',
  }),
  ...LENGTH,
  ...['char_length', 'character_length', 'len'].flatMap(name => alias(name, LENGTH)),
  ...OCTET_LENGTH,
  scalar('bit_length', ['varchar'], 'integer', {
    evaluate: (text: string) => 8 * Buffer.byteLength(text),
    doc: 'The number of bits in UTF-8.',
    example: ["BIT_LENGTH('ab')", '16'],
  }),
  ...UPPER,
  ...alias('ucase', UPPER),
  ...LOWER,
  ...alias('lcase', LOWER),
  scalar('initcap', ['varchar'], 'varchar', {
    evaluate: initcap,
    doc: 'Each word with a capital first letter and the rest in lower case; words are made of letters and digits.',
    example: ["INITCAP('hello wORLD')", 'Hello World'],
  }),
  ...trims('trim', true, true, 'both ends'),
  ...trims('btrim', true, true, 'both ends'),
  ...trims('ltrim', true, false, 'the start'),
  ...trims('rtrim', false, true, 'the end'),
  ...SUBSTRING,
  ...alias('substr', SUBSTRING),
  scalar('left', ['varchar', 'integer'], 'varchar', {
    evaluate: (text: string, count: number) =>
      slice(text, 1, count >= 0 ? count + 1 : codePointLength(text) + count + 1),
    doc: 'The first characters; with a negative number all but so many of the last.',
    example: ["LEFT('abcdef', 2)", 'ab'],
  }),
  scalar('right', ['varchar', 'integer'], 'varchar', {
    evaluate: (text: string, count: number) =>
      slice(text, count >= 0 ? codePointLength(text) - count + 1 : 1 - count, Infinity),
    doc: 'The last characters; with a negative number all but so many of the first.',
    example: ["RIGHT('abcdef', 2)", 'ef'],
  }),
  ...['strpos', 'position'].map(name => {
    const order = name === 'strpos' ? "STRPOS('abcdef', 'cd')" : "POSITION('cd' IN 'abcdef')"
    return scalar(name, ['varchar', 'varchar'], 'integer', {
      evaluate: name === 'strpos' ? placeOf : (part: string, text: string) => placeOf(text, part),
      doc:
        name === 'strpos'
          ? 'The place of the second text in the first, counted from 1; 0 when it is not there.'
          : 'The place of the first text in the second, counted from 1; 0 when it is not there.',
      example: [order, '3'],
    })
  }),
  scalar('instr', ['varchar', 'varchar'], 'integer', {
    evaluate: placeOf,
    doc: 'The place of the second text in the first, counted from 1; 0 when it is not there.',
    example: ["INSTR('corporate floor', 'or')", '2'],
  }),
  scalar('instr', ['varchar', 'varchar', 'integer'], 'integer', {
    evaluate: (text: string, part: string, from: number) => instr(text, part, from, 1),
    doc: 'The same from a place on; from a negative place, counted from the end, backwards.',
    example: ["INSTR('corporate floor', 'or', 3)", '5'],
  }),
  scalar('instr', ['varchar', 'varchar', 'integer', 'integer'], 'integer', {
    evaluate: instr,
    doc: 'The same for the occurrence of this number.',
    example: ["INSTR('corporate floor', 'or', -3, 2)", '2'],
  }),
  scalar('starts_with', ['varchar', 'varchar'], 'boolean', {
    evaluate: (text: string, start: string) => text.startsWith(start),
    doc: 'Whether the first text begins with the second.',
    example: ["STARTS_WITH('alphabet', 'alph')", 'true'],
  }),
  scalar('split_part', ['varchar', 'varchar', 'integer'], 'varchar', {
    evaluate: splitPart,
    doc: 'The part of this number, counted from 1, or from the end when negative, of a text cut at a separator.',
    mayFail: true,
    example: ["SPLIT_PART('a,b,c', ',', 2)", 'b'],
  }),
  scalar('ascii', ['varchar'], 'integer', {
    evaluate: (text: string) => text.codePointAt(0) ?? 0,
    doc: 'The code point of the first character; 0 of the empty text.',
    example: ["ASCII('x')", '120'],
  }),
]

/** The characters from number `start` on and before number `end`, counted from 1; numbers outside are allowed. */
export function slice(text: string, start: number, end: number): string {
  const from = Math.max(start, 1) - 1
  const to = Math.max(end - 1, from)
  if (!SURROGATE.test(text)) return text.slice(from, to)
  const offset = offsetOfCodePoint(text, from)
  return to === Infinity
    ? text.slice(offset)
    : text.slice(offset, offset + offsetOfCodePoint(text.slice(offset), to - from))
}

function substring(text: string, start: number, length: number): string {
  if (length < 0) throw new DataError('MV5105', 'substring of negative length')
  return slice(text, start, start + length)
}

function placeOf(text: string, part: string): number {
  return placeAt(text, text.indexOf(part))
}

/** The place of an offset, counted from 1; 0 of -1. */
function placeAt(text: string, offset: number): number {
  return offset < 0 ? 0 : codePointLength(text.slice(0, offset)) + 1
}

/** As ksqlDB's and Oracle's: a negative place searches backwards from there. */
function instr(text: string, part: string, from: number, occurrence: number): number {
  if (occurrence < 1 || from === 0) return 0
  const isForward = from > 0
  const length = codePointLength(text)
  if (Math.abs(from) > length) return 0
  let at = offsetOfCodePoint(text, isForward ? from - 1 : length + from)
  for (let found = 0; ;) {
    const offset = isForward ? text.indexOf(part, at) : at < 0 ? -1 : text.lastIndexOf(part, at)
    if (offset < 0) return 0
    if (++found === occurrence) return placeAt(text, offset)
    at = isForward ? offset + 1 : offset - 1
  }
}

function splitPart(text: string, separator: string, number: number): string {
  if (number === 0) throw new DataError('MV5105', 'the parts of SPLIT_PART are counted from 1 or -1')
  const parts = separator === '' ? [text] : text === '' ? [''] : text.split(separator)
  return parts.at(number > 0 ? number - 1 : number) ?? ''
}

function initcap(text: string): string {
  return text.replace(/[\p{L}\p{N}]+/gu, word => {
    const [first = ''] = word
    return first.toUpperCase() + word.slice(first.length).toLowerCase()
  })
}

function trims(name: string, atStart: boolean, atEnd: boolean, where: string): ScalarSignature[] {
  const trim = (text: string, characters: string) => trimCharacters(text, characters, atStart, atEnd)
  const call = name.toUpperCase()
  return [
    scalar(name, ['varchar'], 'varchar', {
      evaluate: (text: string) => trim(text, ' '),
      doc: `The text without the spaces at ${where}.`,
      example: [`'[' || ${call}('  ab ') || ']'`, `[${trim('  ab ', ' ')}]`],
    }),
    scalar(name, ['varchar', 'varchar'], 'varchar', {
      evaluate: trim,
      doc: `The text without any of the given characters at ${where}.`,
      example: [`${call}('xyabxy', 'xy')`, trim('xyabxy', 'xy')],
    }),
  ]
}

function trimCharacters(text: string, characters: string, atStart: boolean, atEnd: boolean): string {
  if (characters === ' ' && !atStart) return withoutPadding(text)
  const points = [...text]
  const set = new Set(characters)
  let start = 0
  let end = points.length
  while (atStart && start < end && set.has(points[start]!)) start++
  while (atEnd && end > start && set.has(points[end - 1]!)) end--
  return end - start === points.length ? text : points.slice(start, end).join('')
}
