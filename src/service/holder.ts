/**
 * `lock.json`: who runs on a state directory, for whoever comes second. It only informs: the truth is the lock of the
 * databases themselves, so a file left by a process that died does no harm.
 */
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ServiceFailure } from './failure.ts'
import { readStateFile, writeStateFile, type StateDir } from './state-dir.ts'

export interface Holder {
  readonly pid: number
  /** When it started, ISO 8601. */
  readonly started: string
  readonly command: string
  /** Where it serves, if it does. */
  readonly url: string | null
  /** Path of its control socket, if it has one. */
  readonly control: string | null
}

/** Says who holds the directory now, and cleans up after one who died. */
export function writeHolder(dir: StateDir, holder: Holder): void {
  readHolder(dir)
  writeStateFile(dir, dir.lock, `${JSON.stringify(holder, null, 2)}\n`)
}

/** Who holds the directory, or null when nobody says so. Cleans up after a process that died. */
export function readHolder(dir: StateDir): Holder | null {
  const holder = parseHolder(readStateFile(dir.lock))
  if (holder === null || isAlive(holder.pid)) return holder
  if (holder.control !== null && isControlPath(holder.control))
    rmSync(dirname(holder.control), { recursive: true, force: true })
  return null
}

/** Takes this process's name off the directory. */
export function removeHolder(dir: StateDir): void {
  if (parseHolder(readStateFile(dir.lock))?.pid === process.pid) rmSync(dir.lock, { force: true })
}

/** How long a command waits for a process that has just begun to use the directory. */
export const START_MS = 5000
/** How often it looks meanwhile. */
export const LOOK_EVERY_MS = 50

/** Between taking a directory and saying so a process needs this long at most. */
const SAY_SO_MS = 500

/** What the second process is told. */
export async function inUse(dir: StateDir): Promise<ServiceFailure> {
  const deadline = performance.now() + SAY_SO_MS
  let holder = readHolder(dir)
  while (holder === null && performance.now() < deadline) {
    await sleep(LOOK_EVERY_MS)
    holder = readHolder(dir)
  }
  if (holder === null) {
    return new ServiceFailure(
      'MV4003',
      78,
      `the state directory \`${dir.root}\` is in use by another process`,
      'stop it, or name another directory with `--state-dir`',
    )
  }
  const { pid, started, command, url } = holder
  const serving = url === null ? '' : `, serving ${url}`
  return new ServiceFailure(
    'MV4003',
    78,
    `the state directory \`${dir.root}\` is in use by process ${pid} (\`${command}\`, since ${started}${serving})`,
    `stop it with \`kill ${pid}\`, or name another directory with \`--state-dir\``,
  )
}

/** Whether a path may be a control socket of ours, before anything beside it is removed. */
function isControlPath(path: string): boolean {
  return /[/\\]matview-[^/\\]+[/\\]control\.sock$/.test(path)
}

function parseHolder(text: string | null): Holder | null {
  if (text === null) return null
  try {
    const { pid, started, command, url, control } = JSON.parse(text) as Partial<Holder>
    if (typeof pid !== 'number') return null
    return {
      pid,
      started: started ?? '?',
      command: command ?? '?',
      url: url ?? null,
      control: control ?? null,
    }
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
