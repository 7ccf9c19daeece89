/** What the Kafka log does while its broker is gone. */
import { describe, expect, inject, it } from 'vitest'
import { openKafkaLog } from '../../src/log/kafka/kafka-log.ts'
import { startKafka } from '../support/kafka.ts'

const quick = { maxWaitMs: 1000, maxBytes: 1 << 20 }

describe.skipIf(inject('kafka') === null)('a broker that is killed', () => {
  it('makes calls fail as unreachable, and is used again when it is back', async () => {
    const kafka = (await startKafka())!
    const log = await openKafkaLog([kafka.brokers])
    try {
      await log.createTopic('t', { partitions: 2, compact: false })
      const one = (text: string) => [{ key: null, value: Buffer.from(text), partition: 1 }]
      await log.append('t', one('before'))
      const request = { topic: 't', partition: 1, offset: 0 }
      expect(await log.fetch([request], quick)).toMatchObject([{ nextOffset: 1 }])

      const waiting = log.fetch([{ ...request, offset: 1 }], { maxWaitMs: 60_000, maxBytes: 1000 })
      const failed = expect(waiting).rejects.toMatchObject({ code: 'unreachable', retriable: true })
      await kafka.kill()
      await failed
      const unreachable = { code: 'unreachable', message: expect.stringContaining(kafka.brokers) as string }
      await expect(log.fetch([request], quick)).rejects.toMatchObject(unreachable)
      await expect(log.append('t', one('lost'))).rejects.toMatchObject(unreachable)
      await expect(log.offsets('t')).rejects.toMatchObject(unreachable)

      await kafka.restart()
      expect(await log.append('t', one('after'))).toEqual([{ partition: 1, offset: 1 }])
      const [batch] = await log.fetch([{ ...request, offset: 0 }], quick)
      expect(batch!.records.map(({ value }) => Buffer.from(value!).toString())).toEqual(['before', 'after'])
    } finally {
      await log.close()
      await kafka.stop()
    }
  })
})
