/**
 * The one place that reaches into kafkajs: its connections, with TLS, SASL, request queues and timeouts, but none of its
 * requests, consumers or producers. kafkajs is pinned to an exact version; what is used of it is declared here.
 */
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { KafkaConfig } from 'kafkajs'
import type { ProtocolRequest } from './protocol.ts'
import { WireReader } from './wire.ts'

/** Security of connections, in the words of kafkajs. */
export interface KafkaSecurity {
  readonly ssl?: KafkaConfig['ssl']
  readonly sasl?: KafkaConfig['sasl']
}

export interface ConnectionOptions extends KafkaSecurity {
  readonly clientId: string
  readonly connectTimeoutMs: number
  /** What kafkajs would log. */
  readonly onLog: (message: string) => void
}

export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/** One broker as kafkajs sees it. It holds two connections: fetches, which wait, go through one of their own. */
export interface KafkajsBroker {
  isConnected(): boolean
  connect(): Promise<void>
  disconnect(): Promise<void>
  /** By the number of the API: the versions this broker speaks. Null before the first connection. */
  readonly versions: Readonly<Record<number, { minVersion: number; maxVersion: number }>> | null
  readonly connectionPool: {
    readonly pool: readonly { rejectRequests(error: Error): void; readonly socket?: Socket }[]
    send<Answer>(exchange: {
      request: { apiKey: number; apiName: string; apiVersion: number; encode: () => Promise<EncodedBody> }
      response: {
        decode: (payload: Buffer) => Promise<{ answer: Answer }>
        parse: (decoded: { answer: Answer }) => Promise<Answer>
      }
      readonly requestTimeout: number
    }): Promise<Answer>
  }
}

/** What kafkajs takes for an instance of its Encoder. */
interface EncodedBody {
  readonly buf: Buffer
  readonly buffer: Buffer
}

interface LogEntry {
  readonly log: { readonly message: string }
}
interface Logger {
  readonly namespace: (name: string) => Logger
}

interface PoolOptions extends KafkaSecurity, BrokerAddress {
  readonly clientId: string
  readonly connectionTimeout: number
  readonly requestTimeout: number
  readonly enforceRequestTimeout: boolean
  readonly logger: Logger
  readonly socketFactory: SocketFactory
}
type SocketFactory = (options: object) => object

const load = createRequire(import.meta.url)
const Broker = load('kafkajs/src/broker') as new (options: {
  connectionPool: KafkajsBroker['connectionPool']
  logger: Logger
  allowAutoTopicCreation: boolean
}) => KafkajsBroker
const ConnectionPool = load('kafkajs/src/network/connectionPool') as new (
  options: PoolOptions,
) => KafkajsBroker['connectionPool']
const createSocketFactory = load('kafkajs/src/network/socketFactory') as () => SocketFactory
const { createLogger, LEVELS } = load('kafkajs/src/loggers') as {
  createLogger: (options: { level: number; logCreator: () => (entry: LogEntry) => void }) => Logger
  LEVELS: { readonly WARN: number }
}

/** A broker at `address`, not connected yet. */
export function makeBroker(address: BrokerAddress, options: ConnectionOptions): KafkajsBroker {
  const logger = createLogger({
    level: LEVELS.WARN,
    logCreator: () => entry => options.onLog(entry.log.message),
  })
  const connectionPool = new ConnectionPool({
    host: address.host,
    port: address.port,
    clientId: options.clientId,
    ssl: options.ssl,
    sasl: options.sasl,
    connectionTimeout: options.connectTimeoutMs,
    // For what kafkajs sends itself to set up a connection; our own requests state theirs.
    requestTimeout: options.connectTimeoutMs,
    enforceRequestTimeout: true,
    logger,
    socketFactory: createSocketFactory(),
  })
  return new Broker({ connectionPool, logger, allowAutoTopicCreation: false })
}

/** Ends the connections at once; what waits for an answer fails with `reason`. */
export async function endBroker(broker: KafkajsBroker, reason: Error): Promise<void> {
  for (const connection of broker.connectionPool.pool) {
    connection.rejectRequests(reason)
    connection.socket?.destroy()
  }
  await broker.disconnect()
}

/** How long the answer to a request may take; connections on which it took longer are given up. */
const requestTimeoutMs = 30_000

/** Sends a request over a connected broker and reads the answer with the request's own decoder. */
export function sendRequest<Answer>(
  broker: KafkajsBroker,
  request: ProtocolRequest<Answer>,
): Promise<Answer> {
  const { apiKey, apiName, apiVersion, body } = request
  return broker.connectionPool.send<Answer>({
    request: { apiKey, apiName, apiVersion, encode: () => Promise.resolve({ buf: body, buffer: body }) },
    response: {
      decode: payload => Promise.resolve({ answer: request.decode(new WireReader(payload)) }),
      parse: ({ answer }) => Promise.resolve(answer),
    },
    requestTimeout: requestTimeoutMs,
  })
}
