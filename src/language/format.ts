/** The text of a file as `matview fmt` writes it: its statements printed anew, its comments kept. */
import type { IToken } from 'chevrotain'
import { must } from '../util/assert.ts'
import { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { Script } from './ast.ts'
import { textOf, withComments } from './comments.ts'
import { hardline, layout, suffix } from './document.ts'
import type { Doc } from './document.ts'
import { lex } from './lex.ts'
import { parse } from './parse.ts'
import { MAX_WIDTH, printDocument } from './printer.ts'

/** How often a comment in an odd place may move before it stays. */
const MAX_PASSES = 5

/** The formatted text; null when the file has errors, which are reported. Formatting it again changes nothing. */
export function format(source: Source, diagnostics: Diagnostics): string | null {
  const script = parse(source, diagnostics)
  let text = script && printFile(source, script)
  for (let pass = 1; text !== null && pass < MAX_PASSES; pass++) {
    const again = { name: source.name, text }
    const printed = printFile(again, must(parse(again, new Diagnostics()), 'formatted text has no errors'))
    if (printed === text) break
    text = printed
  }
  return text
}

function printFile(source: Source, script: Script): string {
  const { tokens, comments } = lex(source, new Diagnostics())
  const parts: Doc[] = []
  let from = 0
  for (const statement of script.statements) {
    const { start, end } = statement.span
    const own = within(tokens, start, end)
    const doc = withComments(printDocument(statement), within(comments, start, end), own, source.text)
    const behind = within(comments, end, endOfLine(source.text, end))
    const above = printAbove(source.text, within(comments, from, start))
    parts.push(parts.length > 0 ? [hardline, hardline] : '', above, doc, ';')
    parts.push(behind.map(comment => suffix([' ', textOf(comment)])))
    from = behind.reduce((last, comment) => Math.max(last, endOf(comment)), end)
  }
  const rest = printAbove(source.text, within(comments, from, source.text.length))
  return `${layout([parts, rest.length > 0 ? [hardline, hardline, rest] : ''], MAX_WIDTH).trimEnd()}\n`
}

/** The ascending tokens that start in a part of the text. */
function within(tokens: readonly IToken[], start: number, end: number): readonly IToken[] {
  const first = tokens.findIndex(token => token.startOffset >= start)
  if (first < 0) return []
  const behind = tokens.findIndex((token, index) => index >= first && token.startOffset >= end)
  return tokens.slice(first, behind < 0 ? tokens.length : behind)
}

function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length
}

function endOfLine(text: string, start: number): number {
  const length = text.slice(start).search(/[\n\r]/)
  return length < 0 ? text.length : start + length
}

/** Comments on lines of their own; an empty line behind one stays. */
function printAbove(text: string, comments: readonly IToken[]): Doc[] {
  return comments.map(comment => {
    const blank = /^[^\S\n]*\n[^\S\n]*\n/.test(text.slice(endOf(comment)).replaceAll('\r\n', '\n'))
    return [textOf(comment), hardline, blank ? hardline : '']
  })
}
