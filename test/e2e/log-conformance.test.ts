/** The embedded log and Kafka do the same, by the same suite; what only Kafka has (transactions) is tested after it. */
import { randomUUID } from 'node:crypto'
import { CompressionTypes, Kafka, logLevel, type Producer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { openEmbeddedLog } from '../../src/log/embedded/embedded-log.ts'
import { openKafkaLog, type KafkaLog } from '../../src/log/kafka/kafka-log.ts'
import { logConformance, readAll, type LogUnderTest } from '../support/log-conformance.ts'
import { makeTempDir, removeDir } from '../support/temp-dir.ts'

const brokers = inject('kafka')

logConformance('embedded', async () => {
  const directory = makeTempDir()
  const log = await openEmbeddedLog(directory)
  return {
    log,
    reopen: () => openEmbeddedLog(directory),
    deleteBefore: (topic, partition, offset) => log.deleteRecordsBefore(topic, partition, offset),
    dispose: async () => {
      await log.close()
      removeDir(directory)
    },
  }
})

function client(): Kafka {
  return new Kafka({ brokers: [brokers!], logLevel: logLevel.NOTHING })
}

async function makeKafkaLog(): Promise<LogUnderTest> {
  const log = await openKafkaLog([brokers!])
  const admin = client().admin()
  await admin.connect()
  return {
    log,
    reopen: () => openKafkaLog([brokers!]),
    deleteBefore: async (topic, partition, offset) => {
      await admin.fetchTopicOffsets(topic) // makes the client look up the leaders, which deleting needs
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] })
    },
    dispose: async () => {
      await admin.disconnect()
      await log.close()
    },
  }
}

if (brokers === null) {
  describe.skip('log conformance: Kafka (no broker on this machine)', () => undefined)
} else {
  logConformance('Kafka', makeKafkaLog)
  describe('Kafka only', kafkaOnly)
}

function kafkaOnly(): void {
  let log: KafkaLog
  let topic: string

  beforeAll(async () => {
    log = await openKafkaLog([brokers!])
  })
  afterAll(() => log.close())

  async function newTopic(compact = false): Promise<void> {
    topic = `tx.${randomUUID()}`
    await log.createTopic(topic, { partitions: 1, compact })
  }

  async function transactional<T>(work: (producer: Producer) => Promise<T>): Promise<T> {
    const producer = client().producer({
      transactionalId: randomUUID(),
      idempotent: true,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    try {
      return await work(producer)
    } finally {
      await producer.disconnect()
    }
  }

  async function send(sender: { send: Producer['send'] }, ...values: string[]): Promise<void> {
    // The key of four zero bytes is what kafkajs takes for an abort marker.
    await sender.send({
      topic,
      messages: values.map(value => ({ key: Buffer.alloc(4), value, partition: 0 })),
    })
  }

  async function values(): Promise<string[]> {
    return (await readAll(log, topic)).map(({ value }) => Buffer.from(value!).toString())
  }

  /** Waits for the markers of ended transactions, which the broker writes after it has answered. */
  async function untilEndIs(end: number): Promise<void> {
    await vi.waitFor(async () => expect((await log.offsets(topic))![0]!.end).toBe(end), { timeout: 10_000 })
  }

  it('reads committed transactions and passes their markers', async () => {
    await newTopic()
    await transactional(async producer => {
      const transaction = await producer.transaction()
      await send(transaction, '1', '2')
      await transaction.commit()
    })
    await untilEndIs(3)
    await log.append(topic, [{ key: null, value: Buffer.from('3') }])
    expect(await values()).toEqual(['1', '2', '3'])
    expect((await readAll(log, topic)).map(({ offset }) => offset)).toEqual([0, 1, 3])
  })

  it('never shows aborted records, also where aborted transactions overlap', async () => {
    await newTopic()
    await transactional(first =>
      transactional(second =>
        transactional(async third => {
          const a = await first.transaction()
          const b = await second.transaction()
          const c = await third.transaction()
          await send(a, 'aborted a1')
          await send(b, 'aborted b1')
          await send(c, 'committed c1')
          await send(a, 'aborted a2', 'aborted a3')
          await a.abort()
          await send(b, 'aborted b2')
          await send(c, 'committed c2')
          await b.abort()
          await c.commit()
          const d = await first.transaction()
          await send(d, 'committed d')
          await d.commit()
        }),
      ),
    )
    await untilEndIs(12)
    expect(await values()).toEqual(['committed c1', 'committed c2', 'committed d'])
    const committed = await readAll(log, topic)
    const { end } = (await log.offsets(topic))![0]!
    for (let from = 0; from < end; from++) {
      const read = await readAll(log, topic, 0, from)
      expect(read, `from ${from}`).toEqual(committed.filter(({ offset }) => offset >= from))
    }
  })

  it('gets past a tail that holds nothing but an aborted transaction', async () => {
    await newTopic()
    await transactional(async producer => {
      const transaction = await producer.transaction()
      await send(transaction, 'aborted')
      await transaction.abort()
    })
    await untilEndIs(2)
    const batches = await log.fetch([{ topic, partition: 0, offset: 0 }], { maxWaitMs: 5000, maxBytes: 1000 })
    expect(batches).toEqual([{ topic, partition: 0, records: [], nextOffset: 2 }])
  })

  it('does not read past an open transaction', async () => {
    await newTopic()
    await log.append(topic, [{ key: null, value: Buffer.from('before') }])
    await transactional(async producer => {
      const transaction = await producer.transaction()
      await send(transaction, 'open')
      await log.append(topic, [{ key: null, value: Buffer.from('after') }])
      expect((await log.offsets(topic))![0]!.end).toBe(1)
      expect(await values()).toEqual(['before'])
      expect(
        await log.fetch([{ topic, partition: 0, offset: 1 }], { maxWaitMs: 300, maxBytes: 1000 }),
      ).toEqual([])
      await transaction.commit()
      await untilEndIs(4)
      expect(await values()).toEqual(['before', 'open', 'after'])
    })
  })

  it('reads batches that are compressed with gzip', async () => {
    await newTopic()
    const producer = client().producer()
    await producer.connect()
    const sent = Array.from({ length: 500 }, (_, i) => `value ${i}`)
    await producer.send({
      topic,
      compression: CompressionTypes.GZIP,
      messages: sent.map(value => ({ value, partition: 0 })),
    })
    await producer.disconnect()
    expect(await values()).toEqual(sent)
  })

  it('makes compacted topics where they are wanted', async () => {
    await newTopic(true)
    const admin = client().admin()
    await admin.connect()
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic, configNames: ['cleanup.policy'] }],
    })
    await admin.disconnect()
    expect(resources[0]!.configEntries[0]).toMatchObject({
      configName: 'cleanup.policy',
      configValue: 'compact',
    })
  })

  it('answers fetches under way with nothing when it is closed', async () => {
    await newTopic()
    const other = await openKafkaLog([brokers!])
    const waiting = other.fetch([{ topic, partition: 0, offset: 0 }], { maxWaitMs: 20_000, maxBytes: 1000 })
    await new Promise(resolve => setTimeout(resolve, 100))
    const start = performance.now()
    await other.close()
    expect(await waiting).toEqual([])
    expect(performance.now() - start).toBeLessThan(1000)
  })
}
