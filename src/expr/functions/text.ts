/** Text functions. Positions and lengths count code points. */
import { DataError } from '../../types/data-error.ts'
import { codePointLength, offsetOfCodePoint } from '../../types/store-value.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

const SURROGATE = /[\ud800-\udfff]/

export const TEXT: readonly ScalarSignature[] = [
  scalar('append', ['varchar', 'varchar'], 'varchar', {
    evaluate: (a: string, b: string) => a + b,
    doc: 'Both texts, one behind the other.',
  }),
  ...['length', 'char_length', 'character_length'].map(name =>
    scalar(name, ['varchar'], 'integer', { evaluate: codePointLength, doc: 'The number of characters.' }),
  ),
  ...(['varchar', 'char'] as const).map(kind =>
    scalar('octet_length', [kind], 'integer', {
      evaluate: (text: string) => Buffer.byteLength(text),
      doc: 'The number of bytes in UTF-8.',
    }),
  ),
  ...['upper', 'ucase'].map(name =>
    scalar(name, ['varchar'], 'varchar', {
      evaluate: (text: string) => text.toUpperCase(),
      doc: 'The text in upper case, by the rules of Unicode.',
    }),
  ),
  ...['lower', 'lcase'].map(name =>
    scalar(name, ['varchar'], 'varchar', {
      evaluate: (text: string) => text.toLowerCase(),
      doc: 'The text in lower case, by the rules of Unicode.',
    }),
  ),
  ...trims('trim', true, true, 'both ends'),
  ...trims('btrim', true, true, 'both ends'),
  ...trims('ltrim', true, false, 'the start'),
  ...trims('rtrim', false, true, 'the end'),
  ...['substring', 'substr'].flatMap(name => [
    scalar(name, ['varchar', 'integer'], 'varchar', {
      evaluate: (text: string, start: number) => slice(text, start, Infinity),
      doc: 'The text from a character on, counted from 1.',
    }),
    scalar(name, ['varchar', 'integer', 'integer'], 'varchar', {
      evaluate: substring,
      doc: 'So many characters of the text from one on, counted from 1.',
      mayFail: true,
    }),
  ]),
  scalar('left', ['varchar', 'integer'], 'varchar', {
    evaluate: (text: string, count: number) =>
      slice(text, 1, count >= 0 ? count + 1 : codePointLength(text) + count + 1),
    doc: 'The first characters; with a negative number all but so many of the last.',
  }),
  scalar('right', ['varchar', 'integer'], 'varchar', {
    evaluate: (text: string, count: number) =>
      slice(text, count >= 0 ? codePointLength(text) - count + 1 : 1 - count, Infinity),
    doc: 'The last characters; with a negative number all but so many of the first.',
  }),
  scalar('replace', ['varchar', 'varchar', 'varchar'], 'varchar', {
    evaluate: (text: string, from: string, to: string) => (from === '' ? text : text.split(from).join(to)),
    doc: 'The text with every occurrence of the second text replaced by the third.',
  }),
  scalar('strpos', ['varchar', 'varchar'], 'integer', {
    evaluate: (text: string, part: string) => {
      const offset = text.indexOf(part)
      return offset < 0 ? 0 : codePointLength(text.slice(0, offset)) + 1
    },
    doc: 'The place of the second text in the first, counted from 1; 0 when it is not there.',
  }),
]

/** The characters from number `start` on and before number `end`, counted from 1; numbers outside are allowed. */
function slice(text: string, start: number, end: number): string {
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

function trims(name: string, atStart: boolean, atEnd: boolean, where: string): ScalarSignature[] {
  const trim = (text: string, characters: string) => trimCharacters(text, characters, atStart, atEnd)
  return [
    scalar(name, ['varchar'], 'varchar', {
      evaluate: (text: string) => trim(text, ' '),
      doc: `The text without the spaces at ${where}.`,
    }),
    scalar(name, ['varchar', 'varchar'], 'varchar', {
      evaluate: trim,
      doc: `The text without any of the given characters at ${where}.`,
    }),
  ]
}

function trimCharacters(text: string, characters: string, atStart: boolean, atEnd: boolean): string {
  const points = [...text]
  const set = new Set(characters)
  let start = 0
  let end = points.length
  while (atStart && start < end && set.has(points[start]!)) start++
  while (atEnd && end > start && set.has(points[end - 1]!)) end--
  return end - start === points.length ? text : points.slice(start, end).join('')
}
