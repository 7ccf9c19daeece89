/**
 * INTERSECT and EXCEPT, with ALL and without. A row that is m times on the left and n times on the right is in the result
 *   INTERSECT ALL  min(m, n)      INTERSECT  once if m > 0 and n > 0
 *   EXCEPT ALL     max(m − n, 0)  EXCEPT     once if m > 0 and n = 0
 * times. NULLs are equal to each other here, and so are 1.0 and 1.00: a row comes out in the form of its ordered key.
 * Delta: for each row whose counts change, the difference. State: both counts by row. Cost: one read and one write.
 */
import type { SetOperator } from '../../topology/plan.ts'
import { decodeKey } from '../../types/ordered-key.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import { assert } from '../../util/assert.ts'
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import { type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface SetOperationShape {
  readonly store: string
  readonly types: readonly SqlType[]
  readonly operator: SetOperator
  readonly all: boolean
}

/** How often a row is on the left and on the right. */
type Counts = [left: number, right: number]

export class SetOperation implements Operator {
  readonly #store: string
  readonly #key: RowKey
  readonly #rowOf: (key: string) => Row
  readonly #multiplicity: (counts: Counts) => number

  constructor({ store, types, operator, all }: SetOperationShape) {
    this.#store = store
    this.#key = rowKey([...types.keys()], types)
    this.#rowOf = decodeKey(types)
    this.#multiplicity = MULTIPLICITY[operator][all ? 'all' : 'distinct']
  }

  apply(inputs: readonly Delta[], state: State): Delta {
    const changes = new Map<string, Counts>()
    inputs.forEach((input, side) => {
      for (let i = 0; i < input.size; i++) {
        const key = this.#key(input.rows[i]!)
        let counts = changes.get(key)
        if (counts === undefined) changes.set(key, (counts = [0, 0]))
        counts[side]! += input.weights[i]!
      }
    })
    const output = new Delta()
    for (const [key, change] of changes) this.#change(key, change, state, output)
    return output
  }

  #change(key: string, [left, right]: Counts, state: State, output: Delta): void {
    if (left === 0 && right === 0) return
    const before = readCounts(state.get(this.#store + key))
    const after: Counts = [before[0] + left, before[1] + right]
    assert(after[0] >= 0 && after[1] >= 0, 'a row left a set operation more often than it came')
    if (after[0] === 0 && after[1] === 0) state.delete(this.#store + key)
    else state.put(this.#store + key, `${after[0]} ${after[1]}`)
    const difference = this.#multiplicity(after) - this.#multiplicity(before)
    if (difference !== 0) output.add(this.#rowOf(key), difference)
  }
}

const MULTIPLICITY: Readonly<
  Record<SetOperator, Readonly<Record<'all' | 'distinct', (counts: Counts) => number>>>
> = {
  intersect: {
    all: ([left, right]) => Math.min(left, right),
    distinct: ([left, right]) => (left > 0 && right > 0 ? 1 : 0),
  },
  except: {
    all: ([left, right]) => Math.max(left - right, 0),
    distinct: ([left, right]) => (left > 0 && right === 0 ? 1 : 0),
  },
}

function readCounts(stored: string | undefined): Counts {
  if (stored === undefined) return [0, 0]
  const separator = stored.indexOf(' ')
  return [Number(stored.slice(0, separator)), Number(stored.slice(separator + 1))]
}
