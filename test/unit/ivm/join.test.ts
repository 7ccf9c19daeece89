import { describe, expect, test } from 'vitest'
import { Arrangement, type ArrangementShape } from '../../../src/ivm/arrangement.ts'
import { Delta } from '../../../src/ivm/delta.ts'
import { Arrange } from '../../../src/ivm/operators/arrange.ts'
import { Join } from '../../../src/ivm/operators/join.ts'
import type { JoinKind } from '../../../src/topology/plan.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row } from '../../../src/types/value.ts'
import { random, seeds, type Random } from '../../support/random.ts'
import { Bench, deltaOf, INTEGER, Relation, TEXT, textsOf } from './relation.ts'

const TYPES = [INTEGER, INTEGER, TEXT] as const
const OUTPUT: SqlType[] = [...TYPES, ...TYPES]

interface How {
  readonly kind: JoinKind
  readonly nullsMatch?: boolean
  /** Rows match only where the left row's first column is not greater than the right one's. */
  readonly residual?: boolean
  /** Every row meets every other. */
  readonly cross?: boolean
}

/** Two arrangements by column 1 and their join; column 0 is the key where the relation has one. */
function pipeline(how: How, keyed: { left: boolean; right: boolean; rightUnique: boolean }) {
  const by = how.cross ? [] : [1]
  const shape = (store: string, hasKey: boolean, unique: boolean): ArrangementShape => ({
    store,
    types: TYPES,
    by,
    key: hasKey ? [0] : null,
    unique,
  })
  const left = shape('a/', keyed.left, false)
  const right = shape('b/', keyed.right, keyed.rightUnique)
  const join = new Join({
    join: how.kind,
    left: new Arrangement(left),
    right: new Arrangement(right),
    leftKey: by,
    rightKey: by,
    nullsMatch: how.nullsMatch ?? false,
    residual: how.residual ? row => row[0]! <= row[3]! : null,
  })
  return { arrangeLeft: new Arrange(left), arrangeRight: new Arrange(right), join }
}

function joinOf(how: How, left: readonly Row[], right: readonly Row[]): Row[] {
  const equal = (a: Row, b: Row): boolean => (how.nullsMatch || a[1] !== null) && a[1] === b[1]
  const matches = (a: Row, b: Row): boolean => (how.cross || equal(a, b)) && (!how.residual || a[0]! <= b[0]!)
  const nulls = [null, null, null]
  const pairs = left.flatMap(a => right.filter(b => matches(a, b)).map(b => [...a, ...b]))
  const isMatched = (a: Row): boolean => right.some(b => matches(a, b))
  const unmatched = left.filter(a => !isMatched(a)).map(a => [...a, ...nulls])
  switch (how.kind) {
    case 'inner':
      return pairs
    case 'left':
      return [...pairs, ...unmatched]
    case 'full': {
      const alone = right.filter(b => !left.some(a => matches(a, b)))
      return [...pairs, ...unmatched, ...alone.map(b => [...nulls, ...b])]
    }
    case 'semi':
      return left.filter(isMatched)
    case 'anti':
      return left.filter(a => !isMatched(a))
  }
}

/** Random changes that keep the relation's promises: keys and unique columns stay so. */
function randomDelta(r: Random, relation: Relation, keyed: boolean, unique: boolean): Delta {
  const delta = new Delta()
  const put = (row: Row, weight: number): void => {
    delta.add(row, weight)
    relation.change(row, weight)
  }
  for (let n = r.below(4); n > 0; n--) {
    const current = relation.rows()
    if (current.length > 0 && r.chance(0.45)) {
      const gone = r.pick(current)
      put(gone, -1)
      if (r.chance(0.5)) continue
    }
    const row = [r.below(6), r.chance(0.15) ? null : r.below(3), r.pick(['x', 'y', ''])]
    const now = relation.rows()
    if (keyed && now.some(other => other[0] === row[0])) continue
    if (unique && now.some(other => other[1] === row[1])) continue
    put(row, 1)
  }
  return delta
}

describe('join', () => {
  const shapes = [
    { left: true, right: true, rightUnique: true },
    { left: true, right: true, rightUnique: false },
    { left: false, right: false, rightUnique: false },
    { left: false, right: true, rightUnique: true },
  ]
  const kinds = (['inner', 'left', 'full', 'semi', 'anti'] as const).flatMap((kind): How[] => [
    { kind },
    { kind, nullsMatch: true },
    { kind, residual: true },
    { kind, cross: true },
    { kind, cross: true, residual: true },
  ])
  for (const how of kinds) {
    const { kind } = how
    const types = kind === 'semi' || kind === 'anti' ? TYPES : OUTPUT
    for (const shape of shapes) {
      if (how.cross && shape.rightUnique) continue
      const what = JSON.stringify({ ...how, ...shape })
      test(`equals the join of the inputs after every step: ${what}`, async () => {
        for (const seed of seeds(20)) {
          const r = random(seed)
          const { arrangeLeft, arrangeRight, join } = pipeline(how, shape)
          const bench = new Bench()
          const [left, right, output] = [new Relation(TYPES), new Relation(TYPES), new Relation(types)]
          for (let n = 0; n < 25; n++) {
            const da = randomDelta(r, left, shape.left, false)
            const db = randomDelta(r, right, shape.right, shape.rightUnique)
            await bench.step(async apply => {
              output.add(await apply(join, await apply(arrangeLeft, da), await apply(arrangeRight, db)))
            })
            expect(output.texts(), `seed ${seed} step ${n}`).toEqual(
              textsOf(types, joinOf(how, left.rows(), right.rows())),
            )
          }
        }
      })
    }
  }

  test('insert and delete leave no state behind', async () => {
    for (const shape of shapes) {
      const { arrangeLeft, arrangeRight, join } = pipeline({ kind: 'left' }, shape)
      const bench = new Bench()
      for (const weight of [1, -1]) {
        await bench.step(async apply => {
          const da = await apply(arrangeLeft, deltaOf([[[1, 7, 'x'], weight]]))
          await apply(join, da, await apply(arrangeRight, deltaOf([[[2, 7, 'y'], weight]])))
        })
      }
      expect(await bench.contents()).toEqual([])
    }
  })

  test('the only match changes: the old pair goes, the new one comes, no row with NULLs in between', async () => {
    const { arrangeLeft, arrangeRight, join } = pipeline({ kind: 'left' }, shapes[0]!)
    const bench = new Bench()
    const emitted = async (da: Delta, db: Delta): Promise<(readonly [Row, number])[]> => {
      let delta = new Delta()
      await bench.step(async apply => {
        delta = await apply(join, await apply(arrangeLeft, da), await apply(arrangeRight, db))
      })
      return delta.rows.map((row, i) => [row, delta.weights[i]!])
    }
    const none = deltaOf([])
    expect(await emitted(deltaOf([[[1, 7, 'x'], 1]]), deltaOf([[[2, 7, 'y'], 1]]))).toEqual([
      [[1, 7, 'x', 2, 7, 'y'], 1],
    ])
    const change = deltaOf([
      [[2, 7, 'y'], -1],
      [[2, 7, 'z'], 1],
    ])
    expect(await emitted(none, change)).toEqual([
      [[1, 7, 'x', 2, 7, 'y'], -1],
      [[1, 7, 'x', 2, 7, 'z'], 1],
    ])
    expect(await emitted(none, deltaOf([[[2, 7, 'z'], -1]]))).toEqual([
      [[1, 7, 'x', 2, 7, 'z'], -1],
      [[1, 7, 'x', null, null, null], 1],
    ])
  })

  test('rows with multiplicity go while others of the same key stay', async () => {
    const { arrangeLeft, arrangeRight, join } = pipeline({ kind: 'left' }, shapes[2]!)
    const bench = new Bench()
    const output = new Relation(OUTPUT)
    const rows: [Row, number][] = [
      [[1, 7, 'a'], 1],
      [[1, 7, 'b'], 1],
      [[1, 7, 'c'], 2],
    ]
    const steps: [Delta, Delta][] = [
      [deltaOf([[[5, 7, 'x'], 1]]), deltaOf(rows)],
      [deltaOf([]), deltaOf([[[1, 7, 'c'], -2]])],
    ]
    for (const [da, db] of steps) {
      await bench.step(async apply => {
        output.add(await apply(join, await apply(arrangeLeft, da), await apply(arrangeRight, db)))
      })
    }
    expect(output.texts()).toEqual(['5\x007\0x\x001\x007\0a', '5\x007\0x\x001\x007\0b'])
  })
})
