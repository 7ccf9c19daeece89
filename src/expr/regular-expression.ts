/**
 * PostgreSQL's advanced regular expressions, translated to JavaScript's. Text is seen by code point, `.` matches a line end,
 * and `\w`, `\d` and the classes in `[[:…:]]` are those of ASCII. One difference stays: of alternatives the first that fits
 * is taken, not the longest.
 */
import { DataError } from '../types/data-error.ts'

export interface RegularExpression {
  /** Without state, for a test. */
  readonly once: RegExp
  /** With the flag `g`. */
  readonly all: RegExp
  /** Whether the flags ask for all occurrences. */
  readonly isGlobal: boolean
}

const MAX_CACHED = 256
const cache = new Map<string, RegularExpression>()

/** Translates a pattern with PostgreSQL's flags (`i`, `c`, `n`, `m`, `s`, `g`, `q`). Throws DataError for a wrong one. */
export function regularExpression(pattern: string, flags = ''): RegularExpression {
  const key = `${flags}/${pattern}`
  let compiled = cache.get(key)
  if (compiled === undefined) {
    compiled = compile(pattern, flags)
    if (cache.size >= MAX_CACHED) cache.clear()
    cache.set(key, compiled)
  }
  return compiled
}

interface Options {
  ignoreCase: boolean
  /** `.` and classes of what is not listed do not match a line end, `^` and `$` match at each. */
  byLine: boolean
  isLiteral: boolean
}

function compile(pattern: string, flags: string): RegularExpression {
  const options: Options = { ignoreCase: false, byLine: false, isLiteral: false }
  let isGlobal = false
  for (const flag of flags) {
    if (flag === 'g') isGlobal = true
    else readFlag(flag, options)
  }
  const embedded = /^\(\?([a-z]+)\)/.exec(pattern)
  for (const flag of embedded?.[1] ?? '') readFlag(flag, options)
  const rest = embedded === null ? pattern : pattern.slice(embedded[0].length)
  const source = options.isLiteral
    ? rest.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
    : translate(rest, options.byLine)
  const mode = `u${options.ignoreCase ? 'i' : ''}${options.byLine ? 'm' : 's'}`
  try {
    return { once: new RegExp(source, mode), all: new RegExp(source, `${mode}g`), isGlobal }
  } catch {
    throw invalid(pattern)
  }
}

function readFlag(flag: string, options: Options): void {
  if (flag === 'i') options.ignoreCase = true
  else if (flag === 'c') options.ignoreCase = false
  else if (flag === 'n' || flag === 'm') options.byLine = true
  else if (flag === 's') options.byLine = false
  else if (flag === 'q') options.isLiteral = true
  else
    throw new DataError(
      'MV5105',
      `\`${flag}\` is no flag of a regular expression: they are g, i, c, n, m, s and q`,
    )
}

function invalid(pattern: string): DataError {
  return new DataError('MV5105', `\`${pattern.slice(0, 60)}\` is not a regular expression`)
}

const TOKEN =
  /\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]+|c[\s\S]|[0-7]{1,3}|[\s\S])|\[\^?\]?(?:\[:\w+:\]|\\[\s\S]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!])|\{\d+(?:,\d*)?\}|[\s\S]/gu

function translate(pattern: string, byLine: boolean): string {
  let source = ''
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (token.length > 1 && token.startsWith('\\')) source += escapeOf(token.slice(1), pattern, byLine)
    else if (token === '\\') throw invalid(pattern)
    else if (token.length > 1 && token.startsWith('[')) source += classOf(token, pattern, byLine)
    else if (token === '{' || token === '}' || token === ']') source += `\\${token}`
    else source += token
  }
  return source
}

/** Escapes that stand for a place or a set. */
const CONSTRAINTS: Readonly<Record<string, string>> = {
  m: '\\b(?=\\w)',
  M: '\\b(?<=\\w)',
  y: '\\b',
  Y: '\\B',
  A: '(?<![\\s\\S])',
  Z: '(?![\\s\\S])',
  d: '[0-9]',
  D: '[^0-9]',
  w: '[0-9A-Za-z_]',
  W: '[^0-9A-Za-z_]',
  s: '[ \\t-\\r]',
  S: '[^ \\t-\\r]',
}

/** Escapes that stand for a character. */
const CHARACTERS: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  B: 0x5c,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '0': 0,
}

function escapeOf(escape: string, pattern: string, byLine: boolean): string {
  const letter = escape[0]!
  if (escape.length === 1 && (letter === 'D' || letter === 'W' || letter === 'S') && byLine) {
    return CONSTRAINTS[letter]!.replace(/\]$/, '\\n]')
  }
  if (escape.length === 1 && Object.hasOwn(CONSTRAINTS, letter)) return CONSTRAINTS[letter]!
  if (/^[1-9]$/.test(escape)) return `\\${escape}`
  return characterSource(codeOf(escape, pattern))
}

function codeOf(escape: string, pattern: string): number {
  const letter = escape[0]!
  if (escape.length === 1 && Object.hasOwn(CHARACTERS, letter)) return CHARACTERS[letter]!
  if (/^[uUx]/.test(escape) && escape.length > 1) return parseInt(escape.slice(1), 16)
  if (letter === 'c' && escape.length > 1) return escape.codePointAt(1)! & 31
  if (/^[0-7]+$/.test(escape)) return parseInt(escape, 8)
  if (/[0-9A-Za-z]/.test(letter)) throw invalid(pattern)
  return escape.codePointAt(0)!
}

function characterSource(code: number): string {
  return `\\u{${code.toString(16)}}`
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t-\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  cntrl: '\\0-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
  xdigit: '0-9A-Fa-f',
  word: '0-9A-Za-z_',
}

const CLASS_ITEM = /\[:(\w+):\]|\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]+|[0-7]{1,3}|[\s\S])|[\s\S]/gu

/** `[…]`: a `]` right behind the bracket is itself, escapes count. */
function classOf(token: string, pattern: string, byLine: boolean): string {
  const isNegated = token.startsWith('[^')
  const items = [...token.slice(isNegated ? 2 : 1, -1).matchAll(CLASS_ITEM)].map(
    ([item, name, escape], i, all) => {
      if (name !== undefined) return CLASSES[name] ?? fail(pattern)
      if (escape !== undefined) return classEscape(escape, pattern)
      if (item === '-') return i === 0 || i === all.length - 1 ? '\\-' : '-'
      return characterSource(item.codePointAt(0)!)
    },
  )
  return `[${isNegated ? '^' : ''}${items.join('')}${isNegated && byLine ? '\\n' : ''}]`
}

function classEscape(escape: string, pattern: string): string {
  if (/^[dws]$/.test(escape)) return CONSTRAINTS[escape]!.slice(1, -1)
  return characterSource(codeOf(escape, pattern))
}

function fail(pattern: string): never {
  throw invalid(pattern)
}
