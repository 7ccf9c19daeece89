/** The ordered tree against a plain sorted array: all operations, after random changes in random steps. */
import { describe, expect, test } from 'vitest'
import { type Measure, NO_MEASURE } from '../../../../src/ivm/ordered-tree/measure.ts'
import { OrderedTree } from '../../../../src/ivm/ordered-tree/ordered-tree.ts'
import type { TreeView } from '../../../../src/ivm/ordered-tree/tree-view.ts'
import { compareText } from '../../../../src/types/compare.ts'
import { random, seeds, type Random } from '../../../support/random.ts'
import { CountingState } from './counting-state.ts'

/** The keys in order, each as often as it is there: order matters, and each row counts. */
const KEYS: Measure<string[]> = {
  create: () => [],
  add: (into, { key }, weight) => void into.push(...new Array<string>(weight).fill(key)),
  merge: (into, other) => void into.push(...other),
  encode: keys => JSON.stringify(keys),
  decode: text => JSON.parse(text) as string[],
  length: 40,
}

type Weights = Map<string, number>

/** Where keys come from: short, long and very long ones, with all characters that keys have. */
const KEYSPACES: Readonly<Record<string, (r: Random) => string>> = {
  'few short keys': r => String(r.below(30)),
  'many keys': r => `k${r.below(100_000)}`,
  'keys of all characters': r =>
    Array.from({ length: r.below(5) }, () =>
      r.pick(['', '\0', '\x01', 'a', 'é', '\uffff', '\u{10000}']),
    ).join(''),
  'long keys': r => `${r.below(400)}`.repeat(200),
  'keys of all lengths': r => 'xyz'.repeat(r.pick([1, 10, 100, 1000])) + r.below(50),
}

const valueOf = (key: string): string => `${key.length} of ${key.slice(0, 3)}`

describe.each(Object.entries(KEYSPACES))('%s', (_, keyOf) => {
  test('every step: reads see what a sorted array has, before and after it', () => {
    for (const seed of seeds(12)) {
      const r = random(seed)
      const weights: Weights = new Map()
      let state = new CountingState()
      for (let step = 0; step < 12; step++) {
        const tree = new OrderedTree(state, 't', KEYS)
        expectSame(tree.before, weights, r, `seed ${seed} before step ${step}`)
        changeAtRandom(tree, weights, keyOf, r)
        expectSame(tree.now, weights, r, `seed ${seed} in step ${step}`)
        tree.flush()
        state.commit()
        state = new CountingState(state.values)
      }
    }
  })

  test('the same entries have the same bytes, whatever led to them', () => {
    for (const seed of seeds(12)) {
      const r = random(seed)
      const weights: Weights = new Map()
      const state = new CountingState()
      for (let step = r.below(20); step >= 0; step--) {
        const tree = new OrderedTree(state, 't', KEYS)
        changeAtRandom(tree, weights, keyOf, r)
        tree.flush()
        state.commit()
      }
      const straight = new CountingState()
      const tree = new OrderedTree(straight, 't', KEYS)
      for (const [key, weight] of weights) tree.add(key, valueOf(key), weight)
      tree.flush()
      straight.commit()
      expect(state.contents(), `seed ${seed}`).toBe(straight.contents())
      const emptied = new OrderedTree(state, 't', KEYS)
      for (const [key, weight] of weights) emptied.add(key, valueOf(key), -weight)
      emptied.flush()
      state.commit()
      expect(state.contents(), `seed ${seed}`).toBe('')
    }
  })
})

function changeAtRandom(
  tree: OrderedTree<string[]>,
  weights: Weights,
  keyOf: (r: Random) => string,
  r: Random,
): void {
  for (let n = r.pick([0, 1, 3, 60]); n > 0; n--) {
    const known = [...weights.keys()]
    const goes = known.length > 0 && r.chance(0.45)
    const key = goes ? r.pick(known) : keyOf(r)
    const weight = goes ? -(1 + r.below(weights.get(key)!)) : 1 + r.below(3)
    tree.add(key, valueOf(key), weight)
    const sum = (weights.get(key) ?? 0) + weight
    if (sum === 0) weights.delete(key)
    else weights.set(key, sum)
  }
}

function expectSame(view: TreeView<string[]>, weights: Weights, r: Random, label: string): void {
  const keys = [...weights.keys()].sort(compareText)
  const rows = keys.flatMap(key => new Array<string>(weights.get(key)!).fill(key))
  const start = (key: string): number => rows.findIndex(row => compareText(row, key) >= 0)
  const before = (key: string): number => (start(key) < 0 ? rows.length : start(key))
  expect(view.weight, label).toBe(rows.length)
  expect([...view.ascending()], label).toEqual(
    keys.map(key => ({ key, value: valueOf(key), weight: weights.get(key)!, start: before(key) })),
  )
  expect(
    [...view.descending()].map(({ key }) => key),
    label,
  ).toEqual([...keys].reverse())
  for (const key of ['', 'k5', r.pick([...keys, 'x'])]) {
    expect(view.weightBefore(key), label).toBe(before(key))
    expect(view.get(key)?.weight ?? 0, label).toBe(weights.get(key) ?? 0)
  }
  const from = r.below(rows.length + 2)
  const to = from + r.below(rows.length + 2)
  expect(view.measure(from, to), label).toEqual(rows.slice(from, to))
  expect(view.at(from)?.key, label).toBe(rows[from])
  expect(view.at(-1), label).toBeNull()
  const firstOf = (walk: Iterable<{ readonly key: string }>): string[] =>
    [...walk].slice(0, 3).map(({ key }) => key)
  const distinct = (walked: string[]): string[] => [...new Set(walked)].slice(0, 3)
  expect(firstOf(view.ascending(from)), label).toEqual(distinct(rows.slice(from)))
  expect(firstOf(view.descending(from)), label).toEqual(distinct(rows.slice(0, from + 1).reverse()))
}

describe('cost', () => {
  /** A tree of `size` entries of about 40 characters. */
  function treeOf(size: number): CountingState {
    const state = new CountingState()
    const tree = new OrderedTree(state, 't', NO_MEASURE)
    for (let i = 0; i < size; i++) tree.add(keyAt(i), '17', 1)
    tree.flush()
    state.commit()
    return state
  }
  const keyAt = (i: number): string =>
    `a ${String((i * 7919) % 1_000_003).padStart(8, '0')} and the row that it is of`

  /** The mean and the most of what an operation costs. */
  function costOf(state: CountingState, operation: (tree: OrderedTree<null>, i: number) => void) {
    const costs = Array.from({ length: 200 }, (_, i) => {
      const step = new CountingState(state.values)
      const tree = new OrderedTree(step, 't', NO_MEASURE)
      operation(tree, i)
      tree.flush()
      return { reads: step.reads, writes: step.writes }
    })
    const reads = costs.map(cost => cost.reads)
    const writes = costs.map(cost => cost.writes)
    return { reads: sum(reads) / 200, most: Math.max(...reads), writes: sum(writes) / 200 }
  }
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

  test('pages of about 1 KB; a thousand times the entries cost a few pages more', () => {
    const [small, large] = [treeOf(100), treeOf(100_000)]
    const lengths = [...large.values.values()].map(page => page.length)
    expect(sum(lengths) / lengths.length).toBeGreaterThan(500)
    expect(sum(lengths) / lengths.length).toBeLessThan(1200)
    const operations: Record<string, (tree: OrderedTree<null>, i: number) => void> = {
      insert: (tree, i) => tree.add(`${keyAt(i % 100)} new`, '17', 1),
      delete: (tree, i) => tree.add(keyAt(i % 100), '17', -1),
      rank: (tree, i) => void tree.before.weightBefore(keyAt(i % 100)),
      at: (tree, i) => void tree.before.at(Math.floor((tree.before.weight * i) / 200)),
      range: (tree, i) => void tree.before.measure(i % 50, tree.before.weight - 1 - (i % 50)),
    }
    for (const [name, operation] of Object.entries(operations)) {
      const few = costOf(small, operation)
      const many = costOf(large, operation)
      const paths = name === 'range' ? 2 : 1
      expect(few.reads, `${name} of 100`).toBeLessThan(4 * paths)
      expect(many.reads, `${name} of 100,000`).toBeLessThan(8 * paths)
      expect(many.most, `${name} of 100,000`).toBeLessThan(14 * paths)
      expect(many.writes, `${name} of 100,000`).toBeLessThan(8)
    }
  })

  test('a step writes each page once, however many of its entries change', () => {
    const state = treeOf(100_000)
    const step = new CountingState(state.values)
    const tree = new OrderedTree(step, 't', NO_MEASURE)
    const near = [...tree.before.ascending(50_000)].slice(0, 200)
    for (const { key } of near) tree.add(`${key} too`, '17', 1)
    tree.flush()
    expect(step.writes).toBeLessThan(60)
  })
})
