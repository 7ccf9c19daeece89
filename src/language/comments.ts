/**
 * Comments in a statement that is printed anew. Each is kept at the nearest part of the statement that stands on lines of
 * its own: behind one that ends on its line, otherwise above the next one, or below the last one of a list.
 */
import type { IToken, TokenType } from 'chevrotain'
import { anchorsOf, hardline, mapAnchors, suffix } from './document.ts'
import type { Anchor, Doc } from './document.ts'
import { Keywords as K, LineComment, RBracket, RParen } from './tokens.ts'

/** Where a comment stands relative to an anchor. */
interface Place {
  readonly anchor: Anchor
  readonly side: 'above' | 'behind' | 'below'
}

/** An anchor and the text that it takes up, with the keywords of its clause. */
interface Extent {
  readonly anchor: Anchor
  readonly start: number
  readonly end: number
}

/** A comment that has its place. */
interface Placed {
  readonly side: Place['side']
  readonly text: string
}

/** A comment as it is printed: verbatim, but for the ends of its lines. */
export function textOf({ image }: IToken): string {
  return image.replaceAll(/\r\n?/g, '\n').trimEnd()
}

/** The document of a statement with the comments inside of it; `tokens` are those of the statement. */
export function withComments(
  doc: Doc,
  comments: readonly IToken[],
  tokens: readonly IToken[],
  source: string,
): Doc {
  if (comments.length === 0) return doc
  const extents = anchorsOf(doc).map(anchor => extentOf(anchor, tokens))
  const placed = new Map<Anchor, Placed[]>()
  const homeless: string[] = []
  for (const comment of comments) {
    const place = placeOf(comment, extents, tokens, source)
    const text = textOf(comment)
    if (!place) homeless.push(text)
    else placed.set(place.anchor, [...(placed.get(place.anchor) ?? []), { side: place.side, text }])
  }
  const printed = mapAnchors(doc, (anchor, inner) => surround(inner, placed.get(anchor) ?? []))
  return [homeless.map(text => [text, hardline]), printed]
}

function surround(doc: Doc, comments: readonly Placed[]): Doc {
  if (comments.length === 0) return doc
  const on = (side: Place['side']) =>
    comments.filter(comment => comment.side === side).map(({ text }) => text)
  return [
    on('above').map(text => [text, hardline]),
    doc,
    on('behind').map(text => suffix([' ', text])),
    on('below').map(text => suffix([hardline, text])),
  ]
}

/** The words that clauses begin with. */
const STARTS = new Set<TokenType>([
  ...[K.WITH, K.SELECT, K.FROM, K.JOIN, K.WHERE, K.GROUP, K.HAVING, K.WINDOW, K.ORDER, K.LIMIT, K.OFFSET],
  ...[K.FETCH, K.UNION, K.INTERSECT, K.EXCEPT, K.AND, K.OR],
])
const JOIN_WORDS = new Set<TokenType>([K.NATURAL, K.INNER, K.CROSS, K.LEFT, K.RIGHT, K.FULL, K.OUTER])

function extentOf(anchor: Anchor, tokens: readonly IToken[]): Extent {
  const { start, end } = anchor.node.span
  if (!anchor.clause) return { anchor, start, end }
  let index = tokens.findLastIndex(token => token.startOffset < start && STARTS.has(token.tokenType))
  while (index > 0 && JOIN_WORDS.has(tokens[index - 1]!.tokenType)) index--
  return { anchor, start: tokens[index]?.startOffset ?? start, end }
}

/** The place of a comment; null when the statement has no part that could keep it. */
function placeOf(
  comment: IToken,
  extents: readonly Extent[],
  tokens: readonly IToken[],
  text: string,
): Place | null {
  const [start, end] = [comment.startOffset, comment.startOffset + comment.image.length]
  const before = last(extents.filter(extent => extent.end <= start))
  const behindLine = before !== null && !/[\n\r]/.test(text.slice(before.end, start))
  const next = tokens.find(token => token.startOffset >= end)
  const closes = next?.tokenType === RParen || next?.tokenType === RBracket
  const endsLine =
    comment.tokenType === LineComment ||
    next === undefined ||
    /[\n\r]/.test(text.slice(end, next.startOffset))
  if (before && behindLine && (endsLine || closes)) return { anchor: before.anchor, side: 'behind' }
  const after = first(extents.filter(extent => extent.start >= end))
  if (after && !(closes && before)) return { anchor: after.anchor, side: 'above' }
  return before && { anchor: before.anchor, side: closes ? 'below' : 'behind' }
}

/** The one that ends last, the outermost of several. */
function last(extents: readonly Extent[]): Extent | null {
  return extents.reduce<Extent | null>(
    (best, extent) => (best && best.end >= extent.end ? best : extent),
    null,
  )
}

/** The one that starts first, the outermost of several. */
function first(extents: readonly Extent[]): Extent | null {
  return extents.reduce<Extent | null>(
    (best, extent) => (best && best.start <= extent.start ? best : extent),
    null,
  )
}
