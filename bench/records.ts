/**
 * The benchmark's input: an invented social network as changelog records. It depends on seed and number of users only, so
 * the first records of a long run are the records of a short one.
 *
 * Until all users are there, every second record is a new user. Of the rest, 5 % change a user (3 in 20 delete one, who may
 * come back), and the others insert (88 %), change (6 %) or delete (6 %) a tweet, follow, like, list or moment. A change
 * often moves the row to another user. A row may belong to a user who is not there yet, or no more; 1 tombstone in 50 is
 * for a row that is gone already. Who owns a row is Zipf-distributed with exponent 1, with other favourites per column.
 */

export const topics = ['users', 'tweets', 'follows', 'likes', 'lists', 'moments'] as const
export type Topic = (typeof topics)[number]

export interface ChangeRecord {
  readonly topic: Topic
  readonly key: string
  /** JSON; null is a tombstone. */
  readonly value: string | null
}

export interface RecordOptions {
  readonly users: number
  readonly seed: number
}

type RowTopic = Exclude<Topic, 'users'>
type ColumnKind = 'key' | 'owner' | 'tweet' | 'text'

/** Which share of the row records a topic gets, in percent; with the columns of its rows. */
const rowTopics: Readonly<
  Record<RowTopic, { share: number; columns: Readonly<Record<string, ColumnKind>> }>
> = {
  likes: { share: 38, columns: { likeId: 'key', userId: 'owner', tweetId: 'tweet' } },
  follows: { share: 30, columns: { followId: 'key', followerId: 'owner', followeeId: 'owner' } },
  tweets: { share: 26, columns: { tweetId: 'key', userId: 'owner', text: 'text' } },
  lists: { share: 4, columns: { listId: 'key', userId: 'owner', name: 'text' } },
  moments: { share: 2, columns: { momentId: 'key', userId: 'owner', title: 'text' } },
}

/** All columns, in an order that tells them apart. */
const allColumns = Object.entries(rowTopics).flatMap(([topic, { columns }]) => {
  return Object.keys(columns).map(column => `${topic}.${column}`)
})

const words =
  'about again always café coffee evening exact first fresh good great lake late light morning naïve never new ' +
  'noon old people place rain river small street summer sun table today together 東京 town tree water winter'
const vocabulary = words.split(' ')
const places = ['Lisboa', 'München', '東京', 'Nairobi', 'Kraków', 'Austin', 'Leeds', null]
const firstJoined = Date.UTC(2007, 0, 1)
const spreadOfJoined = 15 * 365 * 86_400_000

interface Row {
  readonly key: string
  readonly columns: Record<string, string>
}

/** The endless changelog. */
export function* generateRecords(options: RecordOptions): Generator<ChangeRecord, never> {
  const network = new Network(options)
  for (;;) yield network.next()
}

class Network {
  readonly #users: number
  readonly #random: () => number
  readonly #live: Record<RowTopic, Row[]> = { tweets: [], follows: [], likes: [], lists: [], moments: [] }
  readonly #gone = new Map<RowTopic, string>()
  #joined = 0
  #serial = 0

  constructor({ users, seed }: RecordOptions) {
    this.#users = users
    this.#random = uniform(seed)
  }

  next(): ChangeRecord {
    if (this.#joined < this.#users && (this.#joined === 0 || this.#chance(0.5))) {
      return this.#profile(this.#joined++)
    }
    if (this.#chance(0.05)) return this.#changeUser()
    const topic = this.#rowTopic()
    const rows = this.#live[topic]
    if (rows.length === 0 || this.#chance(0.88)) return this.#insert(topic)
    return this.#chance(0.5) ? this.#update(topic) : this.#remove(topic)
  }

  #changeUser(): ChangeRecord {
    const user = this.#below(this.#joined)
    return this.#chance(0.15) ? { topic: 'users', key: `u${user}`, value: null } : this.#profile(user)
  }

  #profile(user: number): ChangeRecord {
    const key = `u${user}`
    const profile = {
      userId: key,
      username: `${this.#word()}_${user}`,
      name: `${this.#word()} ${this.#word()}`,
      description: this.#text(12),
      location: places[this.#below(places.length)],
      webPageUrl: `https://example.com/${key}`,
      joinedDate: new Date(firstJoined + Math.floor(this.#random() * spreadOfJoined)).toISOString(),
      profileImageUrl: `https://example.com/${key}/face-${this.#below(1000)}.png`,
      backgroundImageUrl: `https://example.com/${key}/back-${this.#below(1000)}.png`,
    }
    return { topic: 'users', key, value: JSON.stringify(profile) }
  }

  #insert(topic: RowTopic): ChangeRecord {
    const key = `${topic.slice(0, 2)}${++this.#serial}`
    const columns: Record<string, string> = {}
    for (const [column, kind] of Object.entries(rowTopics[topic].columns)) {
      columns[column] = kind === 'key' ? key : this.#cell(topic, column, kind)
    }
    this.#live[topic].push({ key, columns })
    return { topic, key, value: JSON.stringify(columns) }
  }

  #update(topic: RowTopic): ChangeRecord {
    const { key, columns } = this.#pick(this.#live[topic])
    const changeable = Object.entries(rowTopics[topic].columns).filter(([, kind]) => kind !== 'key')
    const [column, kind] = this.#pick(changeable)
    columns[column] = this.#cell(topic, column, kind)
    return { topic, key, value: JSON.stringify(columns) }
  }

  #remove(topic: RowTopic): ChangeRecord {
    const again = this.#gone.get(topic)
    if (again !== undefined && this.#chance(0.02)) return { topic, key: again, value: null }
    const rows = this.#live[topic]
    const index = this.#below(rows.length)
    const { key } = rows[index]!
    rows[index] = rows.at(-1)!
    rows.pop()
    this.#gone.set(topic, key)
    return { topic, key, value: null }
  }

  #cell(topic: RowTopic, column: string, kind: ColumnKind): string {
    if (kind === 'owner') return this.#owner(topic, column)
    if (kind === 'text') return this.#text(16)
    const tweets = this.#live.tweets
    return tweets.length > 0 ? this.#pick(tweets).key : 'tw0'
  }

  /** The rank is n to the power of a uniform number, which is Zipf; prime strides give each column its own favourites. */
  #owner(topic: RowTopic, column: string): string {
    const rank = Math.floor(this.#users ** this.#random())
    const favourites = allColumns.indexOf(`${topic}.${column}`)
    return `u${(rank * 15_485_863 + favourites * 104_729) % this.#users}`
  }

  #rowTopic(): RowTopic {
    let left = this.#random() * 100
    for (const [topic, { share }] of Object.entries(rowTopics)) {
      left -= share
      if (left < 0) return topic as RowTopic
    }
    return 'tweets'
  }

  #text(maxWords: number): string {
    return Array.from({ length: 4 + this.#below(maxWords) }, () => this.#word()).join(' ')
  }

  #word(): string {
    return this.#pick(vocabulary)
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }
}

/** Uniform numbers in [0, 1) by a 32-bit xorshift. */
function uniform(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
