/** All stores do the same: random writes, reads and ranges against a model. */
import { afterAll, describe, expect, test } from 'vitest'
import { CachedStore } from '../../../src/store/cached-store.ts'
import { KeyFilter } from '../../../src/store/key-filter.ts'
import { openLevelStore } from '../../../src/store/level-store.ts'
import { MemoryStore } from '../../../src/store/memory-store.ts'
import type { Store, Writes } from '../../../src/store/store.ts'
import { random, seeds } from '../../support/random.ts'
import { makeTempDir, removeDir } from '../../support/temp-dir.ts'

const directories: string[] = []
afterAll(() => directories.forEach(removeDir))

async function level(): Promise<Store> {
  const directory = makeTempDir()
  directories.push(directory)
  return openLevelStore(directory)
}

const stores: [name: string, open: () => Promise<Store>][] = [
  ['memory', () => Promise.resolve(new MemoryStore())],
  ['LevelDB', level],
  ['cache over LevelDB', async () => new CachedStore(await level(), { empty: true })],
  ['cache over a store that may hold keys', async () => new CachedStore(await level(), { empty: false })],
]

/** Pieces whose UTF-8 order is not their UTF-16 order, and what stands between the parts of keys. */
const PIECES = ['', 'a', 'b', '\0', '\x01', '/', '~', 'é', '\ufffd', '\u{1f600}']

const byUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

describe.each(stores)('%s', (_, open) => {
  test('reads what was written, in the order of UTF-8', async () => {
    const store = await open()
    const model = new Map<string, string>()
    const [seed] = seeds(1)
    const r = random(seed!)
    const key = (): string => r.pick(PIECES) + r.pick(PIECES) + r.pick(PIECES) + 'k'
    for (let n = 0; n < 150; n++) {
      const writes = new Map(
        Array.from({ length: r.below(6) }, () => [key(), r.chance(0.6) ? `v${n}` : null] as const),
      )
      await store.write(writes)
      for (const [written, value] of writes) {
        if (value === null) model.delete(written)
        else model.set(written, value)
      }
      for (let m = 0; m < 5; m++) {
        const wanted = key()
        expect(store.get(wanted), `seed ${seed}`).toBe(model.get(wanted))
      }
      const [gte, lt] = [key(), key()].sort(byUtf8) as [string, string]
      const inside = [...model].filter(([k]) => byUtf8(k, gte) >= 0 && byUtf8(k, lt) < 0)
      inside.sort(([a], [b]) => byUtf8(a, b))
      const entries: [string, string][] = []
      for await (const entry of store.entries({ gte, lt })) entries.push(entry)
      expect(entries, `seed ${seed}`).toEqual(inside)
      expect(await store.range({ gte, lt })).toEqual(inside)
      expect(await store.range({ gte, lt, limit: 2, reverse: true })).toEqual(
        [...inside].reverse().slice(0, 2),
      )
    }
    await store.close()
  })

  test('a range with a limit of any size', async () => {
    const store = await open()
    await store.write(new Map([1, 2, 3].map(n => [`k${n}`, String(n)])))
    for (const limit of [2 ** 31 - 1, 2 ** 31, 2 ** 32 + 2, Number.MAX_SAFE_INTEGER])
      expect(await store.range({ gte: 'k', lt: 'l', limit }), `${limit}`).toHaveLength(3)
    expect(await store.range({ gte: 'k', lt: 'l', limit: 0 })).toEqual([])
    await store.close()
  })

  test('finds keys of any length, of letters of any width', async () => {
    for (const letter of ['x', 'é', '€', '\u{1f600}']) {
      const store = await open()
      const keys = Array.from({ length: 300 }, (_, n) => 'k'.repeat(n % 5) + letter.repeat(n))
      await store.write(new Map(keys.map(key => [key, `of ${key}`])))
      for (const key of keys) expect(store.get(key) === `of ${key}`, `${letter}, ${key.length}`).toBe(true)
      await store.close()
    }
  })
})

test('the cache keeps telling the truth when its generations turn over', async () => {
  const store = new CachedStore(await level(), { empty: true })
  const write = (from: number, to: number, value: string): Promise<void> =>
    store.write(new Map(Array.from({ length: to - from }, (_, i) => [`k${from + i}`, value])))
  await write(0, 1000, 'old')
  // Larger than a generation: everything from before is dropped at least once.
  for (let i = 0; i < 250_000; i++) expect(store.get(`absent${i}`) ?? store.get(`k${i % 1000}`)).toBe('old')
  await write(500, 1000, 'new')
  expect([store.get('k499'), store.get('k500'), store.get('k999')]).toEqual(['old', 'new', 'new'])
  await store.close()
})

test('the cache shows what is being written, and waits for it where it reads the store', async () => {
  /** Writes when told to. */
  class SlowStore extends MemoryStore {
    go: () => void = () => undefined
    override async write(writes: Writes): Promise<void> {
      await new Promise<void>(resolve => (this.go = resolve))
      return super.write(writes)
    }
  }
  const slow = new SlowStore()
  const store = new CachedStore(slow, { empty: true })
  const written = store.write(new Map([['a', '1']]))
  slow.go()
  await written
  const writing = store.write(
    new Map([
      ['a', null],
      ['b', '2'],
    ]),
  )
  expect([store.get('a'), store.get('b'), slow.get('a')]).toEqual([undefined, '2', '1'])
  const range = store.range({ gte: 'a', lt: 'c' })
  await expect(store.write(new Map())).rejects.toThrow('another is under way')
  slow.go()
  await writing
  expect(await range).toEqual([['b', '2']])
  expect([store.get('a'), store.get('b')]).toEqual([undefined, '2'])
})

test('two stores of one process may have a LevelDB directory open', async () => {
  const directory = makeTempDir()
  directories.push(directory)
  const [first, second] = [await openLevelStore(directory), await openLevelStore(directory)]
  await first.write(new Map([['a', '1']]))
  expect(second.get('a')).toBe('1')
  await Promise.all([first.close(), second.close()])
})

describe('key filter', () => {
  test('never denies a key that was added, and seldom affirms one that was not', () => {
    const filter = new KeyFilter()
    const count = 300_000
    for (let i = 0; i < count; i++) filter.add(`f00d/${i}`)
    let denied = 0
    for (let i = 0; i < count; i++) if (!filter.mayHave(`f00d/${i}`)) denied++
    expect(denied).toBe(0)
    let affirmed = 0
    for (let i = 0; i < 100_000; i++) if (filter.mayHave(`other/${i}`)) affirmed++
    expect(affirmed / 100_000).toBeLessThan(0.05)
  })
})
