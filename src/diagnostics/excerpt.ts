/** Draws the lines of a source that a span covers, with the span underlined. */
import { cellsOf, printable } from './display-width.ts'
import { lineAt, positionOf } from './source.ts'
import type { Source, Span } from './source.ts'

/** Longer lines are cut to a window around the span. */
const MAX_WIDTH = 160
/** How much of a long line is shown before the span. */
const LEAD = 40

/** How one excerpt looks: the mark under the span, the words behind it, the arrow before its place. */
export interface ExcerptStyle {
  readonly mark: '^' | '-'
  readonly label: string
  readonly arrow: '-->' | ':::'
  /** Width of the line numbers' column. */
  readonly gutter: number
  readonly paintMark: (text: string) => string
  readonly paintGutter: (text: string) => string
}

/** The number of the last line that an excerpt of this span shows. */
export function lastLineOf(span: Span): number {
  return positionOf(span.source, lastOffset(span)).line
}

/** Some lines: the place, then the first and the last line of the span, each underlined. */
export function excerpt(span: Span, style: ExcerptStyle): string[] {
  const { gutter, paintGutter } = style
  const bar = paintGutter(`${' '.repeat(gutter)} |`)
  const { line, column } = positionOf(span.source, span.start)
  const lines = [
    `${' '.repeat(gutter)}${paintGutter(style.arrow)} ${printable(span.source.name)}:${line}:${column}`,
    bar,
  ]
  const parts = linesOf(span)
  parts.forEach((part, index) => {
    const number = paintGutter(`${String(part.line).padStart(gutter)} |`)
    const { text, indent, width } = underlined(part.span, lineAt(span.source, part.span.start))
    const last = index === parts.length - 1
    const mark = style.paintMark(
      style.mark.repeat(width) + (last && style.label !== '' ? ` ${style.label}` : ''),
    )
    if (index === 1 && part.line > parts[0]!.line + 1) lines.push(paintGutter('...'))
    lines.push(`${number} ${text}`.trimEnd(), `${bar} ${' '.repeat(indent)}${mark}`)
  })
  return lines
}

/** The pieces of a span on its first and on its last line. */
function linesOf(span: Span): { line: number; span: Span }[] {
  const { source } = span
  const first = lineAt(source, span.start)
  const startLine = positionOf(source, span.start).line
  if (span.end <= first.end) return [{ line: startLine, span }]
  const last = lineAt(source, lastOffset(span))
  if (last.start === first.start) return [{ line: startLine, span: { ...span, end: first.end } }]
  const indent = source.text.slice(last.start, span.end).search(/\S/)
  return [
    { line: startLine, span: { ...span, end: first.end } },
    { line: lastLineOf(span), span: { ...span, start: last.start + Math.max(0, indent) } },
  ]
}

/** The offset of the last character that is not a line end. */
function lastOffset(span: Span): number {
  let end = span.end
  while (end > span.start && /[\n\r]/.test(span.source.text[end - 1]!)) end--
  return Math.max(span.start, end - 1)
}

/** A line as it is shown, and where the mark goes; columns are those of the terminal. */
function underlined(span: Span, line: Span): { text: string; indent: number; width: number } {
  const { start, end } = visiblePart(span, line)
  const cells = cellsOf(span.source.text.slice(start, end))
  const from = span.start - start
  const to = Math.min(span.end, end) - start
  const width = (part: typeof cells) => part.reduce((sum, cell) => sum + cell.width, 0)
  const cutBefore = start > line.start ? '…' : ''
  return {
    text: cutBefore + cells.map(cell => cell.text).join('') + (end < line.end ? '…' : ''),
    indent: cutBefore.length + width(cells.filter(cell => cell.offset < from)),
    width: Math.max(1, width(cells.filter(cell => cell.offset >= from && cell.offset < to))),
  }
}

/** The part of a line to show: all of it, or of a long line what surrounds the start of the span. */
function visiblePart(span: Span, line: Span): Pick<Span, 'start' | 'end'> {
  if (line.end - line.start <= MAX_WIDTH) return line
  const wanted = Math.max(line.start, span.start - LEAD)
  const start = wholeCharacter(span.source, wanted)
  return { start, end: wholeCharacter(span.source, Math.min(line.end, start + MAX_WIDTH)) }
}

/** Moves an offset off the middle of a surrogate pair. */
function wholeCharacter(source: Source, offset: number): number {
  return /[\uDC00-\uDFFF]/.test(source.text[offset] ?? '') ? offset - 1 : offset
}
