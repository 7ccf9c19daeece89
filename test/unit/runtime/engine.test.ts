import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type Engine, type EngineOptions, openEngine, type StepInput } from '../../../src/runtime/engine.ts'
import { EngineFailure } from '../../../src/runtime/engine-failure.ts'
import type { LogRecord, NewRecord } from '../../../src/runtime/ports.ts'
import { openViewReader } from '../../../src/runtime/view-reader.ts'
import { CachedStore } from '../../../src/store/cached-store.ts'
import { MemoryStore } from '../../../src/store/memory-store.ts'
import type { Writes } from '../../../src/store/store.ts'
import type { Plan, PlanNode, SourcePlan } from '../../../src/topology/plan.ts'
import { random, seeds } from '../../support/random.ts'
import { accountsPlan, BIGINT, INTEGER, planOf, tableSource, TEXT, viewOf } from './plans.ts'

/** Key and JSON value (null: tombstone). */
type Entry = readonly [key: string | null, value: string | null]

function records(entries: readonly Entry[], from = 0): LogRecord[] {
  const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text))
  return entries.map(([key, value], i) => ({
    offset: from + i,
    timestamp: 0,
    key: bytes(key),
    value: bytes(value),
    headers: [],
  }))
}

function stepOf(topic: string, entries: readonly Entry[], from = 0, partition = 0): StepInput {
  return { topic, partition, records: records(entries, from), nextOffset: from + entries.length }
}

const account = (owner: string | null, balance: number): string => JSON.stringify({ owner, balance })

async function rowsOf(plan: Plan, store: MemoryStore, view = 'totals'): Promise<string[]> {
  const rows: string[] = []
  for await (const row of openViewReader(plan, store).rows(view)) rows.push(row)
  return rows
}

async function failureOf(run: Promise<unknown>): Promise<EngineFailure> {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(EngineFailure)
  return error as EngineFailure
}

async function open(
  plan: Plan,
  options: EngineOptions = {},
): Promise<{ engine: Engine; store: MemoryStore }> {
  const store = new MemoryStore()
  return { engine: await openEngine(plan, store, options), store }
}

/** A random history of accounts that move between owners, with tombstones, repeats and NULL owners. */
function history(seed: number, length: number): Entry[] {
  const r = random(seed)
  return Array.from({ length }, (): Entry => {
    const key = `a${r.below(8)}`
    if (r.chance(0.2)) return [key, null]
    return [key, account(r.chance(0.1) ? null : `o${r.below(4)}`, r.below(100) - 50)]
  })
}

function totalsOf(entries: readonly Entry[]): string[] {
  const accounts = new Map<string, { owner: string | null; balance: number }>()
  for (const [key, value] of entries) {
    if (value === null) accounts.delete(key!)
    else accounts.set(key!, JSON.parse(value) as { owner: string | null; balance: number })
  }
  const totals = new Map<string | null, { accounts: number; total: number }>()
  for (const { owner, balance } of accounts.values()) {
    const sum = totals.get(owner) ?? { accounts: 0, total: 0 }
    totals.set(owner, { accounts: sum.accounts + 1, total: sum.total + balance })
  }
  return [...totals].map(([owner, sums]) => JSON.stringify({ owner, ...sums })).sort()
}

/** All entries but the step number, which tells how the input was cut. */
async function contents(store: MemoryStore): Promise<[string, string][]> {
  const entries = await store.range({ gte: '', lt: '\u{10ffff}' })
  return entries.map(([key, value]) => [key, value.replace(/"step":\d+/, '"step":0')])
}

describe('the laws', () => {
  test('every step equals the batch answer, however the input is cut', async () => {
    for (const seed of seeds(20)) {
      const entries = history(seed, 60)
      const plan = accountsPlan()
      const states: [string, string][][] = []
      for (const size of [1, 7, 60]) {
        const { engine, store } = await open(plan)
        for (let from = 0; from < entries.length; from += size) {
          await engine.step([stepOf('accounts', entries.slice(from, from + size), from)])
          const rows = (await rowsOf(plan, store)).sort()
          expect(rows, `seed ${seed}`).toEqual(totalsOf(entries.slice(0, from + size)))
        }
        states.push(await contents(store))
      }
      expect(states[1], `seed ${seed}`).toEqual(states[0])
      expect(states[2], `seed ${seed}`).toEqual(states[0])
    }
  })

  test('partitions may interleave in any order', async () => {
    const [a, b] = [
      history(1, 30).map(([k, v]): Entry => [`p${k}`, v]),
      history(2, 30).map(([k, v]): Entry => [`q${k}`, v]),
    ]
    const plan = accountsPlan()
    const [first, second] = [await open(plan), await open(plan)]
    await first.engine.step([stepOf('accounts', a, 0, 0)])
    await first.engine.step([stepOf('accounts', b, 0, 1)])
    for (let i = 0; i < 30; i += 5) {
      await second.engine.step([
        stepOf('accounts', b.slice(i, i + 5), i, 1),
        stepOf('accounts', a.slice(i, i + 5), i, 0),
      ])
    }
    expect(await contents(second.store)).toEqual(await contents(first.store))
  })

  test('insert and delete leave only positions and counters', async () => {
    const { engine, store } = await open(accountsPlan())
    const before = (await contents(store)).filter(([key]) => !key.startsWith('!'))
    await engine.step([stepOf('accounts', [['a', account('x', 1)]])])
    await engine.step([stepOf('accounts', [['a', null]], 1)])
    expect((await contents(store)).filter(([key]) => !key.startsWith('!'))).toEqual(before)
  })

  test('a restart goes on where the last step ended', async () => {
    const entries = history(3, 40)
    const plan = accountsPlan()
    const whole = await open(plan)
    await whole.engine.step([stepOf('accounts', entries)])
    const store = new MemoryStore()
    for (let from = 0; from < 40; from += 10) {
      const engine = await openEngine(plan, store)
      expect(engine.positions.get('accounts')?.get(0) ?? 0).toBe(from)
      await engine.step([stepOf('accounts', entries.slice(from, from + 10), from)])
    }
    expect(await contents(store)).toEqual(await contents(whole.store))
  })
})

describe('bad records', () => {
  const entries: Entry[] = [
    ['a', account('x', 1)],
    ['b', '{"owner":"x","balance":"many"}'],
    ['c', account('x', 2)],
  ]
  const good = ['{"owner":"x","accounts":2,"total":3}']

  test('stop: names topic, partition, offset, key and reason, and commits nothing of the step', async () => {
    const { engine, store } = await open(accountsPlan())
    const before = await contents(store)
    const failure = await failureOf(engine.step([stepOf('accounts', entries)]))
    expect(failure.exitCode).toBe(1)
    expect(failure.message).toBe(
      'bad record in topic `accounts` partition 0 offset 1 key `b`: field `balance`: `many` is not a value of type INTEGER; nothing of its step was committed',
    )
    expect(failure.help).toBe(
      "let `accounts` pass it and start again: WITH (on_error = 'skip') counts it, 'dead_letter' keeps it in `accounts.dlq`",
    )
    expect(await contents(store)).toEqual(before)
  })

  test('skip: counted', async () => {
    const plan = accountsPlan({ onError: 'skip' })
    const { engine, store } = await open(plan)
    await engine.step([stepOf('accounts', entries)])
    expect(await rowsOf(plan, store)).toEqual(good)
    expect(engine.meta.sources).toEqual([{ source: 'accounts', skipped: 1, deadLettered: 0 }])
    expect((await openEngine(plan, store)).meta.sources).toEqual(engine.meta.sources)
  })

  test('dead_letter: original bytes and headers with the reason', async () => {
    const plan = accountsPlan({ onError: 'dead_letter' })
    const letters: [string, NewRecord][] = []
    const { engine, store } = await open(plan, {
      deadLetter: (topic, batch) => {
        // Before the commit: a crash in between repeats the letter, the other order could lose it.
        expect(store.get('!offset/accounts/0')).toBeUndefined()
        letters.push(...batch.map((record): [string, NewRecord] => [topic, record]))
        return Promise.resolve()
      },
    })
    const step = stepOf('accounts', entries)
    const [, bad] = step.records
    const withHeader = { ...bad!, headers: [{ name: 'h', value: Buffer.from('1') }] }
    await engine.step([
      { ...step, records: step.records.map(record => (record === bad ? withHeader : record)) },
    ])
    expect(await rowsOf(plan, store)).toEqual(good)
    expect(letters).toHaveLength(1)
    const [topic, letter] = letters[0]!
    expect(topic).toBe('accounts.dlq')
    expect([letter.key, letter.value]).toEqual([bad!.key, bad!.value])
    expect(letter.headers!.map(({ name, value }) => [name, String(value)])).toEqual([
      ['h', '1'],
      ['matview.error.code', 'MV5101'],
      ['matview.error.message', 'field `balance`: `many` is not a value of type INTEGER'],
      ['matview.source', 'accounts'],
      ['matview.topic', 'accounts'],
      ['matview.partition', '0'],
      ['matview.offset', '1'],
    ])
  })

  /** 100 / balance for each account. */
  function ratioPlan(more: Partial<SourcePlan>): Plan {
    const accounts = tableSource('accounts', { id: TEXT, balance: INTEGER }, more)
    const ratio: PlanNode = {
      kind: 'project',
      id: 'ratio',
      fingerprint: 'f_ratio',
      columns: [
        { name: 'id', type: TEXT },
        { name: 'ratio', type: INTEGER },
      ],
      key: [0],
      input: 'source_accounts',
      exprs: [
        { kind: 'column', type: TEXT, index: 0 },
        {
          kind: 'call',
          type: INTEGER,
          fn: 'divide(integer,integer)',
          args: [
            { kind: 'literal', type: INTEGER, text: '100' },
            { kind: 'column', type: INTEGER, index: 1 },
          ],
        },
      ],
    }
    return planOf([accounts], [ratio], [viewOf(ratio, 'ratios')])
  }

  test('a record that makes an expression fail is found in a large step', async () => {
    const many: Entry[] = Array.from({ length: 100 }, (_, i) => [
      `k${i}`,
      `{"balance":${i === 37 || i === 80 ? 0 : i + 1}}`,
    ])
    const plan = ratioPlan({ onError: 'skip' })
    const { engine, store } = await open(plan)
    await engine.step([stepOf('accounts', many)])
    expect(await rowsOf(plan, store, 'ratios')).toHaveLength(98)
    expect(engine.meta.sources).toEqual([{ source: 'accounts', skipped: 2, deadLettered: 0 }])
    expect(engine.meta.records).toBe(100)
    expect(engine.positions.get('accounts')?.get(0)).toBe(100)

    const stopping = await open(ratioPlan({}))
    const failure = await failureOf(stopping.engine.step([stepOf('accounts', many)]))
    expect(failure.message).toContain('partition 0 offset 37 key `k37`: division by zero')
    expect(stopping.engine.positions.get('accounts')?.get(0)).toBe(37)
  })

  test('a skipped change leaves the row as it was', async () => {
    const plan = ratioPlan({ onError: 'skip' })
    const { engine, store } = await open(plan)
    await engine.step([stepOf('accounts', [['a', '{"balance":5}']])])
    await engine.step([stepOf('accounts', [['a', '{"balance":0}']], 1)])
    expect(await rowsOf(plan, store, 'ratios')).toEqual(['{"id":"a","ratio":20}'])
  })

  /** 10 / (number of accounts of an owner - 2): fails while an owner has two. */
  function sharePlan(more: Partial<SourcePlan>): Plan {
    const { sources, nodes } = accountsPlan(more)
    const two = { kind: 'literal', type: BIGINT, text: '2' } as const
    const ten = { kind: 'literal', type: BIGINT, text: '10' } as const
    const count = { kind: 'column', type: BIGINT, index: 1 } as const
    const less = { kind: 'call', type: BIGINT, fn: 'subtract(bigint,bigint)', args: [count, two] } as const
    const share: PlanNode = {
      kind: 'project',
      id: 'share',
      fingerprint: 'f_share',
      columns: [
        { name: 'owner', type: TEXT },
        { name: 'share', type: BIGINT },
      ],
      key: [0],
      input: 'totals',
      exprs: [
        { kind: 'column', type: TEXT, index: 0 },
        { kind: 'call', type: BIGINT, fn: 'divide(bigint,bigint)', args: [ten, less] },
      ],
    }
    return planOf(sources, [nodes.find(({ id }) => id === 'totals')!, share], [viewOf(share, 'shares')])
  }
  const three: Entry[] = [
    ['a', account('x', 1)],
    ['b', account('x', 1)],
    ['c', account('x', 1)],
  ]

  test.each(['skip', 'dead_letter'] as const)(
    '%s: a row of an aggregate is left out for as long as it fails, however the input is cut',
    async onError => {
      const plan = sharePlan({ onError })
      for (const size of [1, 2, 3]) {
        const { engine, store } = await open(plan, {
          deadLetter: () => Promise.reject(new Error('no record is bad')),
        })
        const seen: [string[], number][] = []
        for (let from = 0; from < 3; from += size) {
          await engine.step([stepOf('accounts', three.slice(from, from + size), from)])
          seen.push([await rowsOf(plan, store, 'shares'), engine.meta.failing])
        }
        const all: [string[], number][] = [
          [['{"owner":"x","share":-10}'], 0],
          [[], 1],
          [['{"owner":"x","share":10}'], 0],
        ]
        expect(seen, `steps of ${size}`).toEqual(all.filter((_, i) => (i + 1) % size === 0 || i === 2))
        expect(engine.meta.sources).toEqual([])
      }
    },
  )

  test('stop: a row of an aggregate that fails stops, naming the record it came with', async () => {
    const { engine, store } = await open(sharePlan({}))
    const failure = await failureOf(engine.step([stepOf('accounts', three.slice(0, 2))]))
    expect(failure.message).toBe(
      'a row of joined or aggregated records fails after topic `accounts` partition 0 offset 1 key `b`: division by zero, in view `shares`; ' +
        'nothing of its step was committed',
    )
    expect(await rowsOf(sharePlan({}), store, 'shares')).toEqual(['{"owner":"x","share":-10}'])
  })

  test('SUM beyond BIGINT', async () => {
    const wide = tableSource('wide', { id: TEXT, n: BIGINT })
    const sum: PlanNode = {
      kind: 'aggregate',
      id: 'sum',
      fingerprint: 'f_sum',
      columns: [{ name: 'n', type: { kind: 'decimal', precision: null, scale: null } }],
      key: [],
      input: 'source_wide',
      groupBy: [],
      calls: [{ fn: 'sum(bigint)', args: [1], type: { kind: 'decimal', precision: null, scale: null } }],
    }
    const plan = planOf([wide], [sum], [viewOf(sum, 'sums')])
    const { engine, store } = await open(plan)
    await engine.step([
      stepOf('wide', [
        ['a', '{"n":9223372036854775807}'],
        ['b', '{"n":9223372036854775807}'],
      ]),
    ])
    expect(await rowsOf(plan, store, 'sums')).toEqual(['{"n":18446744073709551614}'])
    expect(openViewReader(plan, store).get('sums', [])).toEqual({
      kind: 'row',
      json: '{"n":18446744073709551614}',
    })
  })
})

describe('keys', () => {
  const raw = (more: Partial<SourcePlan> = {}): Plan => accountsPlan({ keyFormat: 'RAW', ...more })
  const value = (id: string, owner: string): string => JSON.stringify({ id, owner, balance: 1 })

  test('RAW: the bytes identify the row, its primary key may change', async () => {
    const plan = raw()
    const { engine, store } = await open(plan)
    const before = await contents(store)
    await engine.step([
      stepOf('accounts', [
        ['k1', value('1', 'x')],
        ['k2', value('2', 'x')],
        ['k1', value('9', 'y')],
      ]),
    ])
    expect(await rowsOf(plan, store)).toEqual([
      '{"owner":"x","accounts":1,"total":1}',
      '{"owner":"y","accounts":1,"total":1}',
    ])
    await engine.step([
      stepOf(
        'accounts',
        [
          ['k1', null],
          ['k2', null],
          ['never', null],
        ],
        3,
      ),
    ])
    expect(await rowsOf(plan, store)).toEqual([])
    const left = (await contents(store)).filter(([key]) => !key.startsWith('!'))
    expect(left).toEqual(before.filter(([key]) => !key.startsWith('!')))
  })

  test('RAW: two record keys with one primary key are bad data, whichever step they come in', async () => {
    for (const cut of [1, 2]) {
      const { engine } = await open(raw({ onError: 'skip' }))
      const entries: Entry[] = [
        ['k1', value('1', 'x')],
        ['k2', value('1', 'y')],
      ]
      for (let from = 0; from < 2; from += cut)
        await engine.step([stepOf('accounts', entries.slice(from, from + cut), from)])
      expect(engine.meta.sources).toEqual([{ source: 'accounts', skipped: 1, deadLettered: 0 }])
    }
  })

  test('the same record twice, a tombstone for a key never seen, an empty key', async () => {
    const plan = accountsPlan()
    const { engine, store } = await open(plan)
    await engine.step([
      stepOf('accounts', [
        ['', account('x', 1)],
        ['', account('x', 1)],
        ['never', null],
      ]),
    ])
    expect(await rowsOf(plan, store)).toEqual(['{"owner":"x","accounts":1,"total":1}'])
  })
})

describe('a commit', () => {
  /** Counts writes, and dies at the one with this number, before or after it took effect. */
  class MortalStore extends MemoryStore {
    writes = 0
    dieAt = Infinity
    late = false

    override async write(writes: Writes): Promise<void> {
      const dies = ++this.writes === this.dieAt
      if (!dies || this.late) await super.write(writes)
      if (dies) throw new Error('the process dies here')
    }
  }

  test('is one write', async () => {
    const store = new MortalStore()
    const engine = await openEngine(accountsPlan(), store)
    expect(store.writes).toBe(1)
    await engine.step([stepOf('accounts', history(5, 20))])
    expect(store.writes).toBe(2)
  })

  test('may be under way while the next step is computed', async () => {
    const entries = history(7, 40)
    const plan = accountsPlan()
    const whole = await open(plan)
    await whole.engine.step([stepOf('accounts', entries)])
    /** Commits at the next turn of the event loop at the earliest. */
    class SlowStore extends MemoryStore {
      under = 0
      override async write(writes: Writes): Promise<void> {
        expect(this.under++, 'commits at a time').toBe(0)
        await setImmediate()
        await super.write(writes)
        this.under--
      }
    }
    const slow = new SlowStore()
    const engine = await openEngine(plan, new CachedStore(slow, { empty: true }))
    let ahead = 0
    let last: Promise<void> = Promise.resolve()
    for (let from = 0; from < entries.length; from += 3) {
      ;({ committed: last } = await engine.begin([stepOf('accounts', entries.slice(from, from + 3), from)]))
      if (slow.under > 0) ahead++
    }
    expect(ahead).toBeGreaterThan(5)
    await last
    expect(await contents(slow)).toEqual(await contents(whole.store))
  })

  test('that fails is the last one', async () => {
    const store = new MortalStore()
    store.dieAt = 3
    const engine = await openEngine(accountsPlan(), store)
    const entries = history(8, 6)
    const at = (i: number) => [stepOf('accounts', entries.slice(i, i + 2), i)]
    await engine.step(at(0))
    const { committed } = await engine.begin(at(2))
    await expect(engine.begin(at(4))).rejects.toThrow('the process dies here')
    await expect(committed).rejects.toThrow('the process dies here')
    expect(store.writes).toBe(3)
  })

  test('dying at any write, before it or behind it, does not show', async () => {
    const entries = history(6, 30)
    const plan = accountsPlan()
    const whole = await open(plan)
    await whole.engine.step([stepOf('accounts', entries)])
    for (let dieAt = 1; dieAt <= 11; dieAt++) {
      for (const late of [false, true]) {
        const store = new MortalStore()
        Object.assign(store, { dieAt, late })
        for (let lives = 0; lives < 2; lives++) {
          try {
            const engine = await openEngine(plan, store)
            let from = engine.positions.get('accounts')?.get(0) ?? 0
            for (; from < entries.length; from += 3)
              await engine.step([stepOf('accounts', entries.slice(from, from + 3), from)])
          } catch (error) {
            expect((error as Error).message).toBe('the process dies here')
          }
        }
        expect(await contents(store), `write ${dieAt}, ${late ? 'late' : 'early'}`).toEqual(
          await contents(whole.store),
        )
      }
    }
  })
})

describe('the state', () => {
  test('of other views is refused with what differs', async () => {
    const { store } = await open(accountsPlan())
    const other = accountsPlan()
    const changed = { ...other, views: [{ ...other.views[0]!, name: 'sums' }] }
    const failure = await failureOf(openEngine(changed, store))
    expect([failure.code, failure.exitCode]).toEqual(['MV6011', 78])
    expect(failure.message).toContain('new: sums; gone: totals')
  })

  test('of another log, or of a newer matview, is refused', async () => {
    const { store } = await open(accountsPlan(), { log: 'one' })
    expect((await failureOf(openEngine(accountsPlan(), store, { log: 'two' }))).code).toBe('MV6012')
    await store.write(new Map([['!meta', '{"format":99}']]))
    expect((await failureOf(openEngine(accountsPlan(), store))).code).toBe('MV6010')
  })

  test('a change of policy keeps the state', async () => {
    const { store } = await open(accountsPlan())
    await expect(openEngine(accountsPlan({ onError: 'skip' }), store)).resolves.toBeDefined()
  })
})
