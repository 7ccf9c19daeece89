/** Tells how an engine is doing: at every change of phase at once, otherwise a few times a second. */
import type { Plan } from '../topology/plan.ts'
import type { EngineFailure } from './engine-failure.ts'
import type { EngineStatus, SourceStatus } from './ports.ts'
import type { TopicPartition } from './source-topics.ts'
import type { StateMeta } from './state-meta.ts'

export type StatusListener = (status: EngineStatus) => void

/** At least so long (ms) between two reports of progress. */
const REPORT_EVERY_MS = 100

export class StatusReporter {
  readonly #plan: Plan
  readonly #listener: StatusListener
  #phase: EngineStatus['phase'] = 'starting'
  #error: EngineStatus['error'] | null = null
  #waiting: string | null = null
  #meta: StateMeta | null = null
  #partitions: readonly TopicPartition[] = []
  #reportedAt = 0
  #timer: NodeJS.Timeout | null = null

  constructor(plan: Plan, listener: StatusListener) {
    this.#plan = plan
    this.#listener = listener
  }

  enter(phase: EngineStatus['phase']): void {
    this.#phase = phase
    this.#report()
  }

  fail({ code, message }: EngineFailure): void {
    this.#error = { code, message }
    this.enter('failed')
  }

  /** Says what is being waited for; null for nothing. Reported when it changes. */
  waitFor(waiting: string | null): void {
    if (this.#waiting === waiting) return
    this.#waiting = waiting
    this.#report()
  }

  /** Notes the progress, and reports it now or soon. `partitions` may go on changing. */
  update(meta: StateMeta, partitions: readonly TopicPartition[]): void {
    this.#meta = meta
    this.#partitions = partitions
    if (this.#timer !== null) return
    const wait = this.#reportedAt + REPORT_EVERY_MS - performance.now()
    if (wait <= 0) this.#report()
    else this.#timer = setTimeout(() => this.#report(), wait).unref()
  }

  #report(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#reportedAt = performance.now()
    const sources = this.#plan.sources.map(({ name, topic }) => this.#sourceStatus(name, topic))
    this.#listener({
      phase: this.#phase,
      step: this.#meta?.step ?? 0,
      records: this.#meta?.records ?? 0,
      skipped: sources.reduce((sum, { skipped }) => sum + skipped, 0),
      deadLettered: sources.reduce((sum, { deadLettered }) => sum + deadLettered, 0),
      failingRows: this.#meta?.failing ?? 0,
      sources,
      ...(this.#error && { error: this.#error }),
      ...(this.#waiting !== null && { waiting: this.#waiting }),
    })
  }

  #sourceStatus(source: string, topic: string): SourceStatus {
    const counters = this.#meta?.sources.find(counter => counter.source === source)
    const partitions = this.#partitions.filter(partition => partition.topic === topic)
    return {
      source,
      topic,
      skipped: counters?.skipped ?? 0,
      deadLettered: counters?.deadLettered ?? 0,
      partitions: partitions.map(({ partition, position, end }) => ({
        partition,
        position,
        end: Math.max(position, end),
      })),
    }
  }
}
