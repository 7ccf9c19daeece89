import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../../src/log/kafka/crc32c.ts'
import { decodePartition } from '../../../src/log/kafka/partition-decoder.ts'
import { decodeRecords, encodeBatch, splitBatches } from '../../../src/log/kafka/record-batch.ts'
import { WireReader, WireWriter } from '../../../src/log/kafka/wire.ts'
import type { LogRecord, NewRecord } from '../../../src/runtime/ports.ts'

const records: NewRecord[] = [
  { key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1_360_195_200_000 },
  {
    key: null,
    value: null,
    timestamp: 1_360_195_100_000,
    headers: [
      { name: 'ä', value: null },
      { name: 'ä', value: Buffer.from('2') },
    ],
  },
  { key: Buffer.alloc(4), value: Buffer.alloc(5000, 'x'), timestamp: null },
]
const attributesAt = 21
const gzip = 1
const snappy = 2
const transactional = 0x10
const control = 0x20

/** A batch as a broker would store it at `baseOffset`. */
function stored(
  batch: Buffer,
  baseOffset: number,
  options: { attributes?: number; producerId?: number; body?: Buffer } = {},
): Buffer {
  const head = Buffer.from(batch.subarray(0, 61))
  const body = options.body ?? batch.subarray(61)
  head.writeBigInt64BE(BigInt(baseOffset), 0)
  head.writeInt32BE(49 + body.length, 8)
  head.writeInt16BE(options.attributes ?? 0, attributesAt)
  head.writeBigInt64BE(BigInt(options.producerId ?? -1), 43)
  return Buffer.concat([head, body])
}

function marker(baseOffset: number, producerId: number, type: 0 | 1): Buffer {
  const batch = encodeBatch([{ key: Buffer.from([0, 0, 0, type]), value: Buffer.alloc(6) }], 0)
  return stored(batch, baseOffset, { attributes: transactional | control, producerId })
}

function fetched(aborted: { producerId: number; firstOffset: number }[], ...batches: Buffer[]) {
  return { topic: 't', partition: 0, errorCode: 0, aborted, bytes: Buffer.concat(batches) }
}

function one(value: string, key: Buffer | null = null): Buffer {
  return encodeBatch([{ key, value: Buffer.from(value), timestamp: 1 }], 0)
}

function valuesOf(read: readonly LogRecord[]): string[] {
  return read.map(({ value }) => Buffer.from(value!).toString())
}

describe('record batches', () => {
  it('have the checksum that Castagnoli defined', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  })

  it('come back as they were written', () => {
    const [batch] = splitBatches(stored(encodeBatch(records, 1_360_195_300_000), 42))
    const read: LogRecord[] = []
    decodeRecords(batch!, 0, read)
    expect(read).toEqual([
      {
        offset: 42,
        timestamp: 1_360_195_200_000,
        key: Buffer.from('k'),
        value: Buffer.from('v'),
        headers: [],
      },
      { offset: 43, timestamp: 1_360_195_100_000, key: null, value: null, headers: records[1]!.headers },
      {
        offset: 44,
        timestamp: 1_360_195_300_000,
        key: Buffer.alloc(4),
        value: Buffer.alloc(5000, 'x'),
        headers: [],
      },
    ])
  })

  it('are read from the wanted offset on, which may lie inside', () => {
    const batch = stored(encodeBatch(records, 7), 100)
    const { records: read, nextOffset } = decodePartition(fetched([], batch), 101)
    expect(read.map(({ offset }) => offset)).toEqual([101, 102])
    expect(nextOffset).toBe(103)
  })

  it('are left out when they are cut off', () => {
    const whole = stored(one('whole'), 0)
    const cut = stored(one('cut'), 1)
    for (const length of [0, 1, 16, 17, 60, cut.length - 1]) {
      const { records: read, nextOffset } = decodePartition(fetched([], whole, cut.subarray(0, length)), 0)
      expect(valuesOf(read)).toEqual(['whole'])
      expect(nextOffset).toBe(1)
    }
  })

  it('are passed when compaction has emptied them', () => {
    const empty = Buffer.from(stored(encodeBatch(records, 0), 5).subarray(0, 61))
    empty.writeInt32BE(49, 8)
    empty.writeInt32BE(0, 57)
    expect(decodePartition(fetched([], empty), 5)).toMatchObject({ records: [], nextOffset: 8 })
  })

  it('are unpacked with gzip', () => {
    const plain = encodeBatch(records, 0)
    const packed = stored(plain, 0, { attributes: gzip, body: gzipSync(plain.subarray(61)) })
    expect(decodePartition(fetched([], packed), 0)).toEqual(decodePartition(fetched([], stored(plain, 0)), 0))
  })

  it('say which codec is not supported, after what is before them was read', () => {
    const packed = stored(one('?'), 1, { attributes: snappy })
    expect(decodePartition(fetched([], stored(one('before'), 0), packed), 0).nextOffset).toBe(1)
    expect(() => decodePartition(fetched([], packed), 1)).toThrow(
      'the records of topic `t`, partition 0, from offset 1 on cannot be read: they are compressed with snappy, which is not supported yet',
    )
  })

  it('say that old message formats are not supported', () => {
    const old = stored(one('?'), 0)
    old[16] = 1
    expect(() => decodePartition(fetched([], old), 0)).toThrow('written in message format 1')
  })

  it('take the broker’s time where the topic says so', () => {
    const batch = stored(encodeBatch(records, 1_360_195_300_000), 0, { attributes: 0x08 })
    const { records: read } = decodePartition(fetched([], batch), 0)
    expect(read.map(({ timestamp }) => timestamp)).toEqual(Array(3).fill(1_360_195_300_000))
  })

  it('of an aborted transaction are no data, also when a key looks like a marker', () => {
    const zeros = Buffer.alloc(4)
    const part = fetched(
      [{ producerId: 9, firstOffset: 0 }],
      stored(one('aborted 1', zeros), 0, { attributes: transactional, producerId: 9 }),
      stored(one('plain', zeros), 1),
      stored(one('aborted 2', zeros), 2, { attributes: transactional, producerId: 9 }),
      marker(3, 9, 0),
      stored(one('committed', zeros), 4, { attributes: transactional, producerId: 9 }),
      marker(5, 9, 1),
    )
    const { records: read, nextOffset } = decodePartition(part, 0)
    expect(valuesOf(read)).toEqual(['plain', 'committed'])
    expect(nextOffset).toBe(6)
  })
})

describe('numbers of the protocol', () => {
  const edges = [
    0,
    1,
    -1,
    63,
    -64,
    64,
    127,
    128,
    -129,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 40 + 5,
    -(2 ** 40) - 5,
    2 ** 52,
    -(2 ** 52),
  ]

  it.each(edges)('%s survives as varint and as int64', value => {
    const reader = new WireReader(new WireWriter().varint(value).int64(value).bytes)
    expect([reader.varint(), reader.int64(), reader.left]).toEqual([value, value, 0])
  })

  it('grow the buffer wherever its end falls', () => {
    for (let filled = 240; filled < 270; filled++) {
      const reader = new WireReader(
        new WireWriter().raw(Buffer.alloc(filled, 1)).varint(-5_000_000).int64(-7).varBytes(null).bytes,
        filled,
      )
      expect([reader.varint(), reader.int64(), reader.varBytes()]).toEqual([-5_000_000, -7, null])
    }
  })

  it('refuse what is cut short', () => {
    expect(() => new WireReader(Buffer.from([0x80, 0x80])).varint()).toThrow('cut short')
    expect(() => new WireReader(Buffer.from([0, 0, 0, 9, 1])).block()).toThrow('cut short')
  })
})
