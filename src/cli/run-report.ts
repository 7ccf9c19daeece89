/** What `matview run` says while it runs: loading, catching up, ready, bad records. */
import type { Code } from '../diagnostics/catalogue.ts'
import type { EngineStatus } from '../runtime/ports.ts'
import { progressOf } from '../server/readiness.ts'
import { failureOf } from '../service/failure.ts'
import type { LoadProgress } from '../service/load.ts'
import type { ServiceEvent } from '../service/service.ts'
import { bar, counted, type Terminal } from './terminal.ts'

export class RunReport {
  readonly #terminal: Terminal
  readonly #started = Date.now()
  #waiting: string | undefined
  #bad = 0
  /** Codes of failed reads that were told. */
  readonly #readFailures = new Set<Code | 'bug'>()
  #last: EngineStatus | null = null

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** For the `onEvent` of a service. */
  readonly event = (event: ServiceEvent): void => {
    switch (event.kind) {
      case 'load':
        this.#load(event.progress)
        break
      case 'status':
        this.#status(event.status)
        break
      case 'read-failed':
        this.#readFailed(event.error)
    }
  }

  /** Records read by now and how long it took. */
  summary(): string {
    const { records = 0, step = 0 } = this.#last ?? {}
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1)
    return `${counted(records, 'record')}, ${counted(step, 'step')}, ${seconds} s`
  }

  /** Says at the end what was left out by the policy of its source. */
  badRecords(): void {
    const failing = this.#last?.failingRows ?? 0
    if (failing > 0) this.#terminal.say(`left out ${counted(failing, 'row')} for which an expression fails`)
    for (const { topic, skipped, deadLettered } of this.#last?.sources ?? []) {
      if (skipped > 0) this.#terminal.say(`skipped ${counted(skipped, 'bad record')} of \`${topic}\``)
      if (deadLettered > 0) {
        this.#terminal.say(`put ${counted(deadLettered, 'bad record')} of \`${topic}\` into \`${topic}.dlq\``)
      }
    }
  }

  #load({ file, topic, records, complete, earlier }: LoadProgress): void {
    if (!complete) {
      this.#terminal.progress(`loading ${file}: ${counted(records, 'record')}`)
    } else if (earlier === undefined) {
      this.#terminal.say(`loaded ${counted(records, 'record')} from ${file} into \`${topic}\``)
    } else if (earlier.changed) {
      this.#terminal.say(
        `${file} was loaded before and has changed since: not loaded again (\`matview produce ${topic}\` appends)`,
      )
    }
  }

  /** Told once: the same reads will go on failing. */
  #readFailed(error: unknown): void {
    const failure = failureOf(error)
    const code = failure?.code ?? 'bug'
    if (this.#readFailures.has(code)) return
    this.#readFailures.add(code)
    const message = error instanceof Error ? error.message : String(error)
    this.#terminal.say(`warning: rows cannot be read and are answered with 503: ${message}`)
    if (failure?.help !== undefined) this.#terminal.say(` = help: ${failure.help}`)
  }

  #status(status: EngineStatus): void {
    this.#last = status
    if (status.waiting !== undefined && status.waiting !== this.#waiting) this.#terminal.say(status.waiting)
    this.#waiting = status.waiting
    const bad = status.skipped + status.deadLettered + status.failingRows
    if (bad > this.#bad && this.#bad === 0) {
      this.#terminal.say(
        'warning: there are bad records, or rows for which an expression fails; GET /views counts them',
      )
    }
    this.#bad = bad
    if (status.phase !== 'catching-up') return
    const { records, remaining } = progressOf(status)
    const share = records + remaining === 0 ? 1 : records / (records + remaining)
    this.#terminal.progress(`catching up ${bar(share)} ${counted(records, 'record')}, ${remaining} to go`)
  }
}
