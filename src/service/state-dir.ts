/**
 * The state directory of one service: `state` (the engine's store), `log` (the embedded log), `plan.json` (what the state
 * is of), `loads.json` (which files were loaded), `lock.json` (who runs on it now).
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ServiceFailure } from './failure.ts'

export interface StateDir {
  readonly root: string
  readonly state: string
  readonly log: string
  readonly plan: string
  readonly loads: string
  readonly lock: string
}

export function stateDir(root: string): StateDir {
  return {
    root,
    state: join(root, 'state'),
    log: join(root, 'log'),
    plan: join(root, 'plan.json'),
    loads: join(root, 'loads.json'),
    lock: join(root, 'lock.json'),
  }
}

/** Makes the directory. Throws a ServiceFailure when it cannot be used. */
export function makeStateDir({ root }: StateDir): void {
  try {
    makeDirectory(resolve(root))
  } catch (error) {
    throw unusable(root, error)
  }
}

/** Level by level: Node's recursive form never returns where the file system refuses new names, as /proc does. */
function makeDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(path) !== path) makeDirectory(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

/** The text of one of its files, or null when it is not there. */
export function readStateFile(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Replaces one of its files: afterwards it holds the old text or the new one, never a part. */
export function writeStateFile(dir: StateDir, path: string, text: string): void {
  const fresh = `${path}.new`
  try {
    writeFileSync(fresh, text)
    renameSync(fresh, path)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw unusable(dir.root, error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  ENOENT: 'its file system takes no new directories',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'there is a file of this name',
  ENOTDIR: 'a part of its path is a file',
}

function unusable(root: string, error: unknown): ServiceFailure {
  const { code = '' } = error as NodeJS.ErrnoException
  const reason = REASONS[code] ?? (error as Error).message
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new ServiceFailure(
    'MV4004',
    78,
    `the state directory \`${root}\` cannot be used: ${reason}`,
    isFull ? 'make room and start again: what is there is kept' : 'name another one with `--state-dir`',
  )
}
