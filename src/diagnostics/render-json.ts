/** Diagnostics for programs: one JSON object a line. */
import { renderDiagnostic } from './render-text.ts'
import { positionOf } from './source.ts'
import type { Diagnostic, Diagnostics } from './diagnostic.ts'
import type { Source, Span } from './source.ts'

/** A place: line and column from 1, the column in code points; the offset from 0 in UTF-16 units. */
interface JsonPosition {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** `file`, `start` and `end` are null where no text is concerned; `end` is the place behind the last character. */
interface JsonPlace {
  readonly file: string | null
  readonly start: JsonPosition | null
  readonly end: JsonPosition | null
}

/** What one line holds. */
export interface JsonDiagnostic extends JsonPlace {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly related: readonly (JsonPlace & { readonly message: string })[]
  readonly help: string | null
  /** The same as people read it, without colours. */
  readonly rendered: string
}

/** One line for each diagnostic, ending with a newline; the empty string if there are none. */
export function renderJson(diagnostics: Diagnostics): string {
  return diagnostics.list.map(diagnostic => JSON.stringify(toJson(diagnostic)) + '\n').join('')
}

/** A diagnostic as plain data. */
export function toJson(diagnostic: Diagnostic): JsonDiagnostic {
  const { code, severity, message, span, related = [], help = null } = diagnostic
  return {
    code,
    severity,
    message,
    ...placeOf(span),
    related: related.map(place => ({ message: place.message, ...placeOf(place.span) })),
    help,
    rendered: renderDiagnostic(diagnostic, { color: false }),
  }
}

function placeOf(span: Span | undefined): JsonPlace {
  if (!span) return { file: null, start: null, end: null }
  const { source, start, end } = span
  return { file: source.name, start: jsonPosition(source, start), end: jsonPosition(source, end) }
}

function jsonPosition(source: Source, offset: number): JsonPosition {
  return { ...positionOf(source, offset), offset }
}
