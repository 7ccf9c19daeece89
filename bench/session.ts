/** One contender on a broker of its own, through the scenarios in their order. Each ends with a comparison of all rows. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Producer } from 'kafkajs'
import { request } from 'undici'
import { freePorts } from '../test/support/free-port.ts'
import { startBareServer } from './bare-server.ts'
import { Comparer, type Comparison, type ExpectedRows } from './compare.ts'
import type { Contender } from './contenders.ts'
import { ExpectedView } from './expected.ts'
import { makeProbes, measureFreshness, type FreshnessResult } from './freshness.ts'
import { connectKafka, createTopics, load, openProducer, send, take, type SteadyLoad } from './kafka.ts'
import { percentiles, type Percentiles } from './percentiles.ts'
import { measureReads, type ReadResult } from './reads.ts'
import { generateRecords, type ChangeRecord } from './records.ts'
import { startUpdates } from './updates.ts'
import { folderMb, meterCpu, peakRssMb, ServiceProcess, type CpuUse } from './service.ts'

export interface SessionOptions {
  readonly brokers: string
  /** A folder for the state and for what the service prints. */
  readonly folder: string
  readonly records: number
  readonly users: number
  readonly seed: number
  /** How long reads and freshness are measured. */
  readonly seconds: number
}

export interface Checked {
  readonly compared: Comparison
}
export interface CatchUpResult extends CpuUse, Checked {
  readonly seconds: number
  readonly recordsPerSecond: number
  readonly peakRssMb: number
  readonly stateMb: number
}
export interface LiveResult extends CpuUse, Checked {
  readonly updates: SteadyLoad
  readonly peakRssMb: number
}
export interface ReadsResult extends ReadResult, LiveResult {
  /** The same reads of a server that does nothing, right after and under the same updates. */
  readonly bare: Percentiles
}
export type FreshResult = FreshnessResult & LiveResult
export interface RestartResult extends Checked {
  /** From the start of the new process until it answers with a row. */
  readonly serving: Percentiles
}

const readsPerSecond = 1000
const updatesPerSecond = 1000
const probesPerSecond = 10
const firstAnswerPollMs = 10
/** A view may give the same answers for so long before it has caught up, once it answers at all. */
const catchUpPatienceMs = 150_000
/** Updates flow so long before anything is measured. */
const settleMs = 2000

export class Session {
  readonly #contender: Contender
  readonly #options: SessionOptions
  readonly #producer: Producer
  readonly #port: number
  readonly #url: string
  readonly #comparer: Comparer
  readonly #records: Iterator<ChangeRecord>
  readonly #expected = new ExpectedView()
  /** How many records of the changelog were sent. */
  #taken = 0
  #service: ServiceProcess | null = null

  private constructor(contender: Contender, options: SessionOptions, producer: Producer, port: number) {
    this.#contender = contender
    this.#options = options
    this.#producer = producer
    this.#port = port
    this.#url = `http://127.0.0.1:${port}`
    this.#comparer = new Comparer(this.#url)
    this.#records = generateRecords(options)
  }

  /** Makes the topics on an empty broker and loads them. */
  static async open(contender: Contender, options: SessionOptions): Promise<Session> {
    const kafka = connectKafka(options.brokers)
    await createTopics(kafka)
    const [port] = await freePorts(1)
    const session = new Session(contender, options, await openProducer(kafka), port!)
    await load(session.#producer, session.#records, options.records, session.#apply)
    session.#taken = options.records
    return session
  }

  async close(): Promise<void> {
    await this.#service?.end('SIGTERM')
    await this.#comparer.close()
    await this.#producer.disconnect()
    rmSync(this.#stateDir, { recursive: true, force: true })
  }

  /** From the start of the process with no state until the rows that the last records touched are right. */
  async catchUp(): Promise<CatchUpResult> {
    const expected = this.#expected.rows()
    const service = this.#start()
    const cpu = meterCpu(service.pid)
    await this.#firstAnswer(expected)
    const rightAt = await this.#comparer.untilRight(expected, this.#expected.tail(), catchUpPatienceMs)
    const cost = { ...cpu(), peakRssMb: peakRssMb(service.pid), stateMb: folderMb(this.#stateDir) }
    const seconds = (rightAt - service.startedAt) / 1000
    const recordsPerSecond = Math.round(this.#options.records / seconds)
    return { seconds, recordsPerSecond, ...cost, compared: await this.#compare(expected) }
  }

  /** Point reads while updates run. */
  async reads(): Promise<ReadsResult> {
    const task = { url: this.#url, ids: presentUsers(this.#expected.rows()), rate: readsPerSecond }
    const { seconds } = this.#options
    return this.#whileUpdating(async () => {
      const result = await measureReads({ ...task, seconds })
      const [port] = await freePorts(1)
      const bare = startBareServer(port!)
      await bare.ready
      const { latency } = await measureReads({ ...task, url: `http://127.0.0.1:${port}`, seconds })
      bare.stop()
      return { ...result, bare: latency }
    })
  }

  /** How late updates are visible while updates run. */
  async freshness(): Promise<FreshResult> {
    const { brokers, seconds } = this.#options
    const run = String(this.#expected.records)
    const { users, probes } = makeProbes(seconds * probesPerSecond, run)
    await send(this.#producer, users)
    users.forEach(this.#apply)
    const ids = users.map(({ key }) => key)
    await this.#comparer.untilRight(this.#expected.rows(), ids, this.#contender.patienceMs)
    return this.#whileUpdating(async () => {
      const task = { url: this.#url, brokers, probes, rate: probesPerSecond }
      const result = await measureFreshness(task)
      for (const { record } of probes) this.#apply(record)
      return result
    })
  }

  /** kill -9, and start again with the state that is there and nothing new in the topics. */
  async restart(): Promise<RestartResult> {
    const expected = this.#expected.rows()
    const serving: number[] = []
    for (let i = 0; i < this.#contender.restarts; i++) {
      await this.#service!.end('SIGKILL')
      const service = this.#start()
      await this.#firstAnswer(expected)
      serving.push(performance.now() - service.startedAt)
    }
    return { serving: percentiles(serving), compared: await this.#compare(expected) }
  }

  readonly #apply = (record: ChangeRecord): void => this.#expected.apply(record)

  get #stateDir(): string {
    return join(this.#options.folder, 'state')
  }

  #start(): ServiceProcess {
    const at = { brokers: this.#options.brokers, port: this.#port, stateDir: this.#stateDir }
    this.#service = new ServiceProcess(this.#contender.command(at), join(this.#options.folder, 'output'))
    return this.#service
  }

  /** Waits until a row is served at all. */
  async #firstAnswer(expected: ExpectedRows): Promise<void> {
    const url = `${this.#url}/users/${presentUsers(expected)[0]}`
    for (;;) {
      const response = await request(url).catch(() => null)
      await response?.body.dump()
      if (response?.statusCode === 200) return
      this.#service!.check()
      await sleep(firstAnswerPollMs)
    }
  }

  /** Measures while records arrive at a steady rate, then waits for the last of them and compares all rows. */
  async #whileUpdating<T>(measure: () => Promise<T>): Promise<T & LiveResult> {
    const { pid } = this.#service!
    const { brokers, users, seed } = this.#options
    const records = { users, seed }
    const updating = startUpdates({ brokers, records, skip: this.#taken, rate: updatesPerSecond })
    await updating.ready
    await sleep(settleMs)
    const cpu = meterCpu(pid)
    const measured = await measure().finally(() => updating.stop())
    const cost = { ...cpu(), peakRssMb: peakRssMb(pid) }
    const updates = await updating.result
    take(this.#records, updates.sent).forEach(this.#apply)
    this.#taken += updates.sent
    return { ...measured, ...cost, updates, compared: await this.#compare(this.#expected.rows()) }
  }

  async #compare(expected: ExpectedRows): Promise<Comparison> {
    const { patienceMs } = this.#contender
    await this.#comparer.untilRight(expected, this.#expected.tail(), patienceMs)
    return this.#comparer.compareAll(expected, patienceMs)
  }
}

function presentUsers(expected: ExpectedRows): string[] {
  return [...expected].filter(([, row]) => row !== null).map(([id]) => id)
}
