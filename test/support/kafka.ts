/** A real Kafka broker for tests, started by the script in `infra/`. */
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from './free-port.ts'
import { makeTempDir, removeDir } from './temp-dir.ts'

export interface TestKafka {
  /** `host:port`, as the option `--brokers` takes it. */
  readonly brokers: string
  /** Stops the broker and removes its data. */
  stop(): Promise<void>
  /** kill -9; the data stay. */
  kill(): Promise<void>
  /** Starts the broker again after {@link kill}, on the same port with the same data. */
  restart(): Promise<void>
}

const script = fileURLToPath(new URL('infra/kafka.sh', import.meta.url))
const startTimeoutMs = 60_000

/**
 * Starts a broker with empty data. Null, with the reason printed, when this machine lacks Java or Maven; under `CI=true`
 * that is an error.
 */
export async function startKafka(): Promise<TestKafka | null> {
  const missing = missingTools()
  if (missing !== null) {
    if (process.env['CI'] === 'true') throw new Error(`tests with Kafka need ${missing}`)
    process.stderr.write(`tests with Kafka are skipped: this machine has no ${missing}\n`)
    return null
  }
  const [port, controllerPort] = await freePorts(2)
  const directory = makeTempDir()
  const env = { ...process.env, KAFKA_PORT: String(port), KAFKA_CONTROLLER_PORT: String(controllerPort) }
  await promisify(execFile)(script, ['format', directory], { env })
  const broker = new Broker(directory, port!)
  await broker.start()
  return {
    brokers: `127.0.0.1:${port}`,
    restart: () => broker.start(),
    kill: () => broker.end('SIGKILL'),
    stop: async () => {
      await broker.end('SIGTERM')
      removeDir(directory)
    },
  }
}

function missingTools(): string | null {
  const missing = ['java', 'mvn'].filter(tool => {
    try {
      execFileSync('which', [tool], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })
  return missing.length === 0 ? null : missing.map(tool => `\`${tool}\``).join(' and ')
}

class Broker {
  readonly #directory: string
  readonly #port: number
  #process: ChildProcess | null = null

  constructor(directory: string, port: number) {
    this.#directory = directory
    this.#port = port
  }

  async start(): Promise<void> {
    const output = createWriteStream(join(this.#directory, 'output'))
    await once(output, 'open')
    const child = spawn(script, ['run', this.#directory], { stdio: ['ignore', output, output] })
    this.#process = child
    output.close()
    const deadline = Date.now() + startTimeoutMs
    while (!(await this.#accepts())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await this.end('SIGKILL')
        throw new Error(`Kafka did not start:\n${this.#tail()}`)
      }
      await sleep(100)
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await exited
    clearTimeout(late)
  }

  #accepts(): Promise<boolean> {
    return new Promise(resolve => {
      const socket = connect(this.#port, '127.0.0.1')
      const answer = (accepts: boolean) => () => {
        socket.destroy()
        resolve(accepts)
      }
      socket.once('connect', answer(true))
      socket.once('error', answer(false))
    })
  }

  #tail(): string {
    return readFileSync(join(this.#directory, 'output'), 'utf8').split('\n').slice(-30).join('\n')
  }
}
