/**
 * Where things are in the database of the embedded log. Names of topics cannot hold `/`, so no two keys can be taken for
 * each other; records of one partition lie together in offset order.
 *
 *   meta/format                         version of this layout
 *   meta/id                             the log's identity
 *   topic/<topic>                       the topic as JSON
 *   end/<topic>/<partition>             offset of the next record (absent: 0)
 *   earliest/<topic>/<partition>        first offset kept (absent: 0)
 *   record/<topic>/<partition>/<offset> a chunk of records, the last having this offset; see record-codec.ts
 */

export const formatKey = 'meta/format'
export const idKey = 'meta/id'
/** Bounds of all topics' keys. */
export const topicRange = { gte: 'topic/', lt: 'topic0' }

export function topicKey(topic: string): string {
  return `topic/${topic}`
}

export function topicOfKey(key: string): string {
  return key.slice('topic/'.length)
}

export function endKey(topic: string, partition: number): string {
  return `end/${topic}/${partition}`
}

export function earliestKey(topic: string, partition: number): string {
  return `earliest/${topic}/${partition}`
}

/** Prefix of the chunks of one partition; a chunk's key is this and {@link offsetSuffix} of its last offset. */
export function recordPrefix(topic: string, partition: number): string {
  return `record/${topic}/${partition}/`
}

/** An offset as text that sorts as the number does: 11 digits of base 36 hold every safe integer. */
export function offsetSuffix(offset: number): string {
  return offset.toString(36).padStart(11, '0')
}

/** The last offset of the chunk with this key. */
export function offsetOfKey(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf('/') + 1), 36)
}
