/** The view `user_information` computed from all records at once, without any of matview's code. */
import { topics, type ChangeRecord, type Topic } from './records.ts'

export type Row = Readonly<Record<string, unknown>>

/** Which counts a live row of a topic adds one to, and the column that names the user. */
const counts: readonly { topic: Topic; owner: string; count: string }[] = [
  { topic: 'tweets', owner: 'userId', count: 'tweetCount' },
  { topic: 'follows', owner: 'followerId', count: 'followingCount' },
  { topic: 'follows', owner: 'followeeId', count: 'followerCount' },
  { topic: 'likes', owner: 'userId', count: 'likeCount' },
  { topic: 'lists', owner: 'userId', count: 'listCount' },
  { topic: 'moments', owner: 'userId', count: 'momentCount' },
]
const noCounts = Object.fromEntries(counts.map(({ count }) => [count, 0]))

/** So many last records of each topic say whether a view has caught up. */
const tailLength = 60

interface Change {
  readonly key: string
  readonly before: string | undefined
  readonly after: string | undefined
}

export class ExpectedView {
  readonly #tables: Readonly<Record<Topic, Map<string, string>>> = byTopic(() => new Map<string, string>())
  readonly #last: Readonly<Record<Topic, Change[]>> = byTopic((): Change[] => [])
  readonly #everUsers = new Set<string>()
  #records = 0

  /** How many records were applied. */
  get records(): number {
    return this.#records
  }

  apply({ topic, key, value }: ChangeRecord): void {
    const table = this.#tables[topic]
    const last = this.#last[topic]
    last.push({ key, before: table.get(key), after: value ?? undefined })
    if (last.length > 2 * tailLength) last.splice(0, tailLength)
    if (value === null) table.delete(key)
    else table.set(key, value)
    if (topic === 'users') this.#everUsers.add(key)
    this.#records++
  }

  /** The row of every user who ever was there or owns something; null where the view must have none. */
  rows(): Map<string, Row | null> {
    const rows = new Map<string, Record<string, unknown>>()
    const rowOf = (id: string): Record<string, unknown> => {
      const row = rows.get(id) ?? { ...noCounts }
      rows.set(id, row)
      return row
    }
    for (const id of this.#everUsers) rowOf(id)
    for (const { topic, owner, count } of counts) {
      for (const value of this.#tables[topic].values()) {
        const row = rowOf(ownerOf(value, owner))
        row[count] = (row[count] as number) + 1
      }
    }
    const users = this.#tables.users
    return new Map(
      [...rows].map(([id, own]) => [id, users.has(id) ? { ...parse(users.get(id)!), ...own } : null]),
    )
  }

  /** The users whom the last records of any topic touched. */
  tail(): string[] {
    const touched = new Set(this.#last.users.slice(-tailLength).map(({ key }) => key))
    for (const { topic, owner } of counts) {
      for (const { before, after } of this.#last[topic].slice(-tailLength)) {
        for (const value of [before, after]) if (value !== undefined) touched.add(ownerOf(value, owner))
      }
    }
    return [...touched]
  }
}

function byTopic<T>(make: () => T): Record<Topic, T> {
  return Object.fromEntries(topics.map(topic => [topic, make()])) as Record<Topic, T>
}

function ownerOf(value: string, owner: string): string {
  return parse(value)[owner] as string
}

function parse(value: string): Row {
  return JSON.parse(value) as Row
}
