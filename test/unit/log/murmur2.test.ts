import { describe, expect, it } from 'vitest'
import { choosePartition, partitionOfKey } from '../../../src/log/partitioner/choose-partition.ts'
import { murmur2 } from '../../../src/log/partitioner/murmur2.ts'

/** Key, hash, partition of 3 and of 12, all as the Java client 4.1.1 answers. */
const javaAnswers: [string, number, number, number][] = [
  ['21', -973932308, 0, 0],
  ['foobar', -790332482, 0, 6],
  ['a-little-bit-long-string', -985981536, 2, 8],
  ['abc', 479470107, 0, 3],
  ['', 275646681, 0, 9],
  ['grüße', 1943707148, 2, 8],
  ['a', -1563381124, 1, 4],
  ['ab', 316155434, 2, 2],
  ['abcd', -1323649548, 2, 8],
  ['abcde', 461995741, 1, 1],
  ['user-1', 1404122828, 2, 8],
  ['user-42', 1459644460, 1, 4],
]

describe('murmur2 and the default partitioner', () => {
  it.each(javaAnswers)('places %j as Java does', (key, hash, of3, of12) => {
    const bytes = Buffer.from(key)
    expect(murmur2(bytes)).toBe(hash)
    expect(partitionOfKey(bytes, 3)).toBe(of3)
    expect(partitionOfKey(bytes, 12)).toBe(of12)
  })

  it('hashes bytes that are no text', () => {
    expect(murmur2(Buffer.alloc(4))).toBe(850957120)
    expect(murmur2(Buffer.from([255, 254, 253, 252, 251, 250, 249]))).toBe(-166236347)
  })

  it('prefers the partition asked for, and puts records without a key into partition 0', () => {
    expect(choosePartition('t', { key: Buffer.from('a'), value: null, partition: 2 }, 3)).toBe(2)
    expect(choosePartition('t', { key: null, value: null }, 3)).toBe(0)
  })

  it.each([-1, 3, 1.5, Number.NaN])('refuses partition %s of 3', partition => {
    const message = `topic \`t\` has no partition ${partition}, it has partitions 0 to 2`
    expect(() => choosePartition('t', { key: null, value: null, partition }, 3)).toThrow(message)
  })
})
