/** Texts that views are written in, and places in them. */

/** One text with the name it is shown under (a path as the user wrote it). */
export interface Source {
  readonly name: string
  readonly text: string
}

/** A half-open range of UTF-16 offsets in a source. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** A place as people count it: line and column from 1, the column in code points. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The position of an offset. Lines end at \n, \r\n or \r. */
export function positionOf(source: Source, offset: number): Position {
  let line = 1
  let lineStart = 0
  const newline = /\r\n|\n|\r/g
  for (let match = newline.exec(source.text); match !== null; match = newline.exec(source.text)) {
    if (newline.lastIndex > offset) break
    line++
    lineStart = newline.lastIndex
  }
  return { line, column: [...source.text.slice(lineStart, offset)].length + 1 }
}

/** The line that an offset is on, without its line end. */
export function lineAt(source: Source, offset: number): Span {
  const { text } = source
  const within = (index: number) =>
    index >= 0 && index < text.length && text[index] !== '\n' && text[index] !== '\r'
  let start = offset
  while (within(start - 1)) start--
  let end = offset
  while (within(end)) end++
  return { source, start, end }
}

/** The smallest span that covers both. They must be of one source. */
export function cover(first: Span, last: Span): Span {
  return {
    source: first.source,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  }
}
