/**
 * A strict JSON scanner (RFC 8259) over text: it reports the members of an object or the elements of an array by position
 * and checks all the rest without building anything. So numbers keep all their digits, and a column that nobody reads costs only its
 * characters. `JSON.parse` cannot do either on Node 20.
 */

export type JsonKind = 'string' | 'number' | 'true' | 'false' | 'null' | 'object' | 'array'

/** Not JSON: what was expected and where (offset in UTF-16 units from 0). */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** Called for each member, in order; `text.slice(start, end)` is the member's value as written (a string with its quotes). */
export type MemberVisitor = (name: string, kind: JsonKind, start: number, end: number) => void

/** The same for the elements of an array. */
export type ElementVisitor = (kind: JsonKind, start: number, end: number) => void

/** Values nested deeper than this are refused. */
export const MAX_JSON_DEPTH = 500

const QUOTE = 0x22
const BACKSLASH = 0x5c
const MINUS = 0x2d

/**
 * Visits the members of the object that `text` holds. Returns the kind of the value when it is something else than an
 * object (which is then checked, too). Throws {@link JsonSyntaxError}.
 */
export function scanObject(text: string, visit: MemberVisitor): JsonKind {
  const start = skipSpace(text, 0)
  if (text.charCodeAt(start) !== 0x7b) {
    const kind = kindAt(text, start)
    expectEnd(text, skipValue(text, start, 0))
    return kind
  }
  expectEnd(text, scanMembers(text, start, visit))
  return 'object'
}

/** Visits the members of the object that begins at `open`. Returns the offset behind it. Throws {@link JsonSyntaxError}. */
export function scanMembers(text: string, open: number, visit: MemberVisitor): number {
  let at = skipSpace(text, open + 1)
  if (text.charCodeAt(at) === 0x7d) return at + 1
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) fail(text, at, 'a member name in double quotes')
    const nameEnd = skipString(text, at)
    const name = stringValue(text, at, nameEnd)
    at = skipSpace(text, nameEnd)
    if (text.charCodeAt(at) !== 0x3a) fail(text, at, '`:` after the member name')
    const valueStart = skipSpace(text, at + 1)
    const valueEnd = skipValue(text, valueStart, 1)
    visit(name, kindAt(text, valueStart), valueStart, valueEnd)
    at = skipSpace(text, valueEnd)
    const next = text.charCodeAt(at)
    if (next === 0x7d) return at + 1
    if (next !== 0x2c) fail(text, at, '`,` or `}` after a member')
    at = skipSpace(text, at + 1)
  }
}

/** Visits the elements of the array that begins at `open`. Returns the offset behind it. Throws {@link JsonSyntaxError}. */
export function scanElements(text: string, open: number, visit: ElementVisitor): number {
  let at = skipSpace(text, open + 1)
  if (text.charCodeAt(at) === 0x5d) return at + 1
  for (;;) {
    const end = skipValue(text, at, 1)
    visit(kindAt(text, at), at, end)
    at = skipSpace(text, end)
    const next = text.charCodeAt(at)
    if (next === 0x5d) return at + 1
    if (next !== 0x2c) fail(text, at, '`,` or `]` after an element')
    at = skipSpace(text, at + 1)
  }
}

/** The kind of the one value that `text` holds and where it stands without the space around it. */
export function scanValue(text: string): { kind: JsonKind; start: number; end: number } {
  const start = skipSpace(text, 0)
  const kind = kindAt(text, start)
  const end = skipValue(text, start, 0)
  expectEnd(text, end)
  return { kind, start, end }
}

/** The string whose literal stands at start..end, quotes included. */
export function stringValue(text: string, start: number, end: number): string {
  const backslash = text.indexOf('\\', start)
  if (backslash === -1 || backslash >= end) return text.slice(start + 1, end - 1)
  return JSON.parse(text.slice(start, end)) as string
}

function kindAt(text: string, at: number): JsonKind {
  switch (text.charCodeAt(at)) {
    case QUOTE:
      return 'string'
    case 0x7b:
      return 'object'
    case 0x5b:
      return 'array'
    case 0x74:
      return 'true'
    case 0x66:
      return 'false'
    case 0x6e:
      return 'null'
    default:
      return 'number'
  }
}

/** Returns the offset behind the value that starts at `at`. */
function skipValue(text: string, at: number, depth: number): number {
  switch (text.charCodeAt(at)) {
    case QUOTE:
      return skipString(text, at)
    case 0x7b:
      return skipNested(text, at, depth, 0x7d)
    case 0x5b:
      return skipNested(text, at, depth, 0x5d)
    case 0x74:
      return skipWord(text, at, 'true')
    case 0x66:
      return skipWord(text, at, 'false')
    case 0x6e:
      return skipWord(text, at, 'null')
    default:
      return skipNumber(text, at)
  }
}

/** Skips an object or array. */
function skipNested(text: string, open: number, depth: number, close: number): number {
  if (depth >= MAX_JSON_DEPTH) throw new JsonSyntaxError(`nested deeper than ${MAX_JSON_DEPTH} levels`, open)
  let at = skipSpace(text, open + 1)
  if (text.charCodeAt(at) === close) return at + 1
  for (;;) {
    if (close === 0x7d) {
      if (text.charCodeAt(at) !== QUOTE) fail(text, at, 'a member name in double quotes')
      at = skipSpace(text, skipString(text, at))
      if (text.charCodeAt(at) !== 0x3a) fail(text, at, '`:` after the member name')
      at = skipSpace(text, at + 1)
    }
    at = skipSpace(text, skipValue(text, at, depth + 1))
    const next = text.charCodeAt(at)
    if (next === close) return at + 1
    if (next !== 0x2c) fail(text, at, close === 0x7d ? '`,` or `}`' : '`,` or `]`')
    at = skipSpace(text, at + 1)
  }
}

function skipString(text: string, open: number): number {
  for (let at = open + 1; ; at++) {
    const c = text.charCodeAt(at)
    if (c === QUOTE) return at + 1
    if (c === BACKSLASH) at = skipEscape(text, at)
    else if (!(c >= 0x20)) {
      if (at >= text.length) throw new JsonSyntaxError('the text ends inside a string', at)
      throw new JsonSyntaxError('a control character inside a string must be escaped', at)
    }
  }
}

/** Returns the offset of the escape's last character. */
function skipEscape(text: string, backslash: number): number {
  const c = text.charAt(backslash + 1)
  if (c === 'u') {
    if (!/^[0-9a-fA-F]{4}$/.test(text.slice(backslash + 2, backslash + 6)))
      fail(text, backslash, 'four hexadecimal digits after `\\u`')
    return backslash + 5
  }
  if (c === '' || !'"\\/bfnrt'.includes(c)) fail(text, backslash, 'a valid escape')
  return backslash + 1
}

function skipWord(text: string, at: number, word: string): number {
  if (!text.startsWith(word, at)) fail(text, at, 'a JSON value')
  return at + word.length
}

function skipNumber(text: string, start: number): number {
  let at = start
  if (text.charCodeAt(at) === MINUS) at++
  const first = text.charCodeAt(at)
  if (!isDigit(first)) fail(text, start, 'a JSON value')
  at++
  if (first !== 0x30) while (isDigit(text.charCodeAt(at))) at++
  if (text.charCodeAt(at) === 0x2e) at = skipDigits(text, at + 1)
  const exponent = text.charCodeAt(at)
  if (exponent === 0x65 || exponent === 0x45) {
    const sign = text.charCodeAt(at + 1)
    at = skipDigits(text, sign === 0x2b || sign === MINUS ? at + 2 : at + 1)
  }
  return at
}

function skipDigits(text: string, start: number): number {
  let at = start
  while (isDigit(text.charCodeAt(at))) at++
  if (at === start) fail(text, at, 'a digit')
  return at
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}

function skipSpace(text: string, start: number): number {
  let at = start
  for (;;) {
    const c = text.charCodeAt(at)
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return at
    at++
  }
}

function expectEnd(text: string, end: number): void {
  const at = skipSpace(text, end)
  if (at < text.length) fail(text, at, 'nothing more')
}

function fail(text: string, at: number, expected: string): never {
  const found = at >= text.length ? 'the end' : `\`${String.fromCodePoint(text.codePointAt(at) ?? 0)}\``
  throw new JsonSyntaxError(`expected ${expected}, found ${found}`, at)
}
