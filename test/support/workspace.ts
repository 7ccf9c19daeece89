/** A place for one end-to-end test: files, a state directory, and topics of its own on the embedded log or on Kafka. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStateClient } from '../../src/cli/view-client.ts'
import { stateDir } from '../../src/service/state-dir.ts'
import { must } from '../../src/util/assert.ts'
import { type Finished, Matview, matview } from './matview.ts'
import { makeTempDir, removeDir } from './temp-dir.ts'

/** Strings go as JSON texts, bytes as they are; null is a tombstone. */
export interface Produced {
  readonly key: string | Uint8Array | null
  readonly value: string | Uint8Array | null
  readonly headers?: Readonly<Record<string, string>>
}

export class Workspace {
  readonly dir = makeTempDir()
  /** The state directory; a test may name another one. */
  state: string
  readonly #brokers: string | null
  readonly #suffix: string
  readonly #started: Matview[] = []

  /** @param brokers of Kafka; null for the embedded log */
  constructor(brokers: string | null = null) {
    this.state = join(this.dir, 'state')
    this.#brokers = brokers
    this.#suffix = brokers === null ? '' : `-${randomBytes(6).toString('hex')}`
  }

  /** The name of a topic that no other test has. */
  topic(name: string): string {
    return name + this.#suffix
  }

  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.dir, name)
    writeFileSync(path, content)
    return path
  }

  /** Runs a command on the state directory. */
  matview(args: readonly string[], input?: string): Promise<Finished> {
    return this.matviewOn(this.state, args, input)
  }

  /** Runs a command on another state directory. */
  matviewOn(state: string, args: readonly string[], input?: string): Promise<Finished> {
    return matview([...args, '--state-dir', state], input)
  }

  /** Runs a command on the log. */
  onLog(args: readonly string[], input?: string): Promise<Finished> {
    const brokers = this.#brokers === null ? [] : ['--brokers', this.#brokers]
    return this.matview([...args, ...brokers], input)
  }

  /** Appends records to a topic of this test, which is made where it is missing. */
  async produce(name: string, records: readonly Produced[]): Promise<Finished> {
    const lines = records.map(({ key, value, headers }) =>
      JSON.stringify({ key: jsonOf(key), value: jsonOf(value), ...(headers && { headers }) }),
    )
    return this.onLog(['produce', this.topic(name), '--create-topics'], lines.join('\n'))
  }

  /** The records of a topic of this test, from the first on. */
  async consume(name: string): Promise<Record<string, unknown>[]> {
    const { code, stdout, stderr } = await this.onLog(['consume', this.topic(name), '--once'])
    if (code !== 0) throw new Error(stderr)
    return linesOf(stdout).map(line => JSON.parse(line) as Record<string, unknown>)
  }

  /** Brings the views up to date. */
  once(...args: readonly string[]): Promise<Finished> {
    return this.onLog(['run', ...args, '--once', '--create-topics'])
  }

  /** All rows of a view as they were last committed, as JSON texts: what `matview query` prints, without a process. */
  async rows(view: string): Promise<string[]> {
    const client = await openStateClient(stateDir(this.state))
    try {
      const info = must(
        client.views.find(({ name }) => name === view),
        `no view ${view}`,
      )
      const rows: string[] = []
      for await (const row of client.rows(info)) rows.push(row)
      return rows
    } finally {
      await client.close()
    }
  }

  /** Serves views; {@link remove} ends it. */
  serve(...args: readonly string[]): Matview {
    const brokers = this.#brokers === null ? [] : ['--brokers', this.#brokers, '--create-topics']
    const service = new Matview(['run', ...args, '--port', '0', '--state-dir', this.state, ...brokers])
    this.#started.push(service)
    return service
  }

  async remove(): Promise<void> {
    for (const service of this.#started) await service.end('SIGKILL')
    removeDir(this.dir)
  }
}

/** The member of a line for `matview produce`. */
function jsonOf(data: string | Uint8Array | null): unknown {
  return data === null || typeof data === 'string' ? data : { base64: Buffer.from(data).toString('base64') }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line !== '')
}
