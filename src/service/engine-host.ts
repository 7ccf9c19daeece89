/** What runs in the engine's thread: the store, the log, `--load`, the control socket and the engine's loop. */
import { rmSync } from 'node:fs'
import { runEngineLoop } from '../runtime/engine-loop.ts'
import type { EngineStatus, Log, LogError } from '../runtime/ports.ts'
import { checkState } from '../runtime/state-meta.ts'
import { openLevelStore, StoreError, type LevelStore } from '../store/level-store.ts'
import type { Plan } from '../topology/plan.ts'
import { openControlServer } from './control-server.ts'
import { failureOf, toMessage, type FailureMessage } from './failure.ts'
import { LoadLedger } from './load-ledger.ts'
import { loadFolder, type LoadProgress } from './load.ts'
import { openOwnLog } from './open-log.ts'
import { stateDir } from './state-dir.ts'

/** Plain data: it crosses to another thread. */
export interface EngineOptions {
  readonly plan: Plan
  readonly stateDir: string
  /** `host:port` of Kafka's brokers; null for the embedded log. */
  readonly brokers: readonly string[] | null
  readonly load: readonly string[]
  readonly once: boolean
  /** Drop the state first and compute it again from the log. */
  readonly rebuild: boolean
  readonly createTopics: boolean
  /** Partitions of topics that are made. */
  readonly partitions: number
}

export type Outcome = 'caught-up' | 'stopped'

/** What the engine's thread tells, in this order: taken, opened, load*, (status or refused)*, and one of the last three. */
export type EngineMessage =
  /** The state directory is this process's now; the log may take a while. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'opened'; readonly control: string }
  | { readonly kind: 'load'; readonly progress: LoadProgress }
  | { readonly kind: 'status'; readonly status: EngineStatus }
  /** The log did not do what another process asked for. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly failure: FailureMessage }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }

export type Post = (message: EngineMessage) => void

/**
 * Runs until the signal, the end of the input seen at start (`once`), or a failure, all of which it posts.
 *
 * After a failure of an engine that is served the database stays open until the signal: its cache is shared with the
 * thread that answers, which has to close its own first.
 */
export async function hostEngine(options: EngineOptions, post: Post, signal: AbortSignal): Promise<void> {
  let store: LevelStore | null = null
  let last: EngineMessage
  try {
    store = await openStore(stateDir(options.stateDir).state, options.rebuild)
    last = { kind: 'ended', outcome: await runWithStore(options, store, post, signal) }
  } catch (error) {
    const failure = failureOf(error)
    last = failure === null ? bugMessage(error) : { kind: 'failed', failure: toMessage(failure) }
  }
  const served = store !== null && !options.once && last.kind !== 'ended'
  if (served) post(last)
  if (served) await aborted(signal)
  await store?.close()
  if (!served) post(last)
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
}

export function bugMessage(error: unknown): EngineMessage {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'bug', message, stack: stack ?? message }
}

async function runWithStore(
  options: EngineOptions,
  store: LevelStore,
  post: Post,
  signal: AbortSignal,
): Promise<Outcome> {
  post({ kind: 'taken' })
  const log = await openedOrStopped(openOwnLog(options.brokers, stateDir(options.stateDir)), signal)
  if (log === null) return 'stopped'
  try {
    return await runWithLog(options, store, log, post, signal)
  } finally {
    await log.close()
  }
}

/** The log, or null when the end is asked for first; a log that opens after that is closed again. */
async function openedOrStopped(opening: Promise<Log>, signal: AbortSignal): Promise<Log | null> {
  const log = await Promise.race([aborted(signal).then(() => null), opening])
  if (log === null) {
    opening.then(
      late => late.close(),
      () => undefined,
    )
  }
  return log
}

/** A rebuild opens the store first: only its lock tells that nobody else uses what is about to be removed. */
async function openStore(directory: string, rebuild: boolean): Promise<LevelStore> {
  if (!rebuild) return openLevelStore(directory)
  try {
    const old = await openLevelStore(directory)
    await old.close()
  } catch (error) {
    // A damaged one is found out only with the lock in hand.
    if (!(error instanceof StoreError && error.code === 'corrupt')) throw error
  }
  rmSync(directory, { recursive: true, force: true })
  return openLevelStore(directory)
}

async function runWithLog(
  options: EngineOptions,
  store: LevelStore,
  log: Log,
  post: Post,
  signal: AbortSignal,
): Promise<Outcome> {
  let allowWriting = (): void => undefined
  const writable = new Promise<void>(resolve => (allowWriting = resolve))
  const onError = (error: LogError): void => post({ kind: 'refused', message: error.message })
  const control = await openControlServer(log, { writable, onError })
  try {
    // Before anything is loaded or served: a state of other views stays as it is, and so does the log.
    checkState(store, options.plan, await log.id())
    post({ kind: 'opened', control: control.path })
    await loadFolders(options, log, post, signal)
    allowWriting()
    const { plan, once, brokers } = options
    const createTopics = options.createTopics || brokers === null
    const onStatus = (status: EngineStatus): void => post({ kind: 'status', status })
    return await runEngineLoop({ plan, log, store, signal, once, createTopics, onStatus })
  } finally {
    await control.close()
  }
}

async function loadFolders(options: EngineOptions, log: Log, post: Post, signal: AbortSignal): Promise<void> {
  if (options.load.length === 0) return
  const ledger = new LoadLedger(stateDir(options.stateDir), await log.id())
  const { sources } = options.plan
  for (const folder of options.load) {
    await loadFolder(folder, {
      log,
      ledger,
      partitions: options.partitions,
      read: new Set(sources.map(({ topic }) => topic)),
      tables: new Set(sources.filter(({ kind }) => kind === 'table').map(({ topic }) => topic)),
      signal,
      onProgress: progress => post({ kind: 'load', progress }),
    })
  }
}
