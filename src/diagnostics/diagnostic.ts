/** The one type in which matview tells what is wrong with a view, a file or a setting. */
import type { Code } from './catalogue.ts'
import type { Span } from './source.ts'

export type Severity = 'error' | 'warning'

/** A further place that explains the problem. */
export interface Related {
  readonly message: string
  readonly span: Span
}

/** One problem: collected, never thrown past a phase. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: Severity
  /** One sentence without a full stop; names from the view stand in backquotes. */
  readonly message: string
  /** Where; absent only when no text is concerned. */
  readonly span?: Span
  readonly related?: readonly Related[]
  /** What to do about it: a sentence, often "did you mean …?". */
  readonly help?: string
}

/** At most this many diagnostics are kept; the rest is counted. */
export const MAX_DIAGNOSTICS = 100

/** Collects the diagnostics of a compilation; a phase asks `failed` before the next one starts. */
export class Diagnostics {
  readonly list: Diagnostic[] = []
  /** How many were left out because of {@link MAX_DIAGNOSTICS}. */
  dropped = 0

  error(code: Code, message: string, span?: Span, more: Pick<Diagnostic, 'related' | 'help'> = {}): void {
    this.add({ code, severity: 'error', message, ...(span && { span }), ...more })
  }

  warn(code: Code, message: string, span?: Span, more: Pick<Diagnostic, 'related' | 'help'> = {}): void {
    this.add({ code, severity: 'warning', message, ...(span && { span }), ...more })
  }

  add(diagnostic: Diagnostic): void {
    if (this.list.length < MAX_DIAGNOSTICS) this.list.push(diagnostic)
    else this.dropped++
  }

  get failed(): boolean {
    return this.list.some(({ severity }) => severity === 'error')
  }
}
