/** Runs a plan against a log until stopped: fetches ahead, cuts into steps, commits, and says how far it is. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CachedStore } from '../store/cached-store.ts'
import { StoreError } from '../store/level-store.ts'
import type { Store } from '../store/store.ts'
import type { Plan } from '../topology/plan.ts'
import { cutSteps } from './cuts.ts'
import { type Engine, openEngine, type StepInput } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'
import { goneTopic, logFailure } from './log-failure.ts'
import { type FetchedBatch, type Log, LogError } from './ports.ts'
import { resolveSources, type TopicPartition } from './source-topics.ts'
import { readMeta, type StateMeta } from './state-meta.ts'
import { StatusReporter, type StatusListener } from './status-reporter.ts'

export interface EngineLoopOptions {
  readonly plan: Plan
  readonly log: Log
  readonly store: Store
  /** Ends the loop after the step under way; `runEngineLoop` then resolves. */
  readonly signal: AbortSignal
  /** Catch up to the ends seen at start, commit, and resolve. */
  readonly once: boolean
  /** Make missing topics. Otherwise a missing topic is an EngineFailure. */
  readonly createTopics: boolean
  /** At most about ten times a second, and at every change of phase. */
  readonly onStatus: StatusListener
}

/** Bytes of records fetched at a time; two such fetches are in memory at most. */
const FETCH_BYTES = 4 << 20
/** How long (ms) a fetch waits for a first record. */
const FETCH_WAIT_MS = 500
/** Records a step while nobody may read yet: large steps consolidate better. */
const CATCH_UP_RECORDS = 10_000
/** Records a step while readers are served: a step then takes a few milliseconds. */
const SERVING_RECORDS = 500
/** Pause (ms) before a failed fetch is tried again. */
const RETRY_MS = 1000

/**
 * Resolves with `caught-up` (only with `once`) or `stopped`. Throws EngineFailure; the state then holds the last whole step.
 */
export async function runEngineLoop(options: EngineLoopOptions): Promise<'caught-up' | 'stopped'> {
  const { plan, log, store } = options
  const reporter = new StatusReporter(plan, options.onStatus)
  try {
    reporter.enter('starting')
    const engine = await openEngine(plan, new CachedStore(store, { empty: readMeta(store) === null }), {
      log: await log.id(),
      deadLetter: async (topic, records) => {
        await log.createTopic(topic, { partitions: 1, compact: false })
        await log.append(topic, records)
      },
    })
    const partitions = await resolveSources(plan, log, engine.positions, options.createTopics)
    return await new Loop(options, engine, partitions, reporter).run()
  } catch (error) {
    const failure = asFailure(error)
    if (failure === null) throw error
    reporter.fail(failure)
    throw failure
  }
}

class Loop {
  readonly #options: EngineLoopOptions
  readonly #engine: Engine
  readonly #partitions: TopicPartition[]
  readonly #reporter: StatusReporter
  #caughtUp = false
  /** Of the last committed step. */
  #meta: StateMeta
  /** Resolves when the last step that was begun is committed and told. */
  #committed: Promise<void> = Promise.resolve()

  constructor(
    options: EngineLoopOptions,
    engine: Engine,
    partitions: TopicPartition[],
    reporter: StatusReporter,
  ) {
    this.#options = options
    this.#engine = engine
    this.#meta = engine.meta
    this.#partitions = partitions
    this.#reporter = reporter
  }

  async run(): Promise<'caught-up' | 'stopped'> {
    const { signal, once } = this.#options
    this.#reporter.enter('catching-up')
    this.#reportProgress()
    const stopped = new AbortController()
    const stop = (): void => stopped.abort()
    signal.addEventListener('abort', stop)
    const ends = this.#refreshEnds(stopped.signal)
    try {
      let ahead = this.#fetch(stopped.signal)
      while (!signal.aborted && !(once && this.#caughtUp)) {
        const batches = await ahead
        for (const { topic, partition, nextOffset } of batches)
          noteFetched(this.#find(topic, partition), nextOffset)
        if (!signal.aborted) ahead = this.#fetch(stopped.signal)
        ahead.catch(() => {}) // it is awaited in the next turn, unless a step fails first
        await this.#apply(batches)
        // While there is more to catch up with, the next step is computed meanwhile.
        if (this.#caughtUp || this.#partitions.every(p => p.fetched >= p.endAtStart)) await this.#committed
      }
      await this.#committed
      return signal.aborted ? 'stopped' : 'caught-up'
    } finally {
      stopped.abort()
      signal.removeEventListener('abort', stop)
      await ends
      await this.#committed.catch(() => undefined) // it was awaited above, unless something failed before
      this.#reportProgress()
      if (signal.aborted) this.#reporter.enter('stopped')
    }
  }

  async #apply(batches: readonly FetchedBatch[]): Promise<void> {
    for (const step of cutSteps(batches, () => (this.#caughtUp ? SERVING_RECORDS : CATCH_UP_RECORDS))) {
      if (this.#options.signal.aborted) return
      const { committed } = await this.#engine.begin(step)
      const { meta } = this.#engine
      this.#committed = committed.then(() => this.#noteCommitted(step, meta))
      this.#committed.catch(() => {}) // the next step fails of the same, or the end of the loop
    }
    this.#reportProgress()
  }

  #noteCommitted(step: readonly StepInput[], meta: StateMeta): void {
    this.#meta = meta
    for (const { topic, partition, nextOffset } of step) this.#find(topic, partition).position = nextOffset
    this.#reportProgress()
  }

  #reportProgress(): void {
    if (!this.#caughtUp && this.#partitions.every(({ position, endAtStart }) => position >= endAtStart)) {
      this.#caughtUp = true
      this.#reporter.update(this.#meta, this.#partitions)
      this.#reporter.enter('ready')
    } else this.#reporter.update(this.#meta, this.#partitions)
  }

  /** Fetches from where the last fetch ended. A log that cannot be reached just now is waited for. */
  async #fetch(signal: AbortSignal): Promise<readonly FetchedBatch[]> {
    const requests = this.#partitions.map(({ topic, partition, fetched }) => ({
      topic,
      partition,
      offset: fetched,
    }))
    for (;;) {
      try {
        const batches = await this.#options.log.fetch(requests, {
          maxWaitMs: FETCH_WAIT_MS,
          maxBytes: FETCH_BYTES,
          signal,
        })
        this.#reporter.waitFor(null)
        return batches
      } catch (error) {
        if (signal.aborted) return []
        if (error instanceof LogError && error.code === 'no-such-topic') throw goneTopic(error.message, error)
        if (!(error instanceof LogError && error.retriable)) throw error
        this.#reporter.waitFor(`${error.message}; trying again every ${RETRY_MS / 1000} s`)
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {})
      }
    }
  }

  /** Keeps the ends up to date, which tell how far behind the views are, and takes up partitions that are added. */
  async #refreshEnds(signal: AbortSignal): Promise<void> {
    const topics = [...new Set(this.#partitions.map(({ topic }) => topic))]
    while (!signal.aborted) {
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {})
      for (const topic of topics) {
        if (signal.aborted) return
        await this.#refreshTopic(topic)
      }
    }
  }

  async #refreshTopic(topic: string): Promise<void> {
    // A log that does not answer just now is waited for, and told of, where records are fetched.
    const offsets = await this.#options.log.offsets(topic).catch(() => null)
    for (const { partition, earliest, end } of offsets ?? []) {
      const known = this.#partitions.find(p => p.topic === topic && p.partition === partition)
      if (known !== undefined) known.end = Math.max(known.position, end)
      else
        this.#partitions.push({
          topic,
          partition,
          endAtStart: earliest,
          end,
          position: earliest,
          fetched: earliest,
        })
    }
  }

  #find(topic: string, partition: number): TopicPartition {
    const found = this.#partitions.find(p => p.topic === topic && p.partition === partition)
    if (found === undefined) throw new TypeError(`nothing was fetched from ${topic}/${partition}`)
    return found
  }
}

function noteFetched(partition: TopicPartition, nextOffset: number): void {
  partition.fetched = nextOffset
  partition.end = Math.max(partition.end, nextOffset)
}

/** The failure that an error of log or store means; null when it is a bug. */
function asFailure(error: unknown): EngineFailure | null {
  if (error instanceof EngineFailure) return error
  if (error instanceof StoreError) return stateFailure(error)
  return error instanceof LogError ? logFailure(error) : null
}

function stateFailure(error: StoreError): EngineFailure {
  const help =
    error.code === 'storage-full'
      ? 'make room and start again: nothing that was committed is lost'
      : 'start again; if it stays so, recompute the state from the log with `--rebuild`'
  return new EngineFailure('MV6013', 78, error.message, { help, cause: error })
}
