import { expect, test } from 'vitest'
import { Delta } from '../../../src/ivm/delta.ts'
import { SetOperation } from '../../../src/ivm/operators/set-operation.ts'
import { Union } from '../../../src/ivm/operators/union.ts'
import type { SetOperator } from '../../../src/topology/plan.ts'
import type { Row } from '../../../src/types/value.ts'
import { random, seeds, type Random } from '../../support/random.ts'
import { Bench, INTEGER, Relation, TEXT, textsOf } from './relation.ts'

const TYPES = [INTEGER, TEXT]

function randomDelta(r: Random, relation: Relation): Delta {
  const delta = new Delta()
  const put = (row: Row, weight: number): void => {
    delta.add(row, weight)
    relation.change(row, weight)
  }
  for (let n = r.below(4); n > 0; n--) {
    const rows = relation.rows()
    if (rows.length > 0 && r.chance(0.45)) put(r.pick(rows), -1)
    else put([r.chance(0.2) ? null : r.below(2), r.pick(['x', ''])], 1)
  }
  return delta
}

/** By the definition: how often each row is on either side. */
function resultOf(operator: SetOperator, all: boolean, left: readonly Row[], right: readonly Row[]): Row[] {
  const rest = textsOf(TYPES, right)
  const taken: string[] = []
  return left.filter(row => {
    const [text] = textsOf(TYPES, [row])
    if (!all && taken.includes(text!)) return false
    taken.push(text!)
    const at = rest.indexOf(text!)
    if (at >= 0 && all) rest.splice(at, 1)
    return operator === 'intersect' ? at >= 0 : at < 0
  })
}

for (const operator of ['intersect', 'except'] as const) {
  for (const all of [false, true]) {
    test(`${operator}${all ? ' all' : ''} equals its definition after every step`, async () => {
      for (const seed of seeds(60)) {
        const r = random(seed)
        const node = new SetOperation({ store: 's/', types: TYPES, operator, all })
        const bench = new Bench()
        const [left, right, output] = [new Relation(TYPES), new Relation(TYPES), new Relation(TYPES)]
        for (let n = 0; n < 25; n++) {
          const deltas = [randomDelta(r, left), randomDelta(r, right)]
          await bench.step(async apply => output.add(await apply(node, ...deltas)))
          expect(output.texts(), `seed ${seed} step ${n}`).toEqual(
            textsOf(TYPES, resultOf(operator, all, left.rows(), right.rows())),
          )
        }
        const back = [left, right].map(relation => {
          const delta = new Delta()
          for (const row of relation.rows()) delta.add(row, -1)
          return delta
        })
        await bench.step(async apply => output.add(await apply(node, ...back)))
        expect([output.texts(), await bench.contents()]).toEqual([[], []])
      }
    })
  }
}

test('a union has all rows of all inputs, the same input twice counted twice', () => {
  const delta = new Delta()
  delta.add([1, 'x'], 2)
  const output = new Relation(TYPES)
  output.add(new Union().apply([delta, delta, new Delta()]))
  expect(output.texts()).toEqual(
    textsOf(
      TYPES,
      Array.from({ length: 4 }, () => [1, 'x']),
    ),
  )
})
