/**
 * A running service: the engine in its own thread, and on this one the HTTP server, which reads what the engine commits.
 * The command line's `run` and the library's `run` are both this.
 */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { EngineStatus, ViewInfo, ViewReader } from '../runtime/ports.ts'
import { openViewReader } from '../runtime/view-reader.ts'
import { createServer } from '../server/create-server.ts'
import { openLevelStore, type LevelStore } from '../store/level-store.ts'
import type { Plan } from '../topology/plan.ts'
import { InternalError } from '../util/assert.ts'
import type { EngineMessage, Outcome } from './engine-host.ts'
import { fromMessage, ServiceFailure } from './failure.ts'
import { inUse, readHolder, removeHolder, writeHolder } from './holder.ts'
import { launchEngineThread, type EngineHandle, type LaunchEngine } from './launch-engine.ts'
import type { LoadProgress } from './load.ts'
import { makeStateDir, stateDir, writeStateFile, type StateDir } from './state-dir.ts'

export interface RunOptions {
  /** What to run: from `compile`, or a plan read from a file. */
  readonly plan: Plan
  /** Where state and the embedded log are kept. Default `.matview`. */
  readonly stateDir?: string
  /** Kafka's brokers as `host:port`. Default: the embedded log in the state directory. */
  readonly brokers?: readonly string[]
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string
  /** Port to listen on, 0 for a free one. Default 8080. */
  readonly port?: number
  /** Folders with a file `<topic>.ndjson[.gz]` for each topic, appended once. */
  readonly load?: readonly string[]
  /** Catch up with the ends seen at start, commit, and end; nothing is served. */
  readonly once?: boolean
  /** Drop the state (not the log) and compute it again. */
  readonly rebuild?: boolean
  /** Make topics that are missing in Kafka. */
  readonly createTopics?: boolean
  /** Partitions of topics that are made. Default 1. */
  readonly partitions?: number
  /** What others are told when they find the state directory in use. Default `matview run`. */
  readonly command?: string
  readonly onEvent?: (event: ServiceEvent) => void
  /** Ends the service, also while it starts; then `done` is `stopped`. */
  readonly signal?: AbortSignal
}

export type ServiceEvent =
  | { readonly kind: 'load'; readonly progress: LoadProgress }
  | { readonly kind: 'status'; readonly status: EngineStatus }
  | { readonly kind: 'read-failed'; readonly error: unknown }
  /** The log did not do what another process asked for, such as `matview produce`. */
  | { readonly kind: 'refused'; readonly message: string }

export interface RunningService {
  /** Where it serves; null with `once`, or when it was stopped before it could. */
  readonly url: string | null
  /** Reads of committed steps; null when `url` is. Rows are complete from `ready` on. */
  readonly reader: ViewReader | null
  readonly views: readonly ViewInfo[]
  status(): EngineStatus
  /** Resolves when the views have caught up with the ends seen at start; rejects when that fails. */
  readonly ready: Promise<void>
  /** Resolves when the engine has ended; rejects with a ServiceFailure, or an InternalError that is a bug. */
  readonly done: Promise<Outcome>
  /** Ends everything after the step under way. May be called again. */
  stop(): Promise<void>
}

/** How long a stop waits for answers under way. */
const DRAIN_TIMEOUT_MS = 3000
/** How long a stop waits for the step under way. */
const STOP_TIMEOUT_MS = 10_000

const NOT_STARTED: EngineStatus = {
  phase: 'starting',
  step: 0,
  records: 0,
  skipped: 0,
  deadLettered: 0,
  failingRows: 0,
  sources: [],
}

/** Starts a service; it listens when this resolves, unless `signal` stopped it. Throws a ServiceFailure. */
export async function run(
  options: RunOptions,
  launch: LaunchEngine = launchEngineThread,
): Promise<RunningService> {
  const dir = stateDir(options.stateDir ?? '.matview')
  makeStateDir(dir)
  const service = new Service(options, dir, launch)
  if (options.signal?.aborted === true) void service.stop()
  else options.signal?.addEventListener('abort', () => void service.stop(), { once: true })
  try {
    await service.open()
  } catch (error) {
    await service.stop()
    throw error instanceof ServiceFailure && error.code === 'MV4003' ? await inUse(dir) : error
  }
  return service
}

class Service implements RunningService {
  url: string | null = null
  reader: ViewReader | null = null
  readonly ready: Promise<void>
  readonly done: Promise<Outcome>

  readonly #options: RunOptions
  readonly #dir: StateDir
  readonly #engine: EngineHandle
  /** Path of the control socket; null when the service ended before. */
  readonly #opened: Promise<string | null>
  readonly #started = new Date().toISOString()
  #status: EngineStatus = NOT_STARTED
  /** Why the log does not do what other processes ask for. */
  #refusal: string | null = null
  #planIsSaved = false
  #store: LevelStore | null = null
  #app: FastifyInstance | null = null
  #serving: Promise<void> | null = null
  #stopped: Promise<void> | null = null

  #onOpened!: (control: string) => void
  #onReady!: () => void
  #onDone!: (outcome: Outcome) => void
  #onFailure!: (error: Error) => void

  constructor(options: RunOptions, dir: StateDir, launch: LaunchEngine) {
    this.#options = options
    this.#dir = dir
    this.done = new Promise((resolve, reject) => {
      this.#onDone = resolve
      this.#onFailure = reject
    })
    const failed = this.done.then(() => new Promise<never>(() => undefined))
    const opened = new Promise<string>(resolve => (this.#onOpened = resolve))
    this.#opened = Promise.race([opened, this.done.then(() => null)])
    this.ready = Promise.race([new Promise<void>(resolve => (this.#onReady = resolve)), failed])
    // Whoever does not wait for one of them learns of a failure from the others.
    for (const promise of [this.done, this.ready, this.#opened]) promise.catch(() => undefined)
    this.#engine = launch(
      {
        plan: options.plan,
        stateDir: dir.root,
        brokers: options.brokers ?? null,
        load: options.load ?? [],
        once: options.once ?? false,
        rebuild: options.rebuild ?? false,
        createTopics: options.createTopics ?? false,
        partitions: options.partitions ?? 1,
      },
      message => this.#receive(message),
    )
    void this.#engine.gone.then(() => {
      if (this.#stopped === null) this.#onFailure(new InternalError('the engine ended without saying why'))
    })
  }

  get views(): readonly ViewInfo[] {
    return this.reader?.views ?? []
  }

  status(): EngineStatus {
    if (this.#refusal === null || this.#status.waiting !== undefined) return this.#status
    return { ...this.#status, waiting: this.#refusal }
  }

  /** Waits for the engine to have its log, then listens; does neither any more once it is stopped. */
  async open(): Promise<void> {
    const control = await this.#opened
    if (control === null || this.#stopped !== null) return
    this.#hold(control)
    if (this.#options.once === true) return
    this.#serving = this.#serve()
    await this.#serving
    this.#hold(control)
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop())
  }

  /** Says on the directory who holds it. */
  #hold(control: string | null): void {
    const { command = 'matview run' } = this.#options
    writeHolder(this.#dir, {
      pid: process.pid,
      started: this.#started,
      command,
      url: this.url,
      control,
    })
  }

  /** As early as can be, for commands that come meanwhile; whether it can be written is seen later, when it matters. */
  #holdEarly(): void {
    const holder = readHolder(this.#dir)
    if (holder !== null && holder.pid !== process.pid) return
    try {
      this.#hold(null)
    } catch (error) {
      if (!(error instanceof ServiceFailure)) throw error
    }
  }

  async #serve(): Promise<void> {
    const { plan, host = '127.0.0.1', port = 8080, onEvent } = this.#options
    this.#store = await openLevelStore(this.#dir.state)
    this.reader = openViewReader(plan, this.#store)
    this.#app = createServer({
      reader: this.reader,
      status: () => this.status(),
      onError: error => onEvent?.({ kind: 'read-failed', error }),
    })
    this.url = await listen(this.#app, host, port)
  }

  #receive(message: EngineMessage): void {
    const { onEvent } = this.#options
    switch (message.kind) {
      case 'taken':
        this.#holdEarly()
        break
      case 'opened':
        this.#onOpened(message.control)
        break
      case 'load':
        this.#status = { ...this.#status, waiting: `loading \`${message.progress.file}\`` }
        onEvent?.(message)
        break
      case 'status':
        this.#receiveStatus(message.status)
        onEvent?.(message)
        break
      case 'refused':
        this.#refusal = message.message
        onEvent?.(message)
        break
      case 'ended':
        this.#onDone(message.outcome)
        break
      case 'failed':
        // A stop that was asked for ends as one, whatever the log says meanwhile.
        if (this.#stopped !== null) this.#onDone('stopped')
        else this.#fail(fromMessage(message.failure), message.failure.code)
        break
      case 'bug': {
        const bug = new InternalError(message.message)
        bug.stack = message.stack
        this.#fail(bug, 'internal')
      }
    }
  }

  #receiveStatus(status: EngineStatus): void {
    if (this.#stopped !== null || this.#status.phase === 'failed') return
    this.#status = status
    if (status.phase === 'catching-up' || status.phase === 'ready') this.#savePlan()
    if (status.phase === 'ready') this.#onReady()
  }

  /** Once the engine has accepted the state as this plan's: `matview query` reads it without the views' files. */
  #savePlan(): void {
    if (this.#planIsSaved) return
    this.#planIsSaved = true
    try {
      writeStateFile(this.#dir, this.#dir.plan, `${JSON.stringify(this.#options.plan)}\n`)
    } catch (error) {
      this.#fail(error as Error, 'MV4004')
      void this.stop()
    }
  }

  #fail(error: Error, code: string): void {
    const message = error instanceof ServiceFailure ? error.message : 'there is a bug in matview'
    this.#status = { ...this.#status, phase: 'failed', error: { code, message } }
    this.#onFailure(error)
  }

  /** Lets answers under way end; a client that does not read them does not hold up the stop. */
  async #closeServer(): Promise<void> {
    const app = this.#app
    if (app === null) return
    const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_TIMEOUT_MS)
    await app.close()
    clearTimeout(cut)
  }

  async #stop(): Promise<void> {
    if (this.#status.phase !== 'failed') this.#status = { ...this.#status, phase: 'stopped' }
    // What still starts without a server ends itself; otherwise the engine must not end first.
    if (this.#serving === null) this.#engine.stop()
    await this.#serving?.catch(() => undefined)
    const timeout = setTimeout(() => void this.#engine.kill(), STOP_TIMEOUT_MS)
    await this.#closeServer()
    // Before the engine closes the database: both threads share its cache, which no reader must outlive.
    await this.#store?.close()
    this.#engine.stop()
    await this.#engine.gone
    clearTimeout(timeout)
    this.#onDone('stopped')
    removeHolder(this.#dir)
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw cannotListen(error as NodeJS.ErrnoException, host, port)
  }
  const { port: real, family, address } = app.server.address() as AddressInfo
  const shown = ['0.0.0.0', '::'].includes(address)
    ? 'localhost'
    : family === 'IPv6'
      ? `[${address}]`
      : address
  return `http://${shown}:${real}`
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ServiceFailure(
        'MV4002',
        78,
        `port ${port} of ${host} is in use by another process`,
        'name another one with `--port`, or `--port 0` for any that is free',
      )
    case 'EACCES':
      return new ServiceFailure(
        'MV4002',
        78,
        `port ${port} may not be used`,
        'name one above 1023 with `--port`',
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ServiceFailure(
        'MV4002',
        78,
        `\`${host}\` is no address of this machine`,
        'name one with `--host`',
      )
    default:
      return error
  }
}
