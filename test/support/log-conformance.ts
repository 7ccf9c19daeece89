/** What every home of the Log port must do; run against each by a test file. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FetchedBatch, Log, LogRecord, NewRecord } from '../../src/runtime/ports.ts'

export interface LogUnderTest {
  readonly log: Log
  /** Opens the same log again: a second instance, or a new one after closing the first. */
  reopen(): Promise<Log>
  /** Removes the records below an offset, as retention does. */
  deleteBefore(topic: string, partition: number, offset: number): Promise<void>
  /** Closes and removes everything. */
  dispose(): Promise<void>
}

const quick = { maxWaitMs: 2000, maxBytes: 1 << 20 }
const atOnce = { maxWaitMs: 0, maxBytes: 1 << 20 }

function bytes(text: string): Buffer {
  return Buffer.from(text)
}

function record(key: string | null, value: string | null, more: Partial<NewRecord> = {}): NewRecord {
  return { key: key === null ? null : bytes(key), value: value === null ? null : bytes(value), ...more }
}

function text(content: Uint8Array | null): string | null {
  return content === null ? null : Buffer.from(content).toString()
}

/** Records as plain values that `toEqual` compares and prints well. */
function plain({ offset, timestamp, key, value, headers }: LogRecord) {
  return {
    offset,
    timestamp,
    key: text(key),
    value: text(value),
    headers: headers.map(({ name, value }) => [name, text(value)]),
  }
}

function valuesOf(batches: readonly FetchedBatch[]): (string | null)[] {
  return batches.flatMap(batch => batch.records.map(({ value }) => text(value)))
}

/** Everything in a partition from `offset` to the end that the log reports. */
export async function readAll(log: Log, topic: string, partition = 0, offset = 0): Promise<LogRecord[]> {
  const end = (await log.offsets(topic))![partition]!.end
  const records: LogRecord[] = []
  let next = offset
  while (next < end) {
    const [batch] = await log.fetch([{ topic, partition, offset: next }], quick)
    expect(batch, `records of ${topic}/${partition} from ${next} on, of ${end}`).toBeDefined()
    records.push(...batch!.records)
    next = batch!.nextOffset
  }
  return records
}

export function logConformance(name: string, makeLog: () => Promise<LogUnderTest>): void {
  describe(`log conformance: ${name}`, () => {
    let home: LogUnderTest
    let log: Log
    let topic: string

    beforeAll(async () => {
      home = await makeLog()
      log = home.log
    })
    afterAll(() => home.dispose())
    beforeEach(async () => {
      topic = `topic.${randomUUID()}`
      await log.createTopic(topic, { partitions: 3, compact: false })
    })

    it('appends in order and fetches from any offset', async () => {
      const places = await log.append(
        topic,
        [record('a', '1'), record('a', '2'), record('a', '3')].map(r => ({ ...r, partition: 1 })),
      )
      expect(places).toEqual([0, 1, 2].map(offset => ({ partition: 1, offset })))
      expect(await log.append(topic, [record('b', '4', { partition: 1 })])).toEqual([
        { partition: 1, offset: 3 },
      ])
      for (const from of [0, 1, 2, 3]) {
        const read = await readAll(log, topic, 1, from)
        expect(read.map(({ offset, value }) => [offset, text(value)])).toEqual(
          [0, 1, 2, 3].slice(from).map(o => [o, String(o + 1)]),
        )
      }
    })

    it('appends nothing without complaint', async () => {
      expect(await log.append(topic, [])).toEqual([])
    })

    it('tells where partitions begin and end', async () => {
      await log.append(topic, [
        record('x', '1', { partition: 0 }),
        record('x', '2', { partition: 2 }),
        record('x', '3', { partition: 2 }),
      ])
      expect(await log.offsets(topic)).toEqual([
        { partition: 0, earliest: 0, end: 1 },
        { partition: 1, earliest: 0, end: 0 },
        { partition: 2, earliest: 0, end: 2 },
      ])
    })

    it('keeps keys, values, headers and timestamps as they are', async () => {
      const headers = [
        { name: 'b', value: bytes('1') },
        { name: 'a', value: null },
        { name: 'b', value: bytes('') },
        { name: '__proto__', value: bytes('harmless') },
        { name: '', value: bytes('of no name') },
        { name: '7', value: bytes('grüße 🎉') },
      ]
      await log.append(topic, [
        record('k', 'v', { headers, timestamp: 1_360_195_200_123, partition: 0 }),
        record(null, 'keyless', { timestamp: 0, partition: 0 }),
        record('', '', { timestamp: 1_360_195_200_999, partition: 0 }),
        record('gone', null, { timestamp: 1_360_195_100_000, partition: 0 }),
        record(null, null, { timestamp: 1, partition: 0 }),
      ])
      expect((await readAll(log, topic)).map(plain)).toEqual([
        {
          offset: 0,
          timestamp: 1_360_195_200_123,
          key: 'k',
          value: 'v',
          headers: headers.map(({ name, value }) => [name, text(value)]),
        },
        { offset: 1, timestamp: 0, key: null, value: 'keyless', headers: [] },
        { offset: 2, timestamp: 1_360_195_200_999, key: '', value: '', headers: [] },
        { offset: 3, timestamp: 1_360_195_100_000, key: 'gone', value: null, headers: [] },
        { offset: 4, timestamp: 1, key: null, value: null, headers: [] },
      ])
    })

    it('keeps bytes that are no text', async () => {
      const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
      await log.append(topic, [{ key: Buffer.alloc(4), value: all, partition: 0 }])
      const [read] = await readAll(log, topic)
      expect(Buffer.from(read!.key!)).toEqual(Buffer.alloc(4))
      expect(Buffer.from(read!.value!)).toEqual(all)
    })

    it('stamps a record that has no time with the time of the append', async () => {
      const before = Date.now()
      await log.append(topic, [record('k', 'v', { timestamp: null, partition: 0 })])
      const [read] = await readAll(log, topic)
      expect(read!.timestamp).toBeGreaterThanOrEqual(before)
      expect(read!.timestamp).toBeLessThanOrEqual(Date.now())
    })

    it('keeps a record of a million bytes', async () => {
      const value = Buffer.alloc(1_000_000, 'matview ')
      await log.append(topic, [
        record('a', 'small', { partition: 0 }),
        { key: bytes('b'), value, partition: 0 },
        record('c', 'small', { partition: 0 }),
      ])
      const read = await readAll(log, topic)
      expect(read.map(r => r.value!.length)).toEqual([5, 1_000_000, 5])
      expect(value.equals(read[1]!.value!)).toBe(true)
    })

    it('appends more than fits into one request of any kind', async () => {
      const value = Buffer.alloc(1000, 'x')
      const records = Array.from({ length: 5000 }, (_, i) => ({
        key: bytes(String(i)),
        value,
        partition: i % 2,
      }))
      const places = await log.append(topic, records)
      expect(places).toEqual(records.map((_, i) => ({ partition: i % 2, offset: Math.floor(i / 2) })))
      for (const partition of [0, 1]) {
        const read = await readAll(log, topic, partition)
        expect(read.map(r => [r.offset, text(r.key)])).toEqual(
          Array.from({ length: 2500 }, (_, i) => [i, String(2 * i + partition)]),
        )
      }
    })

    it('places keys as the Java client does, and records without a key in partition 0', async () => {
      const keys = ['21', 'foobar', 'a-little-bit-long-string', 'abc', '', 'grüße']
      const places = await log.append(topic, [
        ...keys.map(key => record(key, 'v')),
        record(null, 'v'),
        record(null, 'w'),
      ])
      expect(places.map(({ partition }) => partition)).toEqual([...javaPartitionsOf3, 0, 0])
    })

    it('refuses a partition that is not there', async () => {
      await expect(log.append(topic, [record('k', 'v', { partition: 3 })])).rejects.toMatchObject({
        code: 'no-such-topic',
      })
      await expect(log.fetch([{ topic, partition: 3, offset: 0 }], atOnce)).rejects.toMatchObject({
        code: 'no-such-topic',
      })
    })

    it('answers at once with nothing when there is nothing and no time to wait', async () => {
      expect(await log.fetch([{ topic, partition: 0, offset: 0 }], atOnce)).toEqual([])
    })

    it('gives up waiting after the time it was given', async () => {
      const start = performance.now()
      expect(
        await log.fetch([{ topic, partition: 0, offset: 0 }], { maxWaitMs: 300, maxBytes: 1000 }),
      ).toEqual([])
      expect(performance.now() - start).toBeGreaterThan(290)
    })

    it('wakes up a waiting fetch when something is appended', async () => {
      const requests = [0, 1, 2].map(partition => ({ topic, partition, offset: 0 }))
      const start = performance.now()
      const waiting = log.fetch(requests, { maxWaitMs: 15_000, maxBytes: 1000 })
      await log.append(topic, [record('k', 'v', { partition: 2, timestamp: 5 })])
      const batches = await waiting
      expect(batches.map(batch => ({ ...batch, records: batch.records.map(plain) }))).toEqual([
        {
          topic,
          partition: 2,
          nextOffset: 1,
          records: [{ offset: 0, timestamp: 5, key: 'k', value: 'v', headers: [] }],
        },
      ])
      expect(performance.now() - start).toBeLessThan(5000)
    })

    it('wakes up a waiting fetch when another instance appends', async () => {
      const other = await home.reopen()
      try {
        const waiting = log.fetch([{ topic, partition: 0, offset: 0 }], { maxWaitMs: 15_000, maxBytes: 1000 })
        await other.append(topic, [record('k', 'from the other', { partition: 0 })])
        expect(valuesOf(await waiting)).toEqual(['from the other'])
      } finally {
        await other.close()
      }
    })

    it('ends a waiting fetch when it is told to', async () => {
      const stop = new AbortController()
      const start = performance.now()
      const waiting = log.fetch([{ topic, partition: 0, offset: 0 }], {
        maxWaitMs: 15_000,
        maxBytes: 1000,
        signal: stop.signal,
      })
      setTimeout(() => stop.abort(), 50)
      expect(await waiting).toEqual([])
      expect(performance.now() - start).toBeLessThan(5000)
      expect(
        await log.fetch([{ topic, partition: 0, offset: 0 }], {
          maxWaitMs: 15_000,
          maxBytes: 1000,
          signal: stop.signal,
        }),
      ).toEqual([])
    })

    it('stops at about the wanted number of bytes, but not before the first record', async () => {
      const value = 'x'.repeat(1000)
      for (let i = 0; i < 20; i++) await log.append(topic, [record('k', value, { partition: 0 })])
      const request = { topic, partition: 0, offset: 0 }
      expect(valuesOf(await log.fetch([request], { maxWaitMs: 1000, maxBytes: 1 }))).toHaveLength(1)
      const some = valuesOf(await log.fetch([request], { maxWaitMs: 1000, maxBytes: 5500 }))
      expect(some.length).toBeGreaterThanOrEqual(4)
      expect(some.length).toBeLessThanOrEqual(7)
    })

    it('is fair: a full partition does not keep others waiting', async () => {
      const value = 'x'.repeat(1000)
      for (let i = 0; i < 20; i++) {
        await log.append(
          topic,
          [0, 1, 2].map(partition => record('k', value, { partition })),
        )
      }
      const next = [0, 0, 0]
      for (let i = 0; i < 9; i++) {
        const requests = next.map((offset, partition) => ({ topic, partition, offset }))
        for (const batch of await log.fetch(requests, { maxWaitMs: 1000, maxBytes: 3500 }))
          next[batch.partition] = batch.nextOffset
      }
      expect(Math.min(...next)).toBeGreaterThanOrEqual(3)
    })

    it('reads several topics in one fetch', async () => {
      const second = `${topic}-2`
      await log.createTopic(second, { partitions: 1, compact: true })
      await log.append(topic, [record('k', 'one', { partition: 0 })])
      await log.append(second, [record('k', 'two')])
      const seen = new Set<string | null>()
      const next = new Map([topic, second].map(name => [name, 0]))
      while (seen.size < 2) {
        const requests = [...next].map(([name, offset]) => ({ topic: name, partition: 0, offset }))
        for (const batch of await log.fetch(requests, quick)) {
          next.set(batch.topic, batch.nextOffset)
          for (const { value } of batch.records) seen.add(`${batch.topic === topic ? 1 : 2} ${text(value)}`)
        }
      }
      expect([...seen].sort()).toEqual(['1 one', '2 two'])
    })

    it('refuses offsets that are not in the log, with the numbers', async () => {
      await log.append(
        topic,
        ['1', '2', '3', '4', '5'].map(value => record('k', value, { partition: 0 })),
      )
      await home.deleteBefore(topic, 0, 3)
      // A broker may answer before all of it knows that the records are gone.
      const offsets = async () => (await log.offsets(topic))![0]
      await expect.poll(offsets, { timeout: 10_000 }).toEqual({ partition: 0, earliest: 3, end: 5 })
      const message = (wanted: number) =>
        `topic \`${topic}\`, partition 0, has the offsets 3 to 5, but ${wanted} is wanted`
      for (const offset of [0, 2, 6, 1000]) {
        await expect(log.fetch([{ topic, partition: 0, offset }], quick)).rejects.toMatchObject({
          code: 'offset-out-of-range',
          retriable: false,
          message: message(offset),
        })
      }
      expect(valuesOf(await log.fetch([{ topic, partition: 0, offset: 3 }], quick))).toEqual(['4', '5'])
      expect(await log.fetch([{ topic, partition: 0, offset: 5 }], atOnce)).toEqual([])
    })

    it('knows which topics there are, and makes none by itself', async () => {
      const missing = `missing.${randomUUID()}`
      expect(await log.offsets(missing)).toBeNull()
      await expect(log.append(missing, [record('k', 'v')])).rejects.toMatchObject({ code: 'no-such-topic' })
      await expect(log.fetch([{ topic: missing, partition: 0, offset: 0 }], quick)).rejects.toMatchObject({
        code: 'no-such-topic',
      })
      const topics = await log.topics()
      expect(topics).toContain(topic)
      expect(topics).not.toContain(missing)
      expect(topics).toEqual([...topics].sort())
    })

    it('makes a topic once and refuses impossible names', async () => {
      await log.append(topic, [record('k', 'v', { partition: 0 })])
      await log.createTopic(topic, { partitions: 1, compact: false })
      expect((await log.offsets(topic))!.map(({ end }) => end)).toEqual([1, 0, 0])
      for (const name of ['', '.', '..', 'a/b', 'a b', 'ä', 'x'.repeat(250)]) {
        await expect(log.createTopic(name, { partitions: 1, compact: false })).rejects.toMatchObject({
          code: 'other',
        })
      }
    })

    it('is the same log with the same records when it is opened again', async () => {
      await log.append(topic, [
        record('k', 'v', { partition: 1, timestamp: 7, headers: [{ name: 'h', value: null }] }),
      ])
      const again = await home.reopen()
      try {
        expect(await again.id()).toBe(await log.id())
        expect((await again.offsets(topic))!.map(({ end }) => end)).toEqual([0, 1, 0])
        expect((await readAll(again, topic, 1)).map(plain)).toEqual([
          { offset: 0, timestamp: 7, key: 'k', value: 'v', headers: [['h', null]] },
        ])
      } finally {
        await again.close()
      }
    })
  })
}

/** What the Java client answers for the keys of the test above with three partitions. */
const javaPartitionsOf3 = [0, 0, 2, 0, 0, 2]
