/** An aggregation against what it is of all rows, computed anew after every step of a random history. */
import { expect } from 'vitest'
import { Delta } from '../../../src/ivm/delta.ts'
import { Aggregate } from '../../../src/ivm/operators/aggregate.ts'
import type { AggregateCall } from '../../../src/topology/plan.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row } from '../../../src/types/value.ts'
import { random, type Random, seeds } from '../../support/random.ts'
import { Bench, deltaOf, Relation, textsOf } from './relation.ts'

const STEPS = 25

interface Aggregation {
  /** Of the input row, whose first column is the group. */
  readonly types: readonly SqlType[]
  readonly calls: readonly AggregateCall[]
  readonly randomRow: (r: Random) => Row
  /** The output for all rows of the input. */
  readonly groupsOf: (rows: readonly Row[]) => Row[]
}

/** After every step the output is that of all rows; when all of them are gone, no state is left. */
export async function expectRecomputed({ types, calls, randomRow, groupsOf }: Aggregation): Promise<void> {
  const outputTypes = [types[0]!, ...calls.map(({ type }) => type)]
  for (const seed of seeds(60)) {
    const r = random(seed)
    const bench = new Bench()
    const operator = new Aggregate({ store: 'a/', types, groupBy: [0], calls })
    const [input, output] = [new Relation(types), new Relation(outputTypes)]
    const step = async (delta: Delta): Promise<void> => {
      input.add(delta)
      await bench.step(async apply => output.add(await apply(operator, delta)))
      expect(output.texts(), `seed ${seed}`).toEqual(textsOf(outputTypes, groupsOf(input.rows())))
    }
    for (let n = 0; n < STEPS; n++) await step(randomDelta(r, input.rows(), randomRow))
    await step(deltaOf(input.rows().map(row => [row, -1])))
    expect(await bench.contents(), `seed ${seed}`).toEqual([])
  }
}

/** Up to five rows come or go. */
function randomDelta(r: Random, current: Row[], randomRow: (r: Random) => Row): Delta {
  const delta = new Delta()
  for (let m = r.below(6); m > 0; m--) {
    if (current.length > 0 && r.chance(0.5)) delta.add(current.splice(r.below(current.length), 1)[0]!, -1)
    else delta.add(randomRow(r), 1)
  }
  return delta
}
