/** What a command reads and writes: stdout is data, stderr is talk. Colour and progress only on a terminal. */
import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import { Diagnostics, type Diagnostic } from '../diagnostics/diagnostic.ts'
import { renderDiagnostic, renderText } from '../diagnostics/render-text.ts'
import type { ServiceFailure } from '../service/failure.ts'

export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Given when the process is to end; its reason is the name of the signal. */
  readonly signal: AbortSignal
}

type Style = Parameters<typeof styleText>[0]

export class Terminal {
  readonly io: Io
  /** Whether stderr shows colours. */
  readonly color: boolean
  readonly #animated: boolean
  #progressShown = false

  constructor(io: Io) {
    this.io = io
    const { isTTY = false } = io.stderr
    this.color = isTTY && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb'
    this.#animated = isTTY && io.env.TERM !== 'dumb'
  }

  /** Writes data; resolves when there is room for more. */
  async data(text: string): Promise<void> {
    this.#clearProgress()
    if (this.io.stdout.destroyed || this.io.stdout.write(text)) return
    await new Promise<void>(resolve => {
      const settle = (): void => {
        this.io.stdout.off('drain', settle).off('close', settle).off('error', settle)
        resolve()
      }
      this.io.stdout.on('drain', settle).on('close', settle).on('error', settle)
    })
  }

  /** Says one line to the person. */
  say(line: string): void {
    this.#clearProgress()
    this.io.stderr.write(`${line}\n`)
  }

  paint(style: Style, text: string): string {
    return this.color ? styleText(style, text, { validateStream: false }) : text
  }

  /** Shows a line that the next output replaces; nothing off a terminal. */
  progress(line: string): void {
    if (!this.#animated) return
    this.io.stderr.write(`\r\u001B[K${line.slice(0, (this.io.stderr.columns ?? 80) - 1)}`)
    this.#progressShown = true
  }

  diagnostics(list: readonly Diagnostic[]): void {
    this.#clearProgress()
    this.io.stderr.write(renderText(collected(list), { color: this.color }))
  }

  failure({ code, message, help }: ServiceFailure): void {
    this.#clearProgress()
    const diagnostic = { code, severity: 'error', message, ...(help !== undefined && { help }) } as const
    this.io.stderr.write(renderDiagnostic(diagnostic, { color: this.color }))
  }

  #clearProgress(): void {
    if (this.#progressShown) this.io.stderr.write('\r\u001B[K')
    this.#progressShown = false
  }
}

/** A list of diagnostics as the collection that the renderers print. */
export function collected(list: readonly Diagnostic[]): Diagnostics {
  const all = new Diagnostics()
  for (const diagnostic of list) all.add(diagnostic)
  return all
}

/** A bar of `width` cells that is `share` full. */
export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return `[${'#'.repeat(full)}${' '.repeat(width - full)}]`
}

/** A count with thousands separated and its noun: `1,200 records`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
