/** Opens the log that a command works on: Kafka, the log of the process that runs, or the embedded one on disk. */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbeddedLog } from '../log/embedded/embedded-log.ts'
import { LogError, type Log } from '../runtime/ports.ts'
import { ServiceFailure } from './failure.ts'
import { inUse, LOOK_EVERY_MS, readHolder, removeHolder, START_MS, writeHolder } from './holder.ts'
import { openRemoteLog } from './remote-log.ts'
import { makeStateDir, type StateDir } from './state-dir.ts'

/** The log for the process that runs on the directory. */
export async function openOwnLog(brokers: readonly string[] | null, dir: StateDir): Promise<Log> {
  if (brokers !== null) return openKafka(brokers)
  const log = await openEmbedded(dir)
  if (log === null) throw await inUse(dir)
  return log
}

export interface OpenLogOptions {
  readonly brokers: readonly string[] | null
  readonly dir: StateDir
  /** Make an embedded log where there is none; otherwise that is a failure. */
  readonly create: boolean
  /** For whoever finds the directory in use meanwhile. */
  readonly command: string
}

/**
 * The log for a command beside (or without) a running process. One that has just begun is waited for until it can be
 * asked; so is one that is about to end.
 */
export async function openLog(options: OpenLogOptions): Promise<Log> {
  const { brokers, dir } = options
  if (brokers !== null) return openKafka(brokers)
  const deadline = performance.now() + START_MS
  for (;;) {
    const enough = performance.now() >= deadline
    const holder = readHolder(dir)
    const control = holder?.control ?? null
    const remote = control === null ? null : await openRemoteLog(control)
    if (remote !== null) return remote
    // To open the log of a process that is about to do so itself would make that one fail.
    if (holder === null || control !== null || enough) {
      const log = await openUnheld(options)
      if (log !== null) return log
      if (enough) throw await inUse(dir)
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** The embedded log in this process, which then holds the directory; null when another process has it. */
async function openUnheld({ dir, create, command }: OpenLogOptions): Promise<Log | null> {
  if (!create && !existsSync(dir.log)) {
    throw new ServiceFailure(
      'MV4005',
      78,
      `there is no log in \`${dir.root}\``,
      'start with `matview run`, name the directory with `--state-dir`, or Kafka with `--brokers`',
    )
  }
  makeStateDir(dir)
  const log = await openEmbedded(dir)
  if (log === null) return null
  writeHolder(dir, { pid: process.pid, started: new Date().toISOString(), command, url: null, control: null })
  const close = log.close.bind(log)
  log.close = async () => {
    removeHolder(dir)
    await close()
  }
  return log
}

/** The Kafka client is loaded only by those who use it: the start is quicker without. */
async function openKafka(brokers: readonly string[]): Promise<Log> {
  const { openKafkaLog } = await import('../log/kafka/kafka-log.ts')
  return openKafkaLog(brokers)
}

async function openEmbedded(dir: StateDir): Promise<Log | null> {
  try {
    return await openEmbeddedLog(dir.log)
  } catch (error) {
    if (error instanceof LogError && error.code === 'locked') return null
    throw error
  }
}
