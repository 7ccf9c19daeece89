/** Text to tokens: keywords told from names, and what no token can be made of reported. */
import { suspiciousQuote } from './suspicious-quote.ts'
import { NumberLiteral, QuotedName, UnclosedComment, UnclosedName, UnclosedString } from './tokens.ts'
import { COMMENTS, UnknownCharacter, Word, keywordOf, lexer } from './tokens.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import type { IToken } from 'chevrotain'

export interface Lexed {
  /** Those that the grammar can read. */
  readonly tokens: readonly IToken[]
  /** In order; the grammar knows nothing of them. */
  readonly comments: readonly IToken[]
  /** Where errors were reported, ascending: no syntax error of the same statement is worth telling. */
  readonly damaged: readonly number[]
  /** From here on the text cannot be trusted, because something was not closed. */
  readonly trustedEnd: number
}

/** Cuts a text into tokens; white space is left out. */
export function lex(source: Source, diagnostics: Diagnostics): Lexed {
  const { tokens: all, groups } = lexer.tokenize(source.text)
  const problems = all.flatMap((_, index) => problemOf(source, all, index) ?? [])
  const unclosed = problems.find(({ code }) => code === 'MV1003')
  const trustedEnd = unclosed?.span.start ?? source.text.length
  const told = problems
    .filter(problem => problem === unclosed || problem.span.start < trustedEnd)
    .filter(firstOfLine(source.text))
  for (const { code, message, span, help } of told) diagnostics.error(code, message, span, { help })
  const tokens = all.filter(token => !BROKEN.has(token.tokenType))
  for (const token of tokens) complete(token)
  const comments = groups[COMMENTS] ?? []
  return { tokens, comments, damaged: told.map(({ span }) => span.start), trustedEnd }
}

/** Makes a word a keyword if it is one, and adds the end, which the lexer leaves out and the parser needs. */
function complete(token: IToken): void {
  token.endOffset = token.startOffset + token.image.length - 1
  const keyword = token.tokenType === Word ? keywordOf(token.image) : undefined
  if (!keyword) return
  token.tokenType = keyword
  token.tokenTypeIdx = keyword.tokenTypeIdx!
}

interface Problem {
  readonly code: 'MV1002' | 'MV1003' | 'MV1009'
  readonly message: string
  readonly span: Span
  readonly help: string
}

/** What the grammar cannot read. */
const BROKEN = new Set([UnclosedString, UnclosedName, UnclosedComment, UnknownCharacter])

function problemOf(source: Source, tokens: readonly IToken[], index: number): Problem | null {
  const token = tokens[index]!
  const at = (start: number, length: number): Span => ({ source, start, end: start + length })
  const start = token.startOffset
  switch (token.tokenType) {
    case UnclosedString:
      return {
        code: 'MV1003',
        message: 'unclosed string',
        span: at(suspiciousQuote(source.text, tokens, index), 1),
        help: "close it with `'`; a quote inside a string is written twice: `''`",
      }
    case UnclosedName:
      return {
        code: 'MV1003',
        message: 'unclosed name in double quotes',
        span: at(start, 1),
        help: "close it with `\"`; text is written in single quotes: `'text'`",
      }
    case UnclosedComment:
      return {
        code: 'MV1003',
        message: 'unclosed comment',
        span: at(start, 2),
        help: 'close it with `*/`; comments nest, so each `/*` inside needs its own',
      }
    case QuotedName:
      if (token.image.length > 2) return null
      return {
        code: 'MV1009',
        message: 'a name cannot be empty',
        span: at(start, 2),
        help: "the empty text is written in single quotes: `''`",
      }
    case UnknownCharacter:
      return unknownCharacter(token.image, at(start, token.image.length))
    case NumberLiteral:
      return malformedNumber(source, token, tokens[index + 1])
    default:
      return null
  }
}

/** What to write instead of characters that people bring from elsewhere. */
const INSTEAD: Record<string, string> = {
  '`': 'names are quoted with `"`, as in `"order"`',
  '‘': "write plain quotes: `'text'`",
  '’': "write plain quotes: `'text'`",
  '“': 'write plain quotes: `\'text\'` for a text, `"name"` for a name',
  '”': 'write plain quotes: `\'text\'` for a text, `"name"` for a name',
  '!': 'write `NOT`, or `<>` for "not equal"',
  '&': 'write `AND`; `&&` asks whether two arrays have an element in common',
  '|': 'write `||` to join texts, `OR` for a choice',
  ':': 'a cast is written with two colons: `x::INTEGER`',
  '–': 'write a plain minus: `-`',
  '−': 'write a plain minus: `-`',
  '≠': 'write `<>`',
  '≤': 'write `<=`',
  '≥': 'write `>=`',
  '×': 'write `*`',
  '@': 'write `@>` for "contains"',
  '#': 'a comment starts with `--`',
}

/** Unknown characters come in groups, such as a pair of typographic quotes: one error a line is enough. */
function firstOfLine(text: string): (problem: Problem) => boolean {
  let told = -1
  return ({ code, span }) => {
    if (code !== 'MV1002') return true
    const first = told < 0 || /[\n\r]/.test(text.slice(told, span.start))
    told = span.start
    return first
  }
}

function unknownCharacter(image: string, span: Span): Problem {
  return {
    code: 'MV1002',
    message: `unknown character ${nameOf(image)}`,
    span,
    help: INSTEAD[image] ?? 'remove it, or put it in quotes if it belongs to a name or a text',
  }
}

function nameOf(character: string): string {
  const point = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  if (character === '`') return `${point}, a backquote`
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `\`${character}\`` : point
}

/** `1abc` and `0x1F` would otherwise be read as a number and its alias. */
function malformedNumber(source: Source, token: IToken, next: IToken | undefined): Problem | null {
  const end = token.startOffset + token.image.length
  if (next?.startOffset !== end || next.tokenType !== Word) return null
  const text = token.image + next.image
  return {
    code: 'MV1009',
    message: `\`${text}\` is neither a number nor a name`,
    span: { source, start: token.startOffset, end: end + next.image.length },
    help: `a name that starts with a digit is written in quotes: \`"${text}"\``,
  }
}
