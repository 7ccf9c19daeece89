/** Opens the log that a command works on: Kafka, the log of the process that runs, or the embedded one on disk. */
import { existsSync } from 'node:fs'
import { openEmbeddedLog } from '../log/embedded/embedded-log.ts'
import { LogError, type Log } from '../runtime/ports.ts'
import { ServiceFailure } from './failure.ts'
import { inUse, readHolder, removeHolder, writeHolder } from './holder.ts'
import { openRemoteLog } from './remote-log.ts'
import { makeStateDir, type StateDir } from './state-dir.ts'

/** The log for the process that runs on the directory. */
export function openOwnLog(brokers: readonly string[] | null, dir: StateDir): Promise<Log> {
  return brokers === null ? openEmbedded(dir) : openKafka(brokers)
}

export interface OpenLogOptions {
  readonly brokers: readonly string[] | null
  readonly dir: StateDir
  /** Make an embedded log where there is none; otherwise that is a failure. */
  readonly create: boolean
  /** For whoever finds the directory in use meanwhile. */
  readonly command: string
}

/** The log for a command beside (or without) a running process. */
export async function openLog({ brokers, dir, create, command }: OpenLogOptions): Promise<Log> {
  if (brokers !== null) return openKafka(brokers)
  const control = readHolder(dir)?.control ?? null
  const remote = control === null ? null : await openRemoteLog(control)
  if (remote !== null) return remote
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

async function openEmbedded(dir: StateDir): Promise<Log> {
  try {
    return await openEmbeddedLog(dir.log)
  } catch (error) {
    if (error instanceof LogError && error.code === 'locked') throw inUse(dir)
    throw error
  }
}
