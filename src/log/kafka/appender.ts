/** Appends records to a topic: batches to the leaders of their partitions, in rounds, until every one is acknowledged. */
import type { NewRecord } from '../../runtime/ports.ts'
import { checkErrorCode, PassingError } from './broker-errors.ts'
import type { Cluster } from './cluster.ts'
import { produceRequest } from './protocol.ts'
import { encodeBatch } from './record-batch.ts'

export interface Place {
  readonly partition: number
  readonly offset: number
}

/** A batch is closed before it grows beyond this; the default limit of brokers is twice as much. */
const maxBatchBytes = 512 * 1024
const requestTimeoutMs = 20_000
/** More than the framing of a record can take. */
const recordOverhead = 40

/** Records of one partition that go out together. */
interface Batch {
  readonly partition: number
  /** Places of the records in the append. */
  readonly indexes: number[]
  readonly records: NewRecord[]
  bytes: number
}

/**
 * Appends `records` to the partitions given beside them and returns where they are. A batch whose acknowledgement was lost
 * is sent again, so it may be in the log twice; the place of the last one is returned. After an error some of the records
 * may have been appended.
 */
export async function appendRecords(
  cluster: Cluster,
  topic: string,
  records: readonly NewRecord[],
  partitions: readonly number[],
): Promise<Place[]> {
  const places: Place[] = []
  const queues = makeBatches(records, partitions)
  const now = Date.now()
  for (let round = 0; ; round++) {
    const batches = queues.flatMap(queue => queue[round] ?? [])
    if (batches.length === 0) return places
    const left = new Set(batches)
    await cluster.patiently([topic], () => sendRound(cluster, topic, left, now, places))
  }
}

/** For each partition its batches in order: a broker takes only one of each partition at a time. */
function makeBatches(records: readonly NewRecord[], partitions: readonly number[]): Batch[][] {
  const queues = new Map<number, Batch[]>()
  records.forEach((record, index) => {
    const partition = partitions[index]!
    const queue = queues.get(partition) ?? []
    queues.set(partition, queue)
    const size = sizeOf(record)
    let batch = queue.at(-1)
    if (batch === undefined || batch.bytes + size > maxBatchBytes) {
      batch = { partition, indexes: [], records: [], bytes: 0 }
      queue.push(batch)
    }
    batch.indexes.push(index)
    batch.records.push(record)
    batch.bytes += size
  })
  return [...queues.values()]
}

function sizeOf(record: NewRecord): number {
  let size = recordOverhead + (record.key?.length ?? 0) + (record.value?.length ?? 0)
  for (const { name, value } of record.headers ?? [])
    size += 10 + Buffer.byteLength(name) + (value?.length ?? 0)
  return size
}

/** Sends the batches in `left` to their leaders and takes out those that are acknowledged. */
async function sendRound(
  cluster: Cluster,
  topic: string,
  left: Set<Batch>,
  now: number,
  places: Place[],
): Promise<void> {
  const byLeader = new Map<number, Batch[]>()
  for (const batch of left) {
    const leader = await cluster.leader(topic, batch.partition)
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch])
  }
  const sent = [...byLeader].map(([leader, batches]) =>
    sendToLeader(cluster, topic, leader, batches, left, now, places),
  )
  const failures = (await Promise.allSettled(sent)).flatMap(result =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  const lasting = failures.find(failure => !(failure instanceof PassingError))
  if (failures.length > 0) throw lasting ?? failures[0]
}

async function sendToLeader(
  cluster: Cluster,
  topic: string,
  leader: number,
  batches: readonly Batch[],
  left: Set<Batch>,
  now: number,
  places: Place[],
): Promise<void> {
  const encoded = batches.map(({ partition, records }) => ({ partition, batch: encodeBatch(records, now) }))
  const produced = await cluster.send(leader, produceRequest(topic, encoded, requestTimeoutMs))
  const failed: number[] = []
  for (const { partition, errorCode, baseOffset } of produced) {
    const batch = batches.find(candidate => candidate.partition === partition)
    if (batch === undefined || errorCode !== 0) {
      failed.push(errorCode)
      continue
    }
    left.delete(batch)
    batch.indexes.forEach((index, i) => (places[index] = { partition, offset: baseOffset + i }))
  }
  for (const code of failed) checkErrorCode(code, `topic \`${topic}\``)
}
