/** The brokers of a cluster: connections, who leads which partition, and trying again while the cluster is on the move. */
import { setTimeout as sleep } from 'node:timers/promises'
import { LogError } from '../../runtime/ports.ts'
import { PassingError } from './broker-errors.ts'
import {
  endBroker,
  makeBroker,
  sendRequest,
  type BrokerAddress,
  type ConnectionOptions,
  type KafkajsBroker,
} from './kafkajs-internals.ts'
import { metadataRequest, type MetadataAnswer, type ProtocolRequest, type TopicMetadata } from './protocol.ts'

/** How long a request is repeated while leaders move. */
const patienceMs = 10_000
/** How often it is repeated when no broker can be reached at all. */
const maxConnectRetries = 3
const firstPauseMs = 100
const longestPauseMs = 1000

/** No broker of the cluster could be reached. */
class NoBrokerError extends Error {
  override readonly name = 'NoBrokerError'
}

interface Connection {
  readonly broker: KafkajsBroker
  /** Under way: shared by all that wait for it. */
  connecting: Promise<void> | null
}

export class Cluster {
  /** The addresses as they were given. */
  readonly address: string
  readonly #seeds: readonly BrokerAddress[]
  readonly #options: ConnectionOptions
  /** By `host:port`. */
  readonly #brokers = new Map<string, Connection>()
  #nodes = new Map<number, BrokerAddress>()
  readonly #topics = new Map<string, TopicMetadata>()
  #closed = false

  constructor(seeds: readonly BrokerAddress[], options: ConnectionOptions) {
    this.#seeds = seeds
    this.#options = options
    this.address = seeds.map(addressText).join(',')
  }

  /** Fresh metadata of `topics` (null: of all) from any broker that answers; remembers the leaders. */
  async metadata(topics: readonly string[] | null): Promise<MetadataAnswer> {
    const answer = await this.#sendToAny(metadataRequest(topics))
    this.#nodes = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]))
    for (const topic of answer.topics) this.#topics.set(topic.topic, topic)
    return answer
  }

  /** What is known of a topic, asking the cluster when nothing is. */
  async topic(topic: string): Promise<TopicMetadata> {
    const known = this.#topics.get(topic)
    if (known !== undefined && known.errorCode === 0) return known
    const { topics } = await this.metadata([topic])
    const found = topics.find(candidate => candidate.topic === topic)
    if (found === undefined) throw new PassingError('the broker gave no metadata')
    return found
  }

  /** Forgets who leads the partitions of a topic. */
  forget(topic: string): void {
    this.#topics.delete(topic)
  }

  /** The leader of a partition. Throws PassingError while there is none. */
  async leader(topic: string, partition: number): Promise<number> {
    const { partitions } = await this.topic(topic)
    const found = partitions.find(candidate => candidate.partition === partition)
    if (found === undefined || found.leader < 0)
      throw new PassingError('the partition has no leader just now')
    return found.leader
  }

  /** Sends to one broker by its number. A lost connection is a PassingError. */
  async send<Answer>(nodeId: number, request: ProtocolRequest<Answer>): Promise<Answer> {
    const address = this.#nodes.get(nodeId)
    if (address === undefined) throw new PassingError(`broker ${nodeId} is not there just now`)
    try {
      return await this.#sendTo(address, request)
    } catch (error) {
      throw isConnectionLoss(error) ? new PassingError(messageOf(error), { cause: error }) : error
    }
  }

  /**
   * Runs `work` until it does not fail with a passing failure, forgetting the leaders of `topics` before each new try.
   *
   * @throws LogError `unreachable` when the cluster cannot be reached, or stays on the move for ten seconds.
   */
  async patiently<T>(topics: readonly string[], work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + patienceMs
    let pause = firstPauseMs
    for (let tries = 0; ; tries++) {
      try {
        return await work()
      } catch (error) {
        if (this.#closed) throw closedError()
        const lost = error instanceof NoBrokerError
        if (!lost && !(error instanceof PassingError)) throw error
        const nextEnds = performance.now() + pause + (lost ? this.#options.connectTimeoutMs : 0)
        if ((lost && tries >= maxConnectRetries) || nextEnds > deadline) throw this.#unreachable(error)
      }
      await sleep(pause)
      pause = Math.min(pause * 2, longestPauseMs)
      for (const topic of topics) this.forget(topic)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(
      [...this.#brokers].map(([key, connection]) => this.#drop(key, connection, closedError())),
    )
  }

  #unreachable(error: Error): LogError {
    return new LogError('unreachable', `Kafka at ${this.address} does not answer: ${error.message}`, {
      cause: error,
    })
  }

  /** Tries all known brokers, connected ones first. */
  async #sendToAny<Answer>(request: ProtocolRequest<Answer>): Promise<Answer> {
    const known = new Map(
      [...this.#nodes.values(), ...this.#seeds].map(address => [addressText(address), address]),
    )
    const connected = (address: BrokerAddress) =>
      this.#brokers.get(addressText(address))?.broker.isConnected() === true
    const order = [...known.values()].sort((a, b) => Number(connected(b)) - Number(connected(a)))
    let last: unknown
    for (const address of order) {
      try {
        return await this.#sendTo(address, request)
      } catch (error) {
        if (!isConnectionLoss(error)) throw error
        last = error
      }
    }
    throw new NoBrokerError(messageOf(last), { cause: last })
  }

  async #sendTo<Answer>(address: BrokerAddress, request: ProtocolRequest<Answer>): Promise<Answer> {
    const key = addressText(address)
    if (this.#closed) throw closedError()
    let connection = this.#brokers.get(key)
    if (connection === undefined) {
      connection = { broker: makeBroker(address, this.#options), connecting: null }
      this.#brokers.set(key, connection)
    }
    try {
      await connect(connection)
      this.#checkVersion(connection.broker, request)
      return await sendRequest(connection.broker, request)
    } catch (error) {
      if (isConnectionLoss(error)) await this.#drop(key, connection, error)
      throw isRefusedLogin(error) ? this.#refusedLogin(error) : error
    }
  }

  #checkVersion(broker: KafkajsBroker, { apiKey, apiName, apiVersion }: ProtocolRequest<unknown>): void {
    const spoken = broker.versions?.[apiKey]
    if (spoken !== undefined && spoken.minVersion <= apiVersion && apiVersion <= spoken.maxVersion) return
    throw new LogError(
      'other',
      `Kafka at ${this.address} does not speak version ${apiVersion} of ${apiName}: Kafka 2.4 or newer is needed`,
    )
  }

  #refusedLogin(error: unknown): LogError {
    return new LogError('not-authorized', `Kafka at ${this.address} refused the login: ${messageOf(error)}`, {
      cause: error,
    })
  }

  /** Ends a broken connection for good: kafkajs does not recover all of its own state. */
  async #drop(key: string, connection: Connection, reason: Error): Promise<void> {
    if (this.#brokers.get(key) === connection) this.#brokers.delete(key)
    // It may have ended already, in which case there is nothing left to do.
    await endBroker(connection.broker, reason).catch(() => undefined)
  }
}

/**
 * Resolves when the connection may be used. kafkajs says that it is connected as soon as there is a socket, before it
 * knows which versions the broker speaks: only who waits for the end of `connect` may send.
 */
function connect(connection: Connection): Promise<void> {
  const { broker } = connection
  if (connection.connecting === null && broker.isConnected()) return Promise.resolve()
  connection.connecting ??= broker.connect().finally(() => (connection.connecting = null))
  return connection.connecting
}

function closedError(): LogError {
  return new LogError('other', 'the connection to Kafka is closed')
}

function addressText({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

const connectionLosses = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSLockTimeout',
])

function isConnectionLoss(error: unknown): error is Error {
  return error instanceof Error && connectionLosses.has(error.name)
}

function isRefusedLogin(error: unknown): boolean {
  return error instanceof Error && error.name === 'KafkaJSSASLAuthenticationError'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
