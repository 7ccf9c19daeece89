/** The built command line as a child process, as a user runs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/matview.js', import.meta.url))
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A started process. */
export class Matview {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  stdout = ''
  stderr = ''

  /** @param input what it reads from stdin; none by default */
  constructor(args: readonly string[], input = '') {
    this.#child = spawn(process.execPath, [BIN, ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
    })
    this.#child.stdout?.on('data', (part: Buffer) => (this.stdout += part.toString()))
    this.#child.stderr?.on('data', (part: Buffer) => (this.stderr += part.toString()))
    this.#child.stdin?.on('error', () => {}).end(input)
    this.#ended = once(this.#child, 'close')
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async finished(): Promise<Finished> {
    await this.#ended
    return {
      code: this.#child.exitCode,
      signal: this.#child.signalCode,
      stdout: this.stdout,
      stderr: this.stderr,
    }
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Finished> {
    if (this.running) this.#child.kill(signal)
    return this.finished()
  }

  /** The address that it printed; fails when it ends first. */
  async url(): Promise<string> {
    for (;;) {
      const match = /listening on (http:\/\/\S+)/.exec(this.stderr + this.stdout)
      if (match !== null) return match[1]!
      if (!this.running) throw new Error(`matview ended before it listened:\n${this.stderr}`)
      await sleep(10)
    }
  }

  /** Waits until the views have caught up; returns the address. */
  async ready(): Promise<string> {
    const url = await this.url()
    for (;;) {
      const response = await fetch(`${url}/readyz`).catch(() => null)
      await response?.arrayBuffer()
      if (response?.status === 200) return url
      if (!this.running) throw new Error(`matview ended before it was ready:\n${this.stderr}`)
      await sleep(10)
    }
  }
}

/** Runs a command to its end. */
export function matview(args: readonly string[], input?: string): Promise<Finished> {
  return new Matview(args, input).finished()
}

/** All rows of a view of a running process, parsed; each answer is of one step. */
export async function rowsOf(url: string, view: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/views/${view}/rows`)
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status} ${text}`)
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>)
}
