/** The topics of a plan as the log has them: partitions, where to start, and the ends seen at start. */
import type { Plan } from '../topology/plan.ts'
import { EngineFailure } from './engine-failure.ts'
import { goneTopic, logFailure } from './log-failure.ts'
import { LogError, type Log, type PartitionOffsets } from './ports.ts'
import type { Positions } from './state-meta.ts'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
  /** End when the engine started: what has to be reached to be caught up. */
  readonly endAtStart: number
  /** Last known end. */
  end: number
  /** Offset of the next record wanted, as committed. */
  position: number
  /** Offset of the next record to fetch. */
  fetched: number
}

/**
 * Finds all partitions of the plan's topics. A partition without a committed position starts at its earliest record.
 * Throws EngineFailure when a topic is missing and may not be made, or has fewer records than were read of it.
 */
export async function resolveSources(
  plan: Plan,
  log: Log,
  positions: Positions,
  createTopics: boolean,
): Promise<TopicPartition[]> {
  const topics = [...new Set(plan.sources.map(({ topic }) => topic))].sort()
  const missing: string[] = []
  const found: TopicPartition[] = []
  for (const topic of topics) {
    const compact = plan.sources.some(source => source.topic === topic && source.kind === 'table')
    const offsets = await topicOffsets(log, topic, createTopics && !wasRead(positions, topic), compact)
    if (offsets === null) {
      if (wasRead(positions, topic)) throw goneTopic(`topic \`${topic}\`, which the views have read, is gone`)
      missing.push(topic)
      continue
    }
    const committed = positions.get(topic) ?? new Map<number, number>()
    checkPositions(topic, committed, offsets)
    for (const { partition, earliest, end } of offsets) {
      const position = committed.get(partition) ?? earliest
      found.push({ topic, partition, endAtStart: end, end, position, fetched: position })
    }
  }
  if (missing.length > 0) throw missingTopics(missing, log)
  return found
}

async function topicOffsets(
  log: Log,
  topic: string,
  createTopics: boolean,
  compact: boolean,
): Promise<PartitionOffsets[] | null> {
  const offsets = await log.offsets(topic)
  if (offsets !== null || !createTopics) return offsets
  await log.createTopic(topic, { partitions: 1, compact })
  return log.offsets(topic)
}

function wasRead(positions: Positions, topic: string): boolean {
  return [...(positions.get(topic)?.values() ?? [])].some(position => position > 0)
}

/** What was read must be there still: where less is there, the topic is another one of the same name. */
function checkPositions(
  topic: string,
  committed: ReadonlyMap<number, number>,
  offsets: readonly PartitionOffsets[],
): void {
  for (const [partition, position] of committed) {
    const end = offsets.find(candidate => candidate.partition === partition)?.end ?? 0
    if (position <= end) continue
    const message = `topic \`${topic}\`, partition ${partition}, ends at offset ${end}, but the views have read it up to ${position}`
    throw logFailure(new LogError('offset-out-of-range', message))
  }
}

function missingTopics(topics: readonly string[], log: Log): EngineFailure {
  const names = topics.map(topic => `\`${topic}\``).join(', ')
  const what = topics.length === 1 ? `topic ${names} does not exist` : `topics ${names} do not exist`
  return new EngineFailure('MV6001', 69, `${what} on ${log.name}`, {
    help: "create what is missing (or let matview do it with `--create-topics`), or correct kafka_topic in the source's WITH (…)",
  })
}
