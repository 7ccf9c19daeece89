/**
 * Makes the data of this folder: a small invented social network as changelog topics. The same seed gives the same bytes.
 *
 *   node examples/social/generate.mjs [--seed 1] [--users 300] [--records 5000] [--out FOLDER]
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    users: { type: 'string', default: '300' },
    records: { type: 'string', default: '5000' },
    out: { type: 'string', default: import.meta.dirname },
  },
})

/** A seeded generator of numbers in [0, 1): mulberry32. */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const random = randomFrom(Number(options.seed))
const below = n => Math.floor(random() * n)
const pick = list => list[below(list.length)]
const chance = p => random() < p

const userCount = Number(options.users)
const START = Date.UTC(2024, 0, 1)
const FIRST = [
  'Ada',
  'Björn',
  'Chloé',
  'Dmitri',
  'Eun-ji',
  'Fatima',
  'Grace',
  'Håkon',
  'İnci',
  'João',
  'Kenji',
  'Zoë',
]
const LAST = [
  'Almeida',
  'Brown',
  'Červenka',
  'Diaz',
  'Eriksen',
  'Fournier',
  'Ĝirafo',
  'Horváth',
  'Ito',
  'Jansen',
  '李',
  'Мельник',
]
const PLACES = ['Lisboa', 'München', '東京', 'São Paulo', 'Kraków', 'Nairobi', 'Reykjavík', null]
const TEXTS = [
  'Good morning ☀️',
  'Exact to the row.',
  'Who else is at the lake?',
  'naïve café',
  '"quoted"',
  'line\nbreak',
  '👩‍👩‍👧',
]

const topics = { users: [], tweets: [], follows: [], likes: [], lists: [], moments: [] }
/** What is there now, by topic: key to value. */
const live = Object.fromEntries(Object.keys(topics).map(topic => [topic, new Map()]))
let now = START

function put(topic, key, value) {
  now += 1 + below(60_000)
  topics[topic].push({ timestamp: now, key, value })
  if (value === null) live[topic].delete(key)
  else live[topic].set(key, value)
}

function profile(userId) {
  const first = pick(FIRST)
  const last = pick(LAST)
  return {
    userId,
    username: `${first
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]/g, '')}_${userId}`,
    name: `${first} ${last}`,
    description: chance(0.3) ? null : pick(TEXTS),
    location: pick(PLACES),
    webPageUrl: chance(0.5) ? null : `https://${userId}.example.org/?q=a&b=%20`,
    joinedDate: new Date(START - below(3e11)).toISOString(),
    profileImageUrl: `https://img.example.org/${userId}.png`,
    backgroundImageUrl: chance(0.4) ? null : `https://img.example.org/${userId}-background.png`,
  }
}

/** u1 is the hot user: about a third of everything is about u1. The last ids never get a profile. */
const anyone = () => (chance(0.3) ? 'u1' : `u${1 + below(userCount + 5)}`)
const anyOf = topic => pick([...live[topic].keys()])

const next = { tweets: 0, follows: 0, likes: 0, lists: 0, moments: 0 }
const idOf = topic => `${topic[0]}${++next[topic]}`

const makers = {
  tweets: tweetId => ({ tweetId, userId: anyone(), text: pick(TEXTS) }),
  follows: followId => ({ followId, followerId: `u${1 + below(userCount)}`, followeeId: anyone() }),
  likes: likeId => ({ likeId, userId: anyone(), tweetId: live.tweets.size > 0 ? anyOf('tweets') : 't0' }),
  lists: listId => ({ listId, userId: anyone(), name: pick(TEXTS) }),
  moments: momentId => ({ momentId, userId: anyone(), title: pick(TEXTS) }),
}

function change() {
  const topic = pick([
    'tweets',
    'tweets',
    'tweets',
    'follows',
    'follows',
    'likes',
    'likes',
    'likes',
    'lists',
    'moments',
  ])
  const roll = random()
  if (roll < 0.12 && live[topic].size > 0) put(topic, anyOf(topic), null)
  else if (roll < 0.18 && live[topic].size > 0) {
    const key = anyOf(topic)
    put(topic, key, makers[topic](key)) // a row that may move to another user
  } else {
    const key = idOf(topic)
    put(topic, key, makers[topic](key))
  }
}

// Most users are there first; every tenth comes only after rows already point at it.
const late = []
for (let i = 1; i <= userCount; i++) {
  if (i % 10 === 0) late.push(`u${i}`)
  else put('users', `u${i}`, profile(`u${i}`))
}
const changes = Number(options.records) - userCount
for (let i = 0; i < changes; i++) {
  if (chance(0.03)) {
    const userId = anyOf('users')
    if (userId !== 'u1' && chance(0.2)) put('users', userId, null)
    else put('users', userId, profile(userId))
  } else change()
  if (late.length > 0 && i % 40 === 39) {
    const userId = late.shift()
    put('users', userId, profile(userId))
  }
}
// A like and its unlike, at the very end, so that following the topic shows both.
put('likes', 'l-last', { likeId: 'l-last', userId: 'u1', tweetId: anyOf('tweets') })
put('likes', 'l-last', null)
// A tombstone for a key that never was.
put('moments', 'm-never', null)

for (const [topic, records] of Object.entries(topics)) {
  const text = records.map(record => `${JSON.stringify(record)}\n`).join('')
  const zipped = gzipSync(text, { level: 9 })
  zipped[9] = 255 // the byte that names the operating system: the same everywhere
  writeFileSync(join(options.out, `${topic}.ndjson.gz`), zipped)
}
