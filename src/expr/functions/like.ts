/**
 * LIKE and ILIKE. A pattern is split at its `%` into segments of fixed length; the first is matched at the start, the last
 * at the end, those between one after the other at their leftmost place. There is no backtracking, so no pattern is slow.
 */
import { DataError } from '../../types/data-error.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

/** Literal text, or null for `_` (one code point). */
type Part = string | null

interface Segment {
  readonly parts: readonly Part[]
  /** In code points. */
  readonly length: number
}

/** Texts that match: one segment is the whole pattern when there is no `%`. */
interface Pattern {
  readonly segments: readonly Segment[]
}

const MAX_CACHED_PATTERNS = 256
const cache = new Map<string, Pattern>()
const BACKSLASH = '\\'

/** The padding of a CHAR counts here. */
export const LIKE: readonly ScalarSignature[] = (['varchar', 'char'] as const).flatMap(kind => [
  scalar('like', [kind, 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string) => matches(text, translated(pattern, BACKSLASH)),
    doc: 'Whether the text matches the pattern; `%` stands for any text, `_` for one character, `\\` escapes.',
    mayFail: true,
    example: ["'50%' LIKE '__\\%'", 'true'],
  }),
  scalar('like', [kind, 'varchar', 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string, escape: string) => matches(text, translated(pattern, escape)),
    doc: 'The same with another escape character, or none.',
    mayFail: true,
    example: ["'50%' LIKE '__#%' ESCAPE '#'", 'true'],
  }),
  scalar('ilike', [kind, 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string) =>
      matches(text.toLowerCase(), translated(pattern.toLowerCase(), BACKSLASH)),
    doc: 'As LIKE, without regard to case.',
    mayFail: true,
    example: ["'Abc' ILIKE 'a%'", 'true'],
  }),
  scalar('ilike', [kind, 'varchar', 'varchar'], 'boolean', {
    evaluate: (text: string, pattern: string, escape: string) =>
      matches(text.toLowerCase(), translated(pattern.toLowerCase(), escape.toLowerCase())),
    doc: 'As LIKE, without regard to case and with another escape character, or none.',
    mayFail: true,
  }),
])

/** The test of a pattern of LIKE. Throws DataError when it ends with its escape character. */
export function compileLike(pattern: string): (text: string) => boolean {
  const compiled = translated(pattern, BACKSLASH)
  return text => matches(text, compiled)
}

function translated(text: string, escape: string): Pattern {
  const key = `${escape}\0${text}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const pattern = translate(text, escape)
  if (cache.size >= MAX_CACHED_PATTERNS) cache.clear()
  cache.set(key, pattern)
  return pattern
}

/** @param escape one character, or nothing */
function translate(text: string, escape: string): Pattern {
  if ([...escape].length > 1) throw new DataError('MV5105', 'the escape of LIKE is one character')
  const segments: Segment[] = []
  let parts: Part[] = []
  let literal = ''
  let length = 0
  const endLiteral = () => {
    if (literal !== '') parts.push(literal)
    literal = ''
  }
  const endSegment = () => {
    endLiteral()
    segments.push({ parts, length })
    parts = []
    length = 0
  }
  const points = [...text]
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!
    if (point === escape) {
      literal += escaped(points[++i])
      length++
    } else if (point === '%') endSegment()
    else if (point === '_') {
      length++
      endLiteral()
      parts.push(null)
    } else {
      length++
      literal += point
    }
  }
  endSegment()
  return { segments }
}

function escaped(point: string | undefined): string {
  if (point === undefined)
    throw new DataError('MV5105', 'pattern of LIKE must not end with its escape character')
  return point
}

function matches(text: string, { segments }: Pattern): boolean {
  let at = matchAt(text, 0, segments[0]!)
  if (at < 0) return false
  if (segments.length === 1) return at === text.length
  for (let i = 1; i < segments.length - 1; i++) {
    at = find(text, at, segments[i]!)
    if (at < 0) return false
  }
  const last = segments.at(-1)!
  const start = offsetFromEnd(text, last.length)
  return start >= at && matchAt(text, start, last) === text.length
}

/** The end of the segment when it stands at `at`, else -1. */
function matchAt(text: string, at: number, { parts }: Segment): number {
  for (const part of parts) {
    if (part === null) {
      if (at >= text.length) return -1
      at += text.codePointAt(at)! > 0xffff ? 2 : 1
    } else {
      if (!text.startsWith(part, at)) return -1
      at += part.length
    }
  }
  return at
}

/** The end of the segment's leftmost place from `at` on, else -1. */
function find(text: string, at: number, segment: Segment): number {
  const [first] = segment.parts
  if (first === undefined) return at
  for (let start = at; start <= text.length;) {
    if (first !== null) {
      start = text.indexOf(first, start)
      if (start < 0) return -1
    }
    const end = matchAt(text, start, segment)
    if (end >= 0) return end
    start += (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1
  }
  return -1
}

/** The offset of the code point that is the `count`th from the end; -1 when there are fewer. */
function offsetFromEnd(text: string, count: number): number {
  let offset = text.length
  for (let i = 0; i < count; i++) {
    if (offset === 0) return -1
    const unit = text.charCodeAt(offset - 1)
    offset -= unit >= 0xdc00 && unit < 0xe000 ? 2 : 1
  }
  return offset
}
