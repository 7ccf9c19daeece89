/** Temporary folders for tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new empty folder that the caller removes. */
export function makeTempDir(): string {
  return mkdtempSync(join(tmpdir(), 'matview-test-'))
}

export function removeDir(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
}
