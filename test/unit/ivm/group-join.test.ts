import { describe, expect, test } from 'vitest'
import { Arrangement, type ArrangementShape } from '../../../src/ivm/arrangement.ts'
import { Delta } from '../../../src/ivm/delta.ts'
import { Arrange } from '../../../src/ivm/operators/arrange.ts'
import { GroupJoin } from '../../../src/ivm/operators/group-join.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row } from '../../../src/types/value.ts'
import { random, seeds } from '../../support/random.ts'
import { Bench, INTEGER, Relation, TEXT, textsOf } from './relation.ts'

const BIGINT: SqlType = { kind: 'bigint' }
const LEFT = [INTEGER, TEXT]
const RIGHT = [INTEGER, INTEGER, INTEGER]
const OUTPUT = [...LEFT, BIGINT, BIGINT, INTEGER]

const ARRANGED: ArrangementShape = { store: 'l/', types: LEFT, by: [0], key: [0], unique: true }

/** Users with the number of rows by column 1, and the sum and the greatest of column 0 by column 2. */
function pipeline(): { arrange: Arrange; join: GroupJoin } {
  const join = new GroupJoin({
    store: 'g/',
    left: new Arrangement(ARRANGED),
    leftKey: [0],
    branches: [
      { input: 'r', groupBy: [1], types: RIGHT, calls: [{ fn: 'count(*)', args: [], type: BIGINT }] },
      {
        input: 's',
        groupBy: [2],
        types: RIGHT,
        calls: [
          { fn: 'sum(integer)', args: [0], type: BIGINT },
          { fn: 'max(integer)', args: [0], type: INTEGER },
        ],
      },
    ],
  })
  return { arrange: new Arrange(ARRANGED), join }
}

function expected(left: readonly Row[], right: readonly Row[]): Row[] {
  return left.map(user => {
    const first = right.filter(row => row[1] === user[0])
    const second = right.filter(row => row[2] === user[0]).map(row => row[0] as number)
    return [
      ...user,
      first.length === 0 ? null : BigInt(first.length),
      second.length === 0 ? null : BigInt(second.reduce((a, b) => a + b)),
      second.length === 0 ? null : Math.max(...second),
    ]
  })
}

describe('group join', () => {
  test('equals left joins with the aggregates after every step, and ends with no state', async () => {
    for (const seed of seeds(80)) {
      const r = random(seed)
      const bench = new Bench()
      const { arrange, join } = pipeline()
      const [left, right, output] = [new Relation(LEFT), new Relation(RIGHT), new Relation(OUTPUT)]
      const step = async (da: Delta, db: Delta): Promise<void> => {
        left.add(da)
        right.add(db)
        await bench.step(async apply => output.add(await apply(join, await apply(arrange, da), db, db)))
        expect(output.texts(), `seed ${seed}`).toEqual(textsOf(OUTPUT, expected(left.rows(), right.rows())))
      }
      for (let n = 0; n < 25; n++) {
        const [da, db] = [new Delta(), new Delta()]
        const users = left.rows()
        for (let m = r.below(3); m > 0; m--) {
          const id = r.below(4)
          const at = users.findIndex(row => row[0] === id)
          if (at >= 0) da.add(users.splice(at, 1)[0]!, -1)
          if (at < 0 || r.chance(0.5)) {
            users.push([id, r.pick(['a', 'b'])])
            da.add(users.at(-1)!, 1)
          }
        }
        const rows = right.rows()
        for (let m = r.below(5); m > 0; m--) {
          if (rows.length > 0 && r.chance(0.4)) db.add(rows.splice(r.below(rows.length), 1)[0]!, -1)
          else db.add([r.below(9), r.chance(0.2) ? null : r.below(5), r.below(5)], 1)
        }
        await step(da, db)
      }
      const gone = (relation: Relation): Delta => {
        const delta = new Delta()
        for (const row of relation.rows()) delta.add(row, -1)
        return delta
      }
      await step(gone(left), gone(right))
      expect(await bench.contents(), `seed ${seed}`).toEqual([])
    }
  })
})
