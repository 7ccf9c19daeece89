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
  readonly #started = performance.now()
  #waiting: string | undefined
  #bad = 0
  /** Codes of failed reads that were told. */
  readonly #readFailures = new Set<Code | 'bug'>()
  #refusal: string | null = null
  /** Where the state stood at the start. */
  #first: EngineStatus | null = null
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
        break
      case 'refused':
        this.#refused(event.message)
    }
  }

  /** Records read since the start and how long it took. */
  summary(): string {
    const records = (this.#last?.records ?? 0) - (this.#first?.records ?? 0)
    const steps = (this.#last?.step ?? 0) - (this.#first?.step ?? 0)
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1)
    return `${counted(records, 'record')}, ${counted(steps, 'step')}, ${seconds} s`
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

  #load({ file, topic, isRead, records, complete, earlier }: LoadProgress): void {
    if (!complete) {
      this.#terminal.progress(`loading ${file}: ${counted(records, 'record')}`)
    } else if (earlier === undefined) {
      const unread = isRead ? '' : ', which no view reads'
      this.#terminal.say(`loaded ${counted(records, 'record')} from ${file} into \`${topic}\`${unread}`)
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

  #refused(message: string): void {
    if (message !== this.#refusal) this.#terminal.say(`${time()} warning: ${message}`)
    this.#refusal = message
  }

  #status(status: EngineStatus): void {
    this.#last = status
    this.#first ??= status.phase === 'catching-up' ? status : null
    this.#wait(status)
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

  /** What the views wait for, and that they go on. */
  #wait({ phase, waiting }: EngineStatus): void {
    if (waiting === this.#waiting) return
    if (waiting !== undefined) this.#terminal.say(`${time()} ${waiting}`)
    else if (phase === 'ready' || phase === 'catching-up')
      this.#terminal.say(`${time()} the log answers again`)
    this.#waiting = waiting
  }
}

function time(): string {
  return new Date().toISOString()
}
