/** The requests that matview sends to a Kafka broker, and their answers. Versions are those of Kafka 2.4 to 4.x. */
import type { AbortedTransaction } from './aborted-transactions.ts'
import type { WireReader } from './wire.ts'
import { WireWriter } from './wire.ts'

/** A request in the form of one version of the protocol, and how its answer is read. */
export interface ProtocolRequest<Answer> {
  readonly apiKey: number
  readonly apiName: string
  readonly apiVersion: number
  readonly body: Buffer
  readonly decode: (reader: WireReader) => Answer
}

export const isolationReadCommitted = 1
export const latestTimestamp = -1
export const earliestTimestamp = -2

export interface MetadataAnswer {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[]
  readonly clusterId: string
  readonly controllerId: number
  readonly topics: readonly TopicMetadata[]
}
export interface TopicMetadata {
  readonly errorCode: number
  readonly topic: string
  readonly internal: boolean
  readonly partitions: readonly {
    readonly errorCode: number
    readonly partition: number
    readonly leader: number
  }[]
}

/** Brokers and the leaders of `topics` (null: of all). Never makes a topic. */
export function metadataRequest(topics: readonly string[] | null): ProtocolRequest<MetadataAnswer> {
  const body = new WireWriter()
  if (topics === null) body.int32(-1)
  else body.array(topics, topic => body.string(topic))
  body.int8(0)
  return { apiKey: 3, apiName: 'Metadata', apiVersion: 5, body: body.bytes, decode: readMetadata }
}

function readMetadata(reader: WireReader): MetadataAnswer {
  reader.int32()
  const brokers = reader.array(() => {
    const broker = { nodeId: reader.int32(), host: reader.string(), port: reader.int32() }
    reader.nullableString()
    return broker
  })
  const clusterId = reader.string()
  const controllerId = reader.int32()
  const topics = reader.array(() => ({
    errorCode: reader.int16(),
    topic: reader.string(),
    internal: reader.boolean(),
    partitions: reader.array(() => readPartitionMetadata(reader)),
  }))
  return { brokers, clusterId, controllerId, topics }
}

function readPartitionMetadata(reader: WireReader): TopicMetadata['partitions'][number] {
  const partition = { errorCode: reader.int16(), partition: reader.int32(), leader: reader.int32() }
  for (let list = 0; list < 3; list++) reader.array(() => reader.int32())
  return partition
}

export interface PartitionOffset {
  readonly partition: number
  readonly errorCode: number
  readonly offset: number
}

/** The offsets of partitions of one topic at a time; the latest one is the last stable offset. */
export function listOffsetsRequest(
  topic: string,
  partitions: readonly number[],
  timestamp: typeof latestTimestamp | typeof earliestTimestamp,
): ProtocolRequest<PartitionOffset[]> {
  const body = new WireWriter().int32(-1).int8(isolationReadCommitted).int32(1).string(topic)
  body.array(partitions, partition => body.int32(partition).int64(timestamp))
  return { apiKey: 2, apiName: 'ListOffsets', apiVersion: 2, body: body.bytes, decode: readOffsets }
}

function readOffsets(reader: WireReader): PartitionOffset[] {
  reader.int32()
  const topics = reader.array(() => {
    reader.string()
    return reader.array(() => {
      const head = { partition: reader.int32(), errorCode: reader.int16() }
      reader.int64()
      return { ...head, offset: reader.int64() }
    })
  })
  return topics.flat()
}

export interface FetchPartition {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly maxBytes: number
}
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  readonly errorCode: number
  readonly aborted: readonly AbortedTransaction[]
  /** Record batches, the last perhaps cut off. */
  readonly bytes: Buffer
}

/** Records from the given offsets on, up to the last stable offset, in the order of `partitions`. */
export function fetchRequest(
  partitions: readonly FetchPartition[],
  limits: { maxWaitMs: number; maxBytes: number },
): ProtocolRequest<FetchedPartition[]> {
  const body = new WireWriter()
    .int32(-1)
    .int32(limits.maxWaitMs)
    .int32(1)
    .int32(limits.maxBytes)
    .int8(isolationReadCommitted)
  body.int32(0).int32(-1) // no fetch session
  body.array(partitions, ({ topic, partition, offset, maxBytes }) => {
    body.string(topic).int32(1).int32(partition).int32(-1).int64(offset).int64(-1).int32(maxBytes)
  })
  body.int32(0)
  return { apiKey: 1, apiName: 'Fetch', apiVersion: 10, body: body.bytes, decode: readFetched }
}

function readFetched(reader: WireReader): FetchedPartition[] {
  reader.int32()
  reader.int16()
  reader.int32()
  const topics = reader.array(() => {
    const topic = reader.string()
    return reader.array(() => {
      const head = { topic, partition: reader.int32(), errorCode: reader.int16() }
      for (let mark = 0; mark < 3; mark++) reader.int64()
      const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }))
      return { ...head, aborted, bytes: reader.block() }
    })
  })
  return topics.flat()
}

export interface ProducedPartition {
  readonly partition: number
  readonly errorCode: number
  readonly baseOffset: number
}

/** Appends one record batch to each partition and answers when all replicas in sync have them. */
export function produceRequest(
  topic: string,
  batches: readonly { readonly partition: number; readonly batch: Buffer }[],
  timeoutMs: number,
): ProtocolRequest<ProducedPartition[]> {
  const body = new WireWriter().nullString().int16(-1).int32(timeoutMs).int32(1).string(topic)
  body.array(batches, ({ partition, batch }) => body.int32(partition).int32(batch.length).raw(batch))
  return { apiKey: 0, apiName: 'Produce', apiVersion: 3, body: body.bytes, decode: readProduced }
}

function readProduced(reader: WireReader): ProducedPartition[] {
  const topics = reader.array(() => {
    reader.string()
    return reader.array(() => {
      const produced = { partition: reader.int32(), errorCode: reader.int16(), baseOffset: reader.int64() }
      reader.int64()
      return produced
    })
  })
  return topics.flat()
}

export interface CreatedTopic {
  readonly errorCode: number
  readonly message: string | null
}

/** Makes one topic with the broker's default replication. */
export function createTopicRequest(
  topic: string,
  partitions: number,
  config: readonly { readonly name: string; readonly value: string }[],
  timeoutMs: number,
): ProtocolRequest<CreatedTopic> {
  const body = new WireWriter().int32(1).string(topic).int32(partitions).int16(-1).int32(0)
  body.array(config, ({ name, value }) => body.string(name).string(value))
  body.int32(timeoutMs).int8(0)
  return { apiKey: 19, apiName: 'CreateTopics', apiVersion: 4, body: body.bytes, decode: readCreated }
}

function readCreated(reader: WireReader): CreatedTopic {
  reader.int32()
  reader.int32()
  reader.string()
  return { errorCode: reader.int16(), message: reader.nullableString() }
}
