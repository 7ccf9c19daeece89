import { describe, expect, test } from 'vitest'
import type { Expr } from '../../../src/expr/expr.ts'
import {
  aggregateKeys,
  filterKeys,
  groupJoinKeys,
  isMinimalKey,
  isUnique,
  joinKeys,
  projectKeys,
  sourceKeys,
  unionKeys,
  windowKeys,
} from '../../../src/logical/keys.ts'
import { BIGINT, INTEGER } from '../../support/logical-builder.ts'

const column = (index: number): Expr => ({ kind: 'column', type: INTEGER, index })

/** id, name, city */
const users = sourceKeys([0], 3)
/** id, userId, text */
const tweets = sourceKeys([0], 3)
const stream = sourceKeys([], 2)

describe('project', () => {
  test('a key survives with its columns, in their new places', () => {
    expect(projectKeys(users, [column(2), column(0)]).keys).toEqual([[1]])
    expect(projectKeys(users, [column(1), column(2)]).keys).toEqual([])
    expect(projectKeys(sourceKeys([1, 0], 2), [column(0), column(1)]).keys).toEqual([[1, 0]])
  })

  test('a cast that keeps values apart stands for its column, another does not', () => {
    const cast = (from: Expr['type'], to: Expr['type']): Expr => ({
      kind: 'cast',
      type: to,
      arg: { kind: 'column', type: from, index: 0 },
    })
    expect(projectKeys(users, [cast(INTEGER, BIGINT)]).keys).toEqual([[0]])
    expect(projectKeys(users, [cast(BIGINT, INTEGER)]).keys).toEqual([])
  })
})

describe('join', () => {
  test('N:1: the left key; also for a left join', () => {
    for (const kind of ['inner', 'left'] as const)
      expect(joinKeys(kind, tweets, users, [[1, 0]], 3).keys).toEqual([[0]])
  })

  test('1:N: the key of the many; for a left join both', () => {
    expect(joinKeys('inner', users, tweets, [[0, 1]], 3).keys).toEqual([[3]])
    expect(joinKeys('left', users, tweets, [[0, 1]], 3).keys).toEqual([[0, 3]])
  })

  test('1:1: either key, the left one first; for a left join only the left', () => {
    expect(joinKeys('inner', users, users, [[0, 0]], 3).keys).toEqual([[0], [3]])
    expect(joinKeys('left', users, users, [[0, 0]], 3).keys).toEqual([[0]])
  })

  test('N:M: both keys', () => {
    expect(joinKeys('inner', users, tweets, [[2, 2]], 3).keys).toEqual([[0, 3]])
  })

  test('with rows that may repeat there is no key', () => {
    expect(joinKeys('inner', stream, users, [[0, 0]], 2).keys).toEqual([])
    expect(joinKeys('inner', users, stream, [[0, 0]], 3).keys).toEqual([])
  })

  test('one side of an equality stands for the other, in a left join only the left for the right', () => {
    const inner = joinKeys('inner', users, users, [[0, 0]], 3)
    expect(projectKeys(inner, [column(1), column(3)]).keys).toEqual([[1]])
    const left = joinKeys('left', users, users, [[0, 0]], 3)
    expect(projectKeys(left, [column(1), column(3)]).keys).toEqual([])
  })

  test('a part of the key that the join key determines is left out', () => {
    const orders = sourceKeys([0], 2)
    const lines = sourceKeys([0, 1], 3)
    expect(joinKeys('inner', orders, lines, [[0, 0]], 2).keys).toEqual([
      [0, 3],
      [2, 3],
    ])
    expect(joinKeys('left', orders, lines, [[0, 0]], 2).keys).toEqual([[0, 3]])
  })
})

test('filter: equal columns determine each other, NULL columns need no place in a key', () => {
  const both = joinKeys('inner', users, tweets, [[2, 2]], 3)
  expect(filterKeys(both, [[4, 0]], []).keys).toEqual([[3]])
  const without = joinKeys('left', users, tweets, [[0, 1]], 3)
  expect(filterKeys(without, [], [3]).keys).toEqual([[0]])
})

test('an expression may tell equal DECIMALs of different form apart', () => {
  const free = { kind: 'decimal', precision: null, scale: null } as const
  const fixed = { kind: 'decimal', precision: 10, scale: 2 } as const
  const text = (type: typeof free | typeof fixed): Expr[] => {
    const arg: Expr = { kind: 'column', type, index: 0 }
    return [arg, { kind: 'cast', type: { kind: 'varchar', length: null }, arg }]
  }
  const rows = sourceKeys([0], 1)
  expect(aggregateKeys(projectKeys(rows, text(fixed)), [0, 1], 2).keys).toEqual([[0]])
  expect(aggregateKeys(projectKeys(rows, text(free)), [0, 1], 2).keys).toEqual([[0, 1]])
})

describe('aggregate', () => {
  test('the group columns, less what the others determine', () => {
    expect(aggregateKeys(users, [2, 1], 3).keys).toEqual([[0, 1]])
    expect(aggregateKeys(users, [1, 0, 2], 4).keys).toEqual([[1]])
    expect(aggregateKeys(stream, [1], 2).keys).toEqual([[0]])
  })

  test('without groups there is one row: the empty key', () => {
    expect(aggregateKeys(users, [], 1).keys).toEqual([[]])
  })
})

test('group join: the left key, which determines the calls', () => {
  const joined = groupJoinKeys(users, 5)
  expect(joined.keys).toEqual([[0]])
  expect(isUnique(joined, [0, 4])).toBe(true)
  expect(isUnique(joined, [4])).toBe(false)
})

test('a minimal key has no column too many', () => {
  expect(isMinimalKey(users, [0])).toBe(true)
  expect(isMinimalKey(users, [0, 1])).toBe(false)
  expect(isMinimalKey(users, [1])).toBe(false)
})

describe('union', () => {
  const keyed = sourceKeys([0], 3)
  const constants = (...texts: string[]): ReadonlyMap<number, string> =>
    new Map(texts.map((text, index) => [index + 1, text]))

  test('has no key where nothing tells the inputs apart', () => {
    expect(unionKeys([keyed, keyed], [new Map(), new Map()], 3).keys).toEqual([])
    expect(unionKeys([keyed, keyed], [constants('a'), constants('a')], 3).keys).toEqual([])
    expect(unionKeys([keyed, keyed], [constants('a'), new Map()], 3).keys).toEqual([])
  })

  test('has the keys of the inputs with a constant that is different in each', () => {
    expect(unionKeys([keyed, keyed], [constants('a', 'x'), constants('b', 'x')], 3).keys).toEqual([[0, 1]])
  })

  test('or with several constants that are different together', () => {
    const three = [constants('a', 'x'), constants('b', 'x'), constants('a', 'y')]
    expect(unionKeys([keyed, keyed, keyed], three, 3).keys).toEqual([[0, 1, 2]])
  })

  test('but not where an input has none', () => {
    const stream = sourceKeys([], 3)
    expect(unionKeys([keyed, stream], [constants('a'), constants('b')], 3).keys).toEqual([])
  })
})

test('window: the keys of the rows, then each row number with its partition', () => {
  expect(windowKeys(users, [2], [3], 4).keys).toEqual([[0], [2, 3]])
  expect(windowKeys(stream, [], [2], 3).keys).toEqual([[2]])
  expect(windowKeys(stream, [0], [], 3).keys).toEqual([])
  const numbered = windowKeys(users, [2], [3], 4)
  expect(isUnique(numbered, [2, 3])).toBe(true)
  expect(isUnique(numbered, [3])).toBe(false)
  expect(numbered.notNull.has(3)).toBe(true)
})
