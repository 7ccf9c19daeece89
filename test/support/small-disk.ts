/** File systems of a small size and read-only ones, where this user may mount them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { makeTempDir, removeDir } from './temp-dir.ts'

/** Whether {@link SmallDisk} works here; otherwise says why tests are skipped. */
export function canMount(): boolean {
  const probe = makeTempDir()
  try {
    new SmallDisk(probe, '64k').remove()
    return true
  } catch {
    process.stderr.write(
      'tests of full and read-only disks are skipped: this user may not mount a file system\n',
    )
    return false
  } finally {
    removeDir(probe)
  }
}

export class SmallDisk {
  readonly #directory: string

  /**
   * Mounts a file system in memory on a directory.
   *
   * @param size as mount(8) takes it, such as `3m`
   */
  constructor(directory: string, size: string) {
    this.#directory = directory
    mkdirSync(directory, { recursive: true })
    mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory)
  }

  resize(size: string): void {
    mount('-o', `remount,size=${size}`, this.#directory)
  }

  makeReadOnly(): void {
    mount('-o', 'remount,ro', this.#directory)
  }

  makeWritable(): void {
    mount('-o', 'remount,rw', this.#directory)
  }

  remove(): void {
    execFileSync('umount', [this.#directory], { stdio: 'pipe' })
  }
}

function mount(...args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' })
}
