/** Filling the topics: as fast as the broker takes it, and at a steady rate. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs'
import { topics, type ChangeRecord } from './records.ts'

const batchSize = 5000
const tickMs = 10

export function connectKafka(brokers: string): Kafka {
  return new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.ERROR })
}

/** Makes the view's topics, compacted and with one partition each. */
export async function createTopics(kafka: Kafka): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  const configEntries = [{ name: 'cleanup.policy', value: 'compact' }]
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map(topic => ({ topic, numPartitions: 1, replicationFactor: 1, configEntries })),
  })
  await admin.disconnect()
}

export async function openProducer(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  return producer
}

/** Sends in order and resolves when all in-sync replicas have the records. */
export async function send(producer: Producer, records: readonly ChangeRecord[]): Promise<void> {
  const topicMessages = topics
    .map(topic => ({ topic, messages: records.filter(record => record.topic === topic) }))
    .filter(({ messages }) => messages.length > 0)
  if (topicMessages.length > 0) await producer.sendBatch({ acks: -1, topicMessages })
}

/** Takes `count` records and sends them as fast as it goes; `onSent` sees each record in order. */
export async function load(
  producer: Producer,
  records: Iterator<ChangeRecord>,
  count: number,
  onSent: (record: ChangeRecord) => void,
): Promise<void> {
  for (let sent = 0; sent < count;) {
    const batch = take(records, Math.min(batchSize, count - sent))
    await send(producer, batch)
    batch.forEach(onSent)
    sent += batch.length
  }
}

/** What a steady load came to: `worstLagMs` is how late it ever was. */
export interface SteadyLoad {
  readonly sent: number
  readonly worstLagMs: number
}

/** Sends `rate` records a second until the signal. A late tick sends all that is due, so the rate holds on average. */
export async function loadSteadily(
  producer: Producer,
  records: Iterator<ChangeRecord>,
  rate: number,
  signal: AbortSignal,
): Promise<SteadyLoad> {
  const start = performance.now()
  let sent = 0
  let worstLagMs = 0
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - start) / 1000) * rate) - sent
    worstLagMs = Math.max(worstLagMs, (due / rate) * 1000 - tickMs)
    const batch = take(records, due)
    await send(producer, batch)
    sent += batch.length
    await sleep(tickMs - ((performance.now() - start) % tickMs))
  }
  return { sent, worstLagMs: Math.round(worstLagMs) }
}

/** The next records of an endless changelog. */
export function take(records: Iterator<ChangeRecord>, count: number): ChangeRecord[] {
  return Array.from({ length: count }, () => records.next().value as ChangeRecord)
}
