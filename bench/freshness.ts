/**
 * Freshness: the time from the acknowledgement of a produced record until `GET /users/:userId` shows it, 0 when it shows
 * before that. A `count` probe adds a tweet of a user who had none and waits for `tweetCount` 1; a `row` probe changes a
 * user's description. Probes go out at random times and each has a user of its own; its row is read again 1 ms after each
 * answer, which is the resolution.
 */
import type { ChangeRecord } from './records.ts'
import type { Percentiles } from './percentiles.ts'
import { startWork } from './run-process.ts'

export type ProbeKind = 'count' | 'row'

export interface Probe {
  readonly kind: ProbeKind
  readonly user: string
  /** What is sent, and the column and value by which it shows. */
  readonly record: ChangeRecord
  readonly shows: { readonly column: string; readonly value: unknown }
}

export interface FreshnessTask {
  readonly url: string
  readonly brokers: string
  readonly probes: readonly Probe[]
  /** Probes a second on average. */
  readonly rate: number
}

export interface FreshnessResult {
  readonly count: Percentiles
  readonly row: Percentiles
  /** From handing a record to the producer until its acknowledgement. */
  readonly produce: Percentiles
  /** Probes that were not seen within a minute and a half. */
  readonly never: number
}

/** The users of the probes, to be in the view first; `run` keeps the probes of one run from those of another. */
export function makeProbes(count: number, run: string): { users: ChangeRecord[]; probes: Probe[] } {
  const ids = Array.from({ length: count }, (_, i) => `probe-${run}-${i}`)
  return {
    users: ids.map(id => profile(id, 'before')),
    probes: ids.map((id, i) => (i % 2 === 0 ? countProbe(id) : rowProbe(id))),
  }
}

export function measureFreshness(task: FreshnessTask): Promise<FreshnessResult> {
  return startWork<FreshnessTask, FreshnessResult>('freshness-process.ts', task).result
}

function countProbe(user: string): Probe {
  const key = `tweet-${user}`
  const value = JSON.stringify({ tweetId: key, userId: user, text: 'a probe' })
  const record = { topic: 'tweets', key, value } as const
  return { kind: 'count', user, record, shows: { column: 'tweetCount', value: 1 } }
}

function rowProbe(user: string): Probe {
  return {
    kind: 'row',
    user,
    record: profile(user, 'after'),
    shows: { column: 'description', value: 'after' },
  }
}

function profile(userId: string, description: string): ChangeRecord {
  const unknown = { username: null, name: null, location: null, webPageUrl: null, joinedDate: null }
  const row = { userId, description, ...unknown, profileImageUrl: null, backgroundImageUrl: null }
  return { topic: 'users', key: userId, value: JSON.stringify(row) }
}
