/**
 * One engine: a plan over a store, driven step by step. A step takes a bounded cut of the input through all views and
 * ends in one atomic batch of rows, operator state, positions and counters: a crash leaves either all of it or nothing.
 */
import type { Delta } from '../ivm/delta.ts'
import { StepState } from '../ivm/step-state.ts'
import type { Store } from '../store/store.ts'
import type { Plan } from '../topology/plan.ts'
import { DataError } from '../types/data-error.ts'
import { must } from '../util/assert.ts'
import {
  type BadRecord,
  deadLetterOf,
  deadLetterTopic,
  stopAt,
  stopAtDerived,
  stopAtExpression,
} from './bad-record.ts'
import { Dataflow, DerivedRowError } from './dataflow.ts'
import { EngineFailure } from './engine-failure.ts'
import type { LogRecord, NewRecord } from './ports.ts'
import { SourceReader, type SourceStep } from './source-reader.ts'
import {
  checkState,
  type Positions,
  putMeta,
  putPosition,
  readPositions,
  setPosition,
  STATE_FORMAT,
  stateContents,
  type SourceCounters,
  type StateMeta,
} from './state-meta.ts'

/** One cut of the input: records of a topic's partition in order, and the position after them. */
export interface StepInput {
  readonly topic: string
  readonly partition: number
  readonly records: readonly LogRecord[]
  readonly nextOffset: number
}

export interface EngineOptions {
  /** Identity of the log that the steps come from; the state is bound to it. */
  readonly log?: string
  /** Takes records of sources with on_error = 'dead_letter', before the step that skips them commits. */
  readonly deadLetter?: (topic: string, records: readonly NewRecord[]) => Promise<void>
}

/** Opens the engine over a new state or over one of the same views. Throws EngineFailure when the state is another's. */
export async function openEngine(plan: Plan, store: Store, options: EngineOptions = {}): Promise<Engine> {
  const log = options.log ?? null
  const meta = checkState(store, plan, log)
  const engine = new Engine(plan, store, options, meta, await readPositions(store))
  if (meta === null) await engine.step([])
  return engine
}

export class Engine {
  readonly #store: Store
  readonly #options: EngineOptions
  readonly #dataflow: Dataflow
  readonly #readers: readonly SourceReader[]
  readonly #readersByTopic = new Map<string, SourceReader[]>()
  readonly #positions: Map<string, Map<number, number>>
  #meta: StateMeta
  /** The last commit that was begun; the one before it has ended. */
  #committing: Promise<void> = Promise.resolve()

  constructor(
    plan: Plan,
    store: Store,
    options: EngineOptions,
    meta: StateMeta | null,
    positions: Map<string, Map<number, number>>,
  ) {
    this.#store = store
    this.#options = options
    this.#positions = positions
    this.#dataflow = new Dataflow(plan)
    this.#readers = plan.nodes.flatMap(node => {
      if (node.kind !== 'source') return []
      const source = must(
        plan.sources.find(({ name }) => name === node.source),
        `the plan has no source ${node.source}`,
      )
      return [new SourceReader(source, node)]
    })
    for (const reader of this.#readers) {
      const readers = this.#readersByTopic.get(reader.plan.topic)
      if (readers === undefined) this.#readersByTopic.set(reader.plan.topic, [reader])
      else readers.push(reader)
    }
    this.#meta = meta ?? {
      format: STATE_FORMAT,
      log: options.log ?? null,
      contents: stateContents(plan),
      step: 0,
      records: 0,
      failing: 0,
      sources: [],
    }
  }

  /** Positions after the last step that was begun: offset of the next record wanted; empty at first. */
  get positions(): Positions {
    return this.#positions
  }

  /** Steps, records and counters after the last step that was begun. */
  get meta(): StateMeta {
    return this.#meta
  }

  /** As `begin`, and waits until the step is committed. */
  async step(inputs: readonly StepInput[]): Promise<void> {
    const { committed } = await this.begin(inputs)
    await committed
  }

  /**
   * Computes one step and begins to commit it: the next one may begin meanwhile, which then waits for this commit before
   * its own, and needs a store that shows what is being written. Steps begin one after the other. After a commit that failed none succeeds. Bad data goes by its source's policy: under `stop` an EngineFailure is thrown and
   * nothing of the bad record's step is committed. A row that makes an expression fail is traced to its record by
   * halving the step, which is sound because where steps are cut does not show (ADR 3).
   */
  async begin(inputs: readonly StepInput[]): Promise<{ readonly committed: Promise<void> }> {
    try {
      await this.#apply(inputs)
    } catch (error) {
      if (!(error instanceof DataError || error instanceof DerivedRowError)) throw error
      const records = countRecords(inputs)
      if (records === 0) throw failsWithoutInput(error)
      if (records === 1) await this.#pass(inputs, error)
      else for (const half of halves(inputs)) await this.begin(half)
    }
    return { committed: this.#committing }
  }

  async #apply(inputs: readonly StepInput[]): Promise<void> {
    const bad: BadRecord[] = []
    const state = new StepState(this.#store)
    const deltas = this.#decode(inputs, state, bad)
    const failing = await this.#dataflow.run(deltas, state, this.#meta.step === 0)
    await this.#deadLetter(bad)
    await this.#commit(inputs, state, bad, failing)
  }

  /** Commits past a single record that made an expression fail, if its sources' policies allow. */
  async #pass(inputs: readonly StepInput[], failure: DataError | DerivedRowError): Promise<void> {
    const error = dataErrorOf(failure)
    const { topic, partition, records } = must(
      inputs.find(input => input.records.length > 0),
      'a step that fails has a record',
    )
    const bad = must(this.#readersByTopic.get(topic), 'a record belongs to a source').map(
      ({ plan: source }): BadRecord => ({ source, partition, record: records[0]!, error }),
    )
    if (failure instanceof DerivedRowError) throw stopAtDerived(bad[0]!)
    const stop = bad.find(({ source }) => source.onError === 'stop')
    if (stop !== undefined) throw stopAtExpression(stop)
    await this.#deadLetter(bad)
    await this.#commit(inputs, new StepState(this.#store), bad, 0)
  }

  #decode(inputs: readonly StepInput[], state: StepState, bad: BadRecord[]): Map<string, Delta> {
    const steps = new Map<SourceReader, SourceStep>()
    for (const { topic, partition, records } of inputs) {
      for (const reader of this.#readersByTopic.get(topic) ?? []) {
        let step = steps.get(reader)
        if (step === undefined) steps.set(reader, (step = reader.begin(state)))
        for (const record of records) addRecord(reader, step, partition, record, bad)
      }
    }
    return new Map([...steps].map(([reader, step]) => [reader.node.id, step.finish()]))
  }

  async #deadLetter(bad: readonly BadRecord[]): Promise<void> {
    for (const record of bad) {
      if (record.source.onError !== 'dead_letter') continue
      const deadLetter = must(
        this.#options.deadLetter,
        'an engine with dead_letter sources has somewhere to put them',
      )
      await deadLetter(deadLetterTopic(record.source), [deadLetterOf(record)])
    }
  }

  async #commit(
    inputs: readonly StepInput[],
    state: StepState,
    bad: readonly BadRecord[],
    failing: number,
  ): Promise<void> {
    const meta: StateMeta = {
      ...this.#meta,
      step: this.#meta.step + 1,
      records: this.#meta.records + countRecords(inputs),
      failing: this.#meta.failing + failing,
      sources: countBad(this.#meta.sources, bad),
    }
    putMeta(state, meta)
    for (const { topic, partition, nextOffset } of inputs) putPosition(state, topic, partition, nextOffset)
    await this.#committing
    this.#committing = this.#store.write(state.writes)
    // Whoever awaits it is told; nobody has to.
    this.#committing.catch(() => undefined)
    this.#meta = meta
    for (const { topic, partition, nextOffset } of inputs)
      setPosition(this.#positions, topic, partition, nextOffset)
  }
}

/** Adds a record; a bad one is noted, or ends the step when its source's policy is `stop`. */
function addRecord(
  reader: SourceReader,
  step: SourceStep,
  partition: number,
  record: LogRecord,
  bad: BadRecord[],
): void {
  try {
    step.add(record)
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    const badRecord = { source: reader.plan, partition, record, error }
    if (reader.plan.onError === 'stop') throw stopAt(badRecord)
    bad.push(badRecord)
  }
}

function dataErrorOf(failure: DataError | DerivedRowError): DataError {
  return failure instanceof DerivedRowError ? failure.cause : failure
}

function failsWithoutInput(failure: DataError | DerivedRowError): EngineFailure {
  const error = dataErrorOf(failure)
  return new EngineFailure(error.code, 1, `a view fails without any input: ${error.message}`, {
    cause: error,
  })
}

function countRecords(inputs: readonly StepInput[]): number {
  return inputs.reduce((sum, { records }) => sum + records.length, 0)
}

function countBad(counters: readonly SourceCounters[], bad: readonly BadRecord[]): readonly SourceCounters[] {
  if (bad.length === 0) return counters
  const counted = new Map(counters.map(counter => [counter.source, counter]))
  for (const { source } of bad) {
    const { skipped, deadLettered } = counted.get(source.name) ?? { skipped: 0, deadLettered: 0 }
    const more =
      source.onError === 'skip'
        ? { skipped: skipped + 1, deadLettered }
        : { skipped, deadLettered: deadLettered + 1 }
    counted.set(source.name, { source: source.name, ...more })
  }
  return [...counted.values()]
}

/** Cuts a step of at least two records into two, in order. */
function halves(inputs: readonly StepInput[]): [StepInput[], StepInput[]] {
  let left = Math.floor(countRecords(inputs) / 2)
  const first: StepInput[] = []
  const second: StepInput[] = []
  for (const input of inputs) {
    const { topic, partition, records, nextOffset } = input
    if (records.length <= left) {
      first.push(input)
      left -= records.length
    } else if (left === 0) {
      second.push(input)
    } else {
      const rest = records.slice(left)
      first.push({ topic, partition, records: records.slice(0, left), nextOffset: rest[0]!.offset })
      second.push({ topic, partition, records: rest, nextOffset })
      left = 0
    }
  }
  return [first, second]
}
