/** Diagnostics as people read them: what is wrong, the place with the text underlined, related places, what to do. */
import { styleText } from 'node:util'
import { printable } from './display-width.ts'
import { excerpt, lastLineOf } from './excerpt.ts'
import type { ExcerptStyle } from './excerpt.ts'
import type { Diagnostic, Diagnostics, Severity } from './diagnostic.ts'

export interface RenderOptions {
  /** With ANSI colours; whether the output is a terminal is for the caller to know. */
  readonly color: boolean
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

const COLORS = { error: 'red', warning: 'yellow' } as const

/** All diagnostics and their count, ending with a newline; the empty string if there are none. */
export function renderText(diagnostics: Diagnostics, options: RenderOptions): string {
  if (diagnostics.list.length === 0) return ''
  const blocks = diagnostics.list.map(diagnostic => renderDiagnostic(diagnostic, options))
  return [...blocks, `${countLine(diagnostics)}\n`].join('\n')
}

/** One diagnostic as some lines, each ending with a newline. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions): string {
  const paint = painter(options)
  const { severity, code, span, related = [], help } = diagnostic
  const places = [...(span ? [span] : []), ...related.map(place => place.span)]
  const gutter = Math.max(0, ...places.map(place => String(lastLineOf(place)).length))
  const style = (mark: '^' | '-', label: string): ExcerptStyle => ({
    mark,
    label: printable(label),
    arrow: mark === '^' ? '-->' : ':::',
    gutter,
    paintMark: text => paint(['bold', mark === '^' ? COLORS[severity] : 'blue'], text),
    paintGutter: text => paint(['bold', 'blue'], text),
  })
  const title = paint(['bold', COLORS[severity]], `${severity}[${code}]`)
  const lines = [`${title}${paint('bold', `: ${printable(diagnostic.message)}`)}`]
  if (span) lines.push(...excerpt(span, style('^', '')))
  for (const place of related) lines.push(...excerpt(place.span, style('-', place.message)))
  if (help !== undefined) lines.push(`${' '.repeat(gutter)} = ${paint('bold', 'help')}: ${printable(help)}`)
  return lines.join('\n') + '\n'
}

function countLine({ list, dropped }: Diagnostics): string {
  const count = (severity: Severity) => list.filter(diagnostic => diagnostic.severity === severity).length
  const counted = (number: number, noun: string) =>
    number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`]
  const line = [...counted(count('error'), 'error'), ...counted(count('warning'), 'warning')].join(', ')
  return dropped === 0 ? line : `${line}; ${dropped} more not shown`
}

function painter({ color }: RenderOptions): Paint {
  return color ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text
}
