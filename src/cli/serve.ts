/** Runs a plan for `matview run` and `matview demo` until it ends, fails or is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises'
import { examplePath } from '../server/example-url.ts'
import { ServiceFailure } from '../service/failure.ts'
import { run, type RunningService, type RunOptions } from '../service/service.ts'
import { exitOfSignal, EXIT_OK } from './exit-codes.ts'
import { feedHint } from './feed-hint.ts'
import { RunReport } from './run-report.ts'
import type { Terminal } from './terminal.ts'

export interface ServeOptions extends RunOptions {
  /** Seconds that the server goes on to say why after a failure. */
  readonly failureGrace: number
  /** Said once the views are ready. */
  readonly farewell?: readonly string[]
}

/** Resolves with the exit code. Throws what ended it and has not been said yet. */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  if (options.plan.views.length === 0) {
    const help = 'name the files with `CREATE TABLE … AS SELECT`, too'
    throw new ServiceFailure('MV4001', 64, 'there is no view to run: the files only declare topics', help)
  }
  const { signal } = terminal.io
  const report = new RunReport(terminal)
  const service = await run({ ...options, onEvent: report.event, signal })
  const stopped = new Promise<'signal'>(resolve => {
    if (signal.aborted) resolve('signal')
    else signal.addEventListener('abort', () => resolve('signal'), { once: true })
  })
  try {
    if (service.url !== null) await announce(service, service.url, terminal)
    const first = await Promise.race([service.ready, service.done, stopped])
    if (first === undefined && service.url !== null) await announceReady(service, options, report, terminal)
    const end = await Promise.race([service.done, stopped])
    if (end === 'caught-up') terminal.say(`caught up: ${report.summary()}`)
    return end === 'caught-up' ? EXIT_OK : exitOfSignal(signal)
  } catch (error) {
    if (!(error instanceof ServiceFailure) || !canLinger(service, options)) throw error
    await linger(service, error, options.failureGrace, stopped, terminal)
    return error.exitCode
  } finally {
    await service.stop()
    report.badRecords()
  }
}

async function announce({ views }: RunningService, url: string, terminal: Terminal): Promise<void> {
  await terminal.data(`listening on ${url}\n`)
  terminal.say(`serving ${views.map(({ name }) => name).join(', ')}: 503 until caught up`)
}

async function announceReady(
  { reader, views, url }: RunningService,
  options: ServeOptions,
  report: RunReport,
  terminal: Terminal,
): Promise<void> {
  if (reader === null || url === null) return
  terminal.say(`caught up: ${report.summary()}`)
  let empty = true
  for (const view of views) {
    const path = await examplePath(reader, view)
    if (path !== null) empty = false
    await terminal.data(`${view.name}  ${url}${view.endpoint ?? `/views/${view.name}/rows`}\n`)
    if (path !== null) await terminal.data(`  curl ${url}${path}\n`)
    else if (view.endpoint === null) await terminal.data(`  curl ${url}/views/${view.name}/rows\n`)
    else terminal.say('  no rows yet')
  }
  const hint = empty ? feedHint(options.plan, logOptions(options)) : null
  if (hint !== null) terminal.say(`feed it, for example:\n  ${hint}`)
  for (const line of options.farewell ?? []) terminal.say(line)
  terminal.say(`all views, positions and lag: ${url}/views`)
}

/** The options that make other commands find the same log. */
function logOptions({ brokers, stateDir }: RunOptions): string {
  if (brokers !== undefined) return ` --brokers ${brokers.join(',')}`
  return stateDir === undefined || stateDir === '.matview' ? '' : ` --state-dir ${stateDir}`
}

/** Whether there is a server that somebody may be asking: not when nothing was ever served. */
function canLinger(service: RunningService, { failureGrace }: ServeOptions): boolean {
  return service.url !== null && failureGrace > 0 && service.status().step > 0
}

/** Keeps answering 503 with the reason for a while, so that whoever checks the health of the process learns it. */
async function linger(
  service: RunningService,
  failure: ServiceFailure,
  seconds: number,
  stopped: Promise<unknown>,
  terminal: Terminal,
): Promise<void> {
  terminal.failure(failure)
  terminal.say(`${service.url ?? ''}/readyz says so for ${seconds} s more`)
  const enough = new AbortController()
  await Promise.race([
    sleep(seconds * 1000, undefined, { signal: enough.signal }).catch(() => undefined),
    stopped,
  ])
  enough.abort()
}
