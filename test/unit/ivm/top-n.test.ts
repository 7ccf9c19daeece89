import { describe, expect, test } from 'vitest'
import { Delta } from '../../../src/ivm/delta.ts'
import { TopN } from '../../../src/ivm/operators/top-n.ts'
import type { SortColumn } from '../../../src/topology/plan.ts'
import { compareText } from '../../../src/types/compare.ts'
import { rowCodec } from '../../../src/types/row-codec.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row, Value } from '../../../src/types/value.ts'
import { random, seeds, type Random } from '../../support/random.ts'
import { CountingState } from './ordered-tree/counting-state.ts'
import { Bench, deltaOf, INTEGER, Relation, TEXT, textsOf } from './relation.ts'

const DOUBLE: SqlType = { kind: 'double' }
/** partition, number, text */
const TYPES = [INTEGER, DOUBLE, TEXT]

function randomDelta(r: Random, relation: Relation): Delta {
  const delta = new Delta()
  const put = (row: Row, weight: number): void => {
    delta.add(row, weight)
    relation.change(row, weight)
  }
  for (let n = r.below(5); n > 0; n--) {
    const rows = relation.rows()
    if (rows.length > 0 && r.chance(0.45)) put(r.pick(rows), -1)
    else
      put(
        [
          r.below(2),
          r.chance(0.2) ? null : r.pick([-2.5, -1, 0, 3, 1e300]),
          r.pick(['a', 'ab', 'b', '', '\u{10000}', '\uffff']),
        ],
        1,
      )
  }
  return delta
}

function compareBy(orderBy: readonly SortColumn[], whole = true): (a: Row, b: Row) => number {
  const { encode } = rowCodec(TYPES)
  const compare = (a: Value, b: Value): number =>
    typeof a === 'string' ? compareText(a, b as string) : Number(a) - Number(b)
  return (a, b) => {
    for (const { column, descending, nullsFirst } of orderBy) {
      const [x, y] = [a[column]!, b[column]!]
      if (x === null || y === null) {
        if (x === y) continue
        return (x === null) === nullsFirst ? -1 : 1
      }
      const order = compare(x, y)
      if (order !== 0) return descending ? -order : order
    }
    return whole ? compareText(encode(a), encode(b)) : 0
  }
}

interface Cut {
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly limit: number | null
  readonly offset: number
  readonly ties?: boolean
}

function cutOf({ partitionBy, orderBy, limit, offset, ties = false }: Cut, rows: readonly Row[]): Row[] {
  const partitions = new Map<string, Row[]>()
  for (const row of rows) {
    const id = partitionBy.map(column => String(row[column])).join()
    partitions.set(id, [...(partitions.get(id) ?? []), row])
  }
  const end = limit === null ? Infinity : offset + limit
  return [...partitions.values()].flatMap(members => {
    const sorted = [...members].sort(compareBy(orderBy))
    const last = ties && limit !== 0 ? sorted[end - 1] : undefined
    const isTied = (row: Row): boolean => last !== undefined && compareBy(orderBy, false)(row, last) === 0
    return sorted.filter((row, i) => i >= offset && (i < end || isTied(row)))
  })
}

const column = (index: number, descending: boolean, nullsFirst = descending): SortColumn => ({
  column: index,
  descending,
  nullsFirst,
})

describe('top-N', () => {
  const cuts: Cut[] = [
    { partitionBy: [], orderBy: [column(1, false)], limit: 3, offset: 0 },
    { partitionBy: [0], orderBy: [column(1, true), column(2, false)], limit: 2, offset: 1 },
    { partitionBy: [0], orderBy: [column(2, true), column(1, false, true)], limit: 1, offset: 0 },
    { partitionBy: [], orderBy: [column(1, true, false)], limit: null, offset: 2 },
    { partitionBy: [], orderBy: [], limit: 2, offset: 0 },
    { partitionBy: [], orderBy: [], limit: 0, offset: 0 },
    { partitionBy: [0], orderBy: [column(1, false)], limit: 2, offset: 0, ties: true },
    { partitionBy: [], orderBy: [column(1, true), column(2, false)], limit: 1, offset: 1, ties: true },
    { partitionBy: [], orderBy: [], limit: 1, offset: 0, ties: true },
    { partitionBy: [], orderBy: [column(1, false)], limit: 0, offset: 1, ties: true },
  ]
  test.for(cuts)('is the cut of the sorted rows after every step: %j', async cut => {
    for (const seed of seeds(60)) {
      const r = random(seed)
      const node = new TopN({ store: 's/', types: TYPES, ties: false, ...cut })
      const bench = new Bench()
      const [input, output] = [new Relation(TYPES), new Relation(TYPES)]
      for (let n = 0; n < 25; n++) {
        const delta = randomDelta(r, input)
        await bench.step(async apply => output.add(await apply(node, delta)))
        expect(output.texts(), `seed ${seed} step ${n}`).toEqual(textsOf(TYPES, cutOf(cut, input.rows())))
      }
      const back = new Delta()
      for (const row of input.rows()) back.add(row, -1)
      await bench.step(async apply => output.add(await apply(node, back)))
      expect([output.texts(), await bench.contents()]).toEqual([[], []])
    }
  })

  test.each([
    ['LIMIT 3', cuts[0]!],
    ['OFFSET 50000 LIMIT 3', { ...cuts[0]!, offset: 50_000 }],
    ['OFFSET 50000', { ...cuts[0]!, offset: 50_000, limit: null }],
  ])('%s: a change reads and writes a few pages, wherever the cut is', (_, cut) => {
    const node = new TopN({ store: 's/', types: TYPES, ties: false, ...cut })
    const state = new CountingState()
    node.apply([deltaOf(Array.from({ length: 100_000 }, (_, i) => [[0, i, 'x'], 1]))], state)
    state.commit()
    const step = new CountingState(state.values)
    const output = node.apply([deltaOf([[[0, 0, 'x'], -1]])], step)
    expect(Math.max(step.reads, step.writes)).toBeLessThan(25)
    const gone: [Row, number] = [[0, cut.offset, 'x'], -1]
    const came: [Row, number] = [[0, cut.offset + 3, 'x'], 1]
    const changed = output.rows.map((row, i) => [row, output.weights[i]])
    expect(changed).toHaveLength(cut.limit === null ? 1 : 2)
    expect(changed).toEqual(expect.arrayContaining(cut.limit === null ? [gone] : [gone, came]))
  })

  test('a LIMIT of any size', () => {
    const node = new TopN({ store: 's/', types: TYPES, ties: false, ...cuts[0]!, limit: 2 ** 40, offset: 1 })
    const output = node.apply([deltaOf([[[0, 2, 'x'], 2]])], new CountingState())
    expect(output.rows.map((row, i) => [row, output.weights[i]])).toEqual([[[0, 2, 'x'], 1]])
  })
})
