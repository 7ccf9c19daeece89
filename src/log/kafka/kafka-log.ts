/**
 * The log in Apache Kafka 2.4 or newer. Offsets are ours: no consumer group, nothing is committed to Kafka or reset.
 * Reads are read_committed. Topics are made only by `createTopic`.
 */
import {
  LogError,
  type FetchedBatch,
  type FetchOptions,
  type FetchRequest,
  type Log,
  type NewRecord,
  type PartitionOffsets,
} from '../../runtime/ports.ts'
import { choosePartition } from '../partitioner/choose-partition.ts'
import { checkTopicName } from '../topic-name.ts'
import { appendRecords } from './appender.ts'
import { checkErrorCode, errorCode, PassingError } from './broker-errors.ts'
import { Cluster } from './cluster.ts'
import { Fetcher } from './fetcher.ts'
import type { BrokerAddress, KafkaSecurity } from './kafkajs-internals.ts'
import {
  createTopicRequest,
  earliestTimestamp,
  latestTimestamp,
  listOffsetsRequest,
  type TopicMetadata,
} from './protocol.ts'

export interface KafkaLogOptions extends KafkaSecurity {
  /** How this client is called in the brokers' logs and quotas. Default `matview`. */
  readonly clientId?: string
  /** Takes warnings of the connections, one line each. Default: they are dropped, since failures are thrown anyway. */
  readonly onLog?: (message: string) => void
}

const connectTimeoutMs = 3000
const createTimeoutMs = 10_000

/**
 * Connects to the cluster that the brokers (`host:port`) belong to.
 *
 * @throws LogError `unreachable` when none of them answers, within about ten seconds; `not-authorized`; `other`.
 */
export async function openKafkaLog(
  brokers: readonly string[],
  options: KafkaLogOptions = {},
): Promise<KafkaLog> {
  if (brokers.length === 0) throw new LogError('other', 'no broker was given: `host:port` is wanted')
  const cluster = new Cluster(brokers.map(parseAddress), {
    clientId: options.clientId ?? 'matview',
    connectTimeoutMs,
    onLog: options.onLog ?? (() => undefined),
    ssl: options.ssl,
    sasl: options.sasl,
  })
  try {
    const { clusterId } = await cluster.patiently([], () => cluster.metadata([]))
    return new KafkaLog(cluster, clusterId)
  } catch (error) {
    await cluster.close()
    throw error
  }
}

function parseAddress(text: string): BrokerAddress {
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:/\s]+)):(?<port>\d{1,5})$/.exec(text.trim())
  const port = Number(match?.groups?.['port'])
  const host = match?.groups?.['v6'] ?? match?.groups?.['host']
  if (host === undefined || port < 1 || port > 65535) {
    throw new LogError('other', `\`${text}\` is not the address of a broker: \`host:port\` is wanted`)
  }
  return { host, port }
}

export class KafkaLog implements Log {
  readonly name: string
  readonly #cluster: Cluster
  readonly #clusterId: string
  readonly #fetcher: Fetcher
  #closed = false

  /** For {@link openKafkaLog}. */
  constructor(cluster: Cluster, clusterId: string) {
    this.name = `Kafka at ${cluster.address}`
    this.#cluster = cluster
    this.#clusterId = clusterId
    this.#fetcher = new Fetcher(cluster, request => this.#checkRange(request))
  }

  id(): Promise<string> {
    return Promise.resolve(this.#clusterId)
  }

  async topics(): Promise<string[]> {
    const { topics } = await this.#cluster.patiently([], () => this.#cluster.metadata(null))
    const visible = topics.filter(({ topic, internal }) => !internal && !topic.startsWith('__'))
    return visible.map(({ topic }) => topic).sort()
  }

  async offsets(topic: string): Promise<PartitionOffsets[] | null> {
    return this.#cluster.patiently([topic], async () => {
      this.#cluster.forget(topic)
      const found = await this.#cluster.topic(topic)
      if (found.errorCode === errorCode.unknownTopic) return null
      checkErrorCode(found.errorCode, `topic \`${topic}\``)
      const byLeader = await this.#partitionsByLeader(found)
      const offsets = await Promise.all(
        [...byLeader].map(([leader, partitions]) => this.#offsetsAt(leader, topic, partitions)),
      )
      return offsets.flat().sort((a, b) => a.partition - b.partition)
    })
  }

  async createTopic(topic: string, options: { partitions: number; compact: boolean }): Promise<void> {
    checkTopicName(topic)
    const config = options.compact ? [{ name: 'cleanup.policy', value: 'compact' }] : []
    const request = createTopicRequest(topic, options.partitions, config, createTimeoutMs)
    await this.#cluster.patiently([topic], async () => {
      const { controllerId } = await this.#cluster.metadata([])
      const created = await this.#cluster.send(controllerId, request)
      if (created.errorCode !== errorCode.topicExists)
        checkErrorCode(created.errorCode, `topic \`${topic}\``, created.message)
    })
    await this.#cluster.patiently([topic], () => this.#checkLeaders(topic))
  }

  /** As {@link Log.append}: acks=all, not idempotent. When an acknowledgement is lost, records may be in the log twice. */
  async append(
    topic: string,
    records: readonly NewRecord[],
  ): Promise<{ partition: number; offset: number }[]> {
    const found = await this.#cluster.patiently([topic], () => this.#cluster.topic(topic))
    checkErrorCode(found.errorCode, `topic \`${topic}\``)
    const partitions = records.map(record => choosePartition(topic, record, found.partitions.length))
    return appendRecords(this.#cluster, topic, records, partitions)
  }

  /** As {@link Log.fetch}. Only requests that got on are answered; an aborted fetch answers with nothing. */
  async fetch(requests: readonly FetchRequest[], options: FetchOptions): Promise<FetchedBatch[]> {
    try {
      return await this.#fetcher.fetch(requests, options)
    } catch (error) {
      if (this.#closed) return []
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#cluster.close()
  }

  async #partitionsByLeader({ topic, partitions }: TopicMetadata): Promise<Map<number, number[]>> {
    const byLeader = new Map<number, number[]>()
    for (const { partition } of partitions) {
      const leader = await this.#cluster.leader(topic, partition)
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition])
    }
    return byLeader
  }

  async #offsetsAt(
    leader: number,
    topic: string,
    partitions: readonly number[],
  ): Promise<PartitionOffsets[]> {
    const [earliest, latest] = await Promise.all([
      this.#listOffsets(leader, topic, partitions, earliestTimestamp),
      this.#listOffsets(leader, topic, partitions, latestTimestamp),
    ])
    return partitions.map(partition => ({
      partition,
      earliest: earliest.get(partition) ?? 0,
      end: latest.get(partition) ?? 0,
    }))
  }

  async #listOffsets(
    leader: number,
    topic: string,
    partitions: readonly number[],
    timestamp: typeof earliestTimestamp | typeof latestTimestamp,
  ): Promise<Map<number, number>> {
    const listed = await this.#cluster.send(leader, listOffsetsRequest(topic, partitions, timestamp))
    for (const { errorCode: code } of listed) checkErrorCode(code, `topic \`${topic}\``)
    return new Map(listed.map(({ partition, offset }) => [partition, offset]))
  }

  /** Throws unless every partition of a topic has a leader. */
  async #checkLeaders(topic: string): Promise<void> {
    const { topics } = await this.#cluster.metadata([topic])
    const partitions = topics[0]?.errorCode === errorCode.none ? topics[0].partitions : []
    if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return
    throw new PassingError(`topic \`${topic}\` has no leader yet`)
  }

  /** Throws when the wanted offset is not in the log; returns when it is after all. */
  async #checkRange({ topic, partition, offset }: FetchRequest): Promise<void> {
    const bounds = (await this.offsets(topic))?.find(candidate => candidate.partition === partition)
    if (bounds === undefined || (bounds.earliest <= offset && offset <= bounds.end)) return
    throw new LogError(
      'offset-out-of-range',
      `topic \`${topic}\`, partition ${partition}, has the offsets ${bounds.earliest} to ${bounds.end}, but ${offset} is wanted`,
    )
  }
}
