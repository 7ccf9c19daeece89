import { PassThrough, Readable } from 'node:stream'
import { runCli } from '../../../src/cli/run-cli.ts'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Given {
  readonly stdin?: string
  readonly signal?: AbortSignal
  /** Called with all that stdout holds by now, whenever it grows. */
  readonly onStdout?: (text: string) => void
}

/** Runs a command line in this process with captured streams. */
export async function matview(argv: readonly string[], given: Given = {}): Promise<Outcome> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const texts = { stdout: '', stderr: '' }
  stdout.on('data', chunk => {
    texts.stdout += String(chunk)
    given.onStdout?.(texts.stdout)
  })
  stderr.on('data', chunk => (texts.stderr += String(chunk)))
  const code = await runCli(argv, {
    stdin: Readable.from(given.stdin === undefined ? [] : [Buffer.from(given.stdin)]),
    stdout,
    stderr,
    env: {},
    signal: given.signal ?? new AbortController().signal,
  })
  await new Promise(resolve => setImmediate(resolve))
  return { code, ...texts }
}
