/**
 * Documents: text with places where it may be broken into lines, and its layout within a width. A group is set on one line
 * if it fits there, otherwise all its own lines are broken (those of groups inside it are decided anew).
 */
import { unreachable } from '../util/assert.ts'
import type { Node } from './ast.ts'

export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: 'line'; readonly flat: string; readonly hard: boolean }
  | { readonly kind: 'indent'; readonly doc: Doc }
  | Group
  /** Text that waits for the end of the line, such as a comment. */
  | { readonly kind: 'suffix'; readonly doc: Doc }
  | Anchor

/** The text of a node, or of a clause that begins with keywords in front of the node: where comments are kept. */
export interface Anchor {
  readonly kind: 'anchor'
  readonly node: Node
  readonly clause: boolean
  readonly doc: Doc
}

interface Group {
  readonly kind: 'group'
  readonly doc: Doc
  readonly broken: boolean
}

/** A space, or the end of a line. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false }
/** Nothing, or the end of a line. */
export const softline: Doc = { kind: 'line', flat: '', hard: false }
/** The end of a line; it breaks all groups around it. */
export const hardline: Doc = { kind: 'line', flat: '', hard: true }

export const indent = (doc: Doc): Doc => ({ kind: 'indent', doc })
export const suffix = (doc: Doc): Doc => ({ kind: 'suffix', doc })
export const anchor = (node: Node, doc: Doc): Doc => ({ kind: 'anchor', node, clause: false, doc })
export const clauseAnchor = (node: Node, doc: Doc): Doc => ({ kind: 'anchor', node, clause: true, doc })
export const group = (doc: Doc): Doc => ({ kind: 'group', doc, broken: mustBreak(doc) })

/** The documents with a separator between them. */
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]))
}

/** `open a, b close`, on one line or one element a line. */
export function list(open: string, docs: readonly Doc[], close: string): Doc {
  if (docs.length === 0) return open + close
  return group([open, indent([softline, join([',', line], docs)]), softline, close])
}

function mustBreak(doc: Doc): boolean {
  if (typeof doc === 'string') return false
  if (isList(doc)) return doc.some(mustBreak)
  switch (doc.kind) {
    case 'line':
      return doc.hard
    case 'group':
      return doc.broken
    case 'suffix':
      return true
    case 'indent':
    case 'anchor':
      return mustBreak(doc.doc)
    default:
      return unreachable(doc)
  }
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc)
}

/** The anchors of a document, the outer before the inner, otherwise in order. */
export function anchorsOf(doc: Doc): Anchor[] {
  if (typeof doc === 'string') return []
  if (isList(doc)) return doc.flatMap(anchorsOf)
  if (doc.kind === 'line') return []
  return doc.kind === 'anchor' ? [doc, ...anchorsOf(doc.doc)] : anchorsOf(doc.doc)
}

/** The same document with its anchors replaced. Groups are made anew, since a comment breaks them. */
export function mapAnchors(doc: Doc, replace: (anchor: Anchor, inner: Doc) => Doc): Doc {
  if (typeof doc === 'string') return doc
  if (isList(doc)) return doc.map(part => mapAnchors(part, replace))
  switch (doc.kind) {
    case 'line':
      return doc
    case 'group':
      return group(mapAnchors(doc.doc, replace))
    case 'suffix':
    case 'indent':
      return { ...doc, doc: mapAnchors(doc.doc, replace) }
    case 'anchor':
      return replace(doc, mapAnchors(doc.doc, replace))
    default:
      return unreachable(doc)
  }
}

const INDENT = '  '

interface Part {
  readonly doc: Doc
  readonly depth: number
  readonly flat: boolean
}

/** The text of a document; `width` is the length of a line that groups keep to where they can. */
export function layout(doc: Doc, width: number): string {
  return new Layout(width).run(doc)
}

class Layout {
  private readonly width: number
  private readonly lines: string[] = []
  private current = ''
  private suffixes: Part[] = []
  private pending: Part[] = []

  constructor(width: number) {
    this.width = width
  }

  run(doc: Doc): string {
    this.pending = [{ doc, depth: 0, flat: false }]
    while (this.pending.length > 0 || this.suffixes.length > 0) {
      if (this.pending.length === 0) this.flush()
      const part = this.pending.pop()
      if (part) this.set(part)
    }
    return [...this.lines, this.current].join('\n')
  }

  private set(part: Part): void {
    const { doc, depth, flat } = part
    if (typeof doc === 'string') this.current += doc
    else if (isList(doc)) this.push(doc, depth, flat)
    else if (doc.kind === 'indent') this.push([doc.doc], depth + 1, flat)
    else if (doc.kind === 'anchor') this.push([doc.doc], depth, flat)
    else if (doc.kind === 'suffix') this.suffixes.push({ ...part, doc: doc.doc })
    else if (doc.kind === 'group') this.push([doc.doc], depth, flat || this.fits(doc, depth))
    else if (flat && !doc.hard) this.current += doc.flat
    else if (this.suffixes.length > 0) {
      this.pending.push(part)
      this.flush()
    } else this.endLine(depth)
  }

  private push(docs: readonly Doc[], depth: number, flat: boolean): void {
    for (const doc of [...docs].reverse()) this.pending.push({ doc, depth, flat })
  }

  private flush(): void {
    this.pending.push(...this.suffixes.reverse())
    this.suffixes = []
  }

  private endLine(depth: number): void {
    this.lines.push(this.current.trimEnd())
    this.current = INDENT.repeat(depth)
  }

  /** Whether a group fits on the line, with what follows it up to the next line end. */
  private fits(doc: Group, depth: number): boolean {
    if (doc.broken) return false
    let left = this.width - this.current.length
    const parts: Part[] = [{ doc: doc.doc, depth, flat: true }]
    let behind = this.pending.length
    while (left >= 0) {
      const part = parts.pop() ?? this.pending[--behind]
      if (!part) return true
      const { doc: next, flat } = part
      if (typeof next === 'string') left -= next.length
      else if (isList(next)) for (const inner of [...next].reverse()) parts.push({ ...part, doc: inner })
      else if (next.kind === 'line') {
        if (!flat) return true
        left -= next.flat.length
      } else if (next.kind !== 'suffix') {
        const mustEnd = next.kind === 'group' && next.broken
        parts.push({ doc: next.doc, depth, flat: flat && !mustEnd })
      }
    }
    return false
  }
}
