/** Which partition a record goes to, as the producers around us decide it: Java's default partitioner for keys. */
import { LogError, type NewRecord } from '../../runtime/ports.ts'
import { murmur2 } from './murmur2.ts'

/**
 * The partition that `record` asks for, else the one Java's default partitioner picks by the key, else 0: a record
 * without a key always goes to partition 0, so that the same input gives the same log.
 *
 * @throws LogError `no-such-topic` when the partition asked for does not exist.
 */
export function choosePartition(topic: string, record: NewRecord, partitions: number): number {
  const wanted = record.partition ?? null
  if (wanted !== null) {
    if (Number.isInteger(wanted) && wanted >= 0 && wanted < partitions) return wanted
    throw noSuchPartition(topic, wanted, partitions)
  }
  return record.key === null ? 0 : partitionOfKey(record.key, partitions)
}

/** Java's default: the hash with its sign bit cleared, modulo the number of partitions. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions
}

/** The error of a partition that a topic does not have. */
export function noSuchPartition(topic: string, partition: number, partitions: number): LogError {
  const has = partitions === 1 ? 'only partition 0' : `partitions 0 to ${partitions - 1}`
  return new LogError('no-such-topic', `topic \`${topic}\` has no partition ${partition}, it has ${has}`)
}
