/** Regular expressions: the operators `~`, `~*`, `!~`, `!~*`, SIMILAR TO, and the functions. */
import { DataError } from '../../types/data-error.ts'
import { codePointLength, offsetOfCodePoint } from '../../types/store-value.ts'
import type { Value } from '../../types/value.ts'
import { type RegularExpression, regularExpression } from '../regular-expression.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar, type ValueKind } from './define.ts'
import { similarPattern, similarSubstring } from './similar.ts'

const MATCH: readonly ScalarSignature[] = (
  [
    ['regex', '', true, 'Whether a part of the text matches the regular expression.'],
    ['iregex', 'i', true, 'The same without regard to case.'],
    ['not_regex', '', false, 'Whether no part of the text matches the regular expression.'],
    ['not_iregex', 'i', false, 'The same without regard to case.'],
  ] as const
).flatMap(([name, flags, wanted, doc]) =>
  (['varchar', 'char'] as const).map(kind =>
    scalar(name, [kind, 'varchar'], 'boolean', {
      evaluate: (text: string, pattern: string) =>
        regularExpression(pattern, flags).once.test(text) === wanted,
      doc,
      mayFail: true,
    }),
  ),
)

const SIMILAR: readonly ScalarSignature[] = (['varchar', 'char'] as const).flatMap(kind => [
  scalar('similar_to', [kind, 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string) =>
      regularExpression(similarPattern(pattern, '\\')).once.test(text),
    doc: 'Whether the whole text matches the pattern of SIMILAR TO.',
    mayFail: true,
  }),
  scalar('similar_to', [kind, 'varchar', 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string, escape: string) =>
      regularExpression(similarPattern(pattern, escape)).once.test(text),
    doc: 'The same with another escape character.',
    mayFail: true,
  }),
])

const TT: readonly ValueKind[] = ['varchar', 'varchar']
const EXTRACT_DOC = 'The part of the text that matches, or that of its first group; NULL when none does.'

const FUNCTIONS: readonly ScalarSignature[] = [
  scalar('regexp_like', TT, 'boolean', {
    evaluate: (text: string, pattern: string) => regularExpression(pattern).once.test(text),
    doc: 'Whether a part of the text matches the regular expression.',
    mayFail: true,
    example: ["REGEXP_LIKE('Hello World', 'world$', 'i')", 'true'],
  }),
  scalar('regexp_like', [...TT, 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string, flags: string) =>
      regularExpression(pattern, withoutGlobal(flags)).once.test(text),
    doc: 'Whether a part of the text matches the regular expression.',
    mayFail: true,
  }),
  scalar('substring', TT, 'varchar', {
    evaluate: firstMatch,
    doc: EXTRACT_DOC,
    mayFail: true,
    example: ["SUBSTRING('foobar', 'o(.)b')", 'o'],
  }),
  scalar('substring', [...TT, 'varchar'], 'varchar', {
    evaluate: (text: string, pattern: string, escape: string) =>
      regularExpression(similarSubstring(pattern, escape)).once.exec(text)?.[1] ?? null,
    doc: 'The part of the text between two separators (escape character and double quote) of a pattern of SIMILAR TO.',
    mayFail: true,
    example: ["SUBSTRING('foobar', '%#\"o_b#\"%', '#')", 'oob'],
  }),
  scalar('regexp_extract', TT, 'varchar', {
    evaluate: (pattern: string, text: string) => groupOf(pattern, text, 0),
    doc: 'The part of the second text that matches the regular expression in the first; NULL when none does.',
    mayFail: true,
    example: ["REGEXP_EXTRACT('o.b', 'foobar')", 'oob'],
  }),
  scalar('regexp_extract', [...TT, 'integer'], 'varchar', {
    evaluate: groupOf,
    doc: 'The same for the group of this number.',
    mayFail: true,
    example: ["REGEXP_EXTRACT('(.)(o+)', 'foobar', 2)", 'oo'],
  }),
  scalar('regexp_substr', TT, 'varchar', {
    evaluate: (text: string, pattern: string) => occurrence(text, pattern, 1, 1, '')?.[0] ?? null,
    doc: 'The part of the text that matches; NULL when none does.',
    mayFail: true,
    example: ["REGEXP_SUBSTR('foobar', 'o+')", 'oo'],
  }),
  scalar('regexp_substr', [...TT, 'integer'], 'varchar', {
    evaluate: (text: string, pattern: string, start: number) =>
      occurrence(text, pattern, start, 1, '')?.[0] ?? null,
    doc: 'The same from a character on, counted from 1.',
    mayFail: true,
  }),
  scalar('regexp_substr', [...TT, 'integer', 'integer'], 'varchar', {
    evaluate: (text: string, pattern: string, start: number, n: number) =>
      occurrence(text, pattern, start, n, '')?.[0] ?? null,
    doc: 'The same for the occurrence of this number.',
    mayFail: true,
  }),
  scalar('regexp_count', TT, 'integer', {
    evaluate: (text: string, pattern: string) => countMatches(text, pattern, 1, ''),
    doc: 'How often the text matches.',
    mayFail: true,
    example: ["REGEXP_COUNT('ababab', 'ab')", '3'],
  }),
  scalar('regexp_count', [...TT, 'integer'], 'integer', {
    evaluate: (text: string, pattern: string, start: number) => countMatches(text, pattern, start, ''),
    doc: 'The same from a character on, counted from 1.',
    mayFail: true,
  }),
  scalar('regexp_count', [...TT, 'integer', 'varchar'], 'integer', {
    evaluate: countMatches,
    doc: 'The same with flags.',
    mayFail: true,
  }),
  scalar('regexp_instr', TT, 'integer', {
    evaluate: (text: string, pattern: string) => placeOf(text, occurrence(text, pattern, 1, 1, '')),
    doc: 'The place of the part that matches, counted from 1; 0 when none does.',
    mayFail: true,
    example: ["REGEXP_INSTR('foobar', 'o+')", '2'],
  }),
  scalar('regexp_instr', [...TT, 'integer'], 'integer', {
    evaluate: (text: string, pattern: string, start: number) =>
      placeOf(text, occurrence(text, pattern, start, 1, '')),
    doc: 'The same from a character on, counted from 1.',
    mayFail: true,
  }),
  scalar('regexp_instr', [...TT, 'integer', 'integer'], 'integer', {
    evaluate: (text: string, pattern: string, start: number, n: number) =>
      placeOf(text, occurrence(text, pattern, start, n, '')),
    doc: 'The same for the occurrence of this number.',
    mayFail: true,
  }),
  scalar('regexp_replace', [...TT, 'varchar'], 'varchar', {
    evaluate: (text: string, pattern: string, replacement: string) => replace(text, pattern, replacement, ''),
    doc: 'The text with the first part that matches replaced; `\\1` stands for a group and `\\&` for the whole part.',
    mayFail: true,
    example: ["REGEXP_REPLACE('foobar', 'b(.)', '[\\1]')", 'foo[a]r'],
  }),
  scalar('regexp_replace', [...TT, 'varchar', 'varchar'], 'varchar', {
    evaluate: replace,
    doc: 'The same with flags; `g` replaces all parts.',
    mayFail: true,
    example: ["REGEXP_REPLACE('foobar', 'O', '0', 'gi')", 'f00bar'],
  }),
  ...([1, 2, 3] as const).map(count =>
    scalar(
      'regexp_replace',
      [...TT, 'varchar', ...(['integer', 'integer', 'varchar'] as const).slice(0, count)],
      'varchar',
      {
        evaluate: replaceFrom,
        doc: 'The same from a character on, for the occurrence of a number (0 for all), with flags, as many as are given.',
        mayFail: true,
        ...(count === 2 && { example: ["REGEXP_REPLACE('foobaro', 'o', '0', 1, 2)", 'fo0baro'] as const }),
      },
    ),
  ),
]

export const REGEX: readonly ScalarSignature[] = [...MATCH, ...SIMILAR, ...FUNCTIONS]

function firstMatch(text: string, pattern: string): Value {
  const match = regularExpression(pattern).once.exec(text)
  if (match === null) return null
  return match.length > 1 ? (match[1] ?? null) : match[0]
}

function groupOf(pattern: string, text: string, group: number): Value {
  const match = regularExpression(pattern).once.exec(text)
  if (match === null) return null
  if (group < 0 || group >= match.length) {
    throw new DataError('MV5105', `the regular expression has no group ${group}`)
  }
  return match[group] ?? null
}

/** The flags. Throws DataError for `g`, where each match counts anyway. */
export function withoutGlobal(flags: string): string {
  if (flags.includes('g')) throw new DataError('MV5105', 'the flag `g` has no meaning here')
  return flags
}

/** The matches in the text from a character on; an empty match does not repeat at its place. */
export function* matchesFrom(
  text: string,
  { all }: RegularExpression,
  start: number,
): Generator<RegExpExecArray> {
  if (start < 1) throw new DataError('MV5105', 'characters are counted from 1')
  if (start > codePointLength(text) + 1) return
  all.lastIndex = offsetOfCodePoint(text, start - 1)
  for (;;) {
    const match = all.exec(text)
    if (match === null) return
    const next =
      match[0] === '' ? match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1) : all.lastIndex
    yield match
    if (next > text.length) return
    all.lastIndex = next
  }
}

function occurrence(
  text: string,
  pattern: string,
  start: number,
  n: number,
  flags: string,
): RegExpExecArray | null {
  if (n < 1) throw new DataError('MV5105', 'occurrences are counted from 1')
  let found = 0
  for (const match of matchesFrom(text, regularExpression(pattern, flags), start))
    if (++found === n) return match
  return null
}

function countMatches(text: string, pattern: string, start: number, flags: string): number {
  return [...matchesFrom(text, regularExpression(pattern, withoutGlobal(flags)), start)].length
}

function placeOf(text: string, match: RegExpExecArray | null): number {
  return match === null ? 0 : codePointLength(text.slice(0, match.index)) + 1
}

function replace(text: string, pattern: string, replacement: string, flags: string): string {
  if (/^[0-9]/.test(flags)) throw new DataError('MV5105', 'the flags of REGEXP_REPLACE are letters')
  const expression = regularExpression(pattern, flags)
  const used = expression.isGlobal ? expression.all : expression.once
  used.lastIndex = 0
  return text.replace(used, (...match: unknown[]) => expand(replacement, match))
}

function replaceFrom(
  text: string,
  pattern: string,
  replacement: string,
  start: number,
  n = 1,
  flags = '',
): string {
  if (n < 0) throw new DataError('MV5105', 'the number of an occurrence is not negative')
  let result = ''
  let copied = 0
  let found = 0
  for (const match of matchesFrom(text, regularExpression(pattern, flags), start)) {
    if (++found !== n && n !== 0) continue
    result += text.slice(copied, match.index) + expand(replacement, [...match, match.index, text])
    copied = match.index + match[0].length
    if (n !== 0) break
  }
  return result + text.slice(copied)
}

/** @param match the whole part, then the groups, then the offset and the text */
function expand(replacement: string, match: readonly unknown[]): string {
  const groups = match.slice(0, match.length - 2)
  return replacement.replace(/\\([1-9&\\])/g, (_, what: string) => {
    if (what === '\\') return '\\'
    const found = groups[what === '&' ? 0 : Number(what)]
    return typeof found === 'string' ? found : ''
  })
}
