/**
 * Unnest: a row for each element of its arrays, which are gone through in step; where one is shorter it gives NULLs.
 * Delta: linear, Δunnest(A) = unnest(ΔA): each element's row has the weight of its row. State: none.
 * Cost: O(elements) a change.
 */
import type { UnnestNode } from '../../topology/plan.ts'
import type { Row, Value } from '../../types/value.ts'
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'

/** The rows of one row. */
export function unnest(
  { kept, arrays, ordinality, outer }: Pick<UnnestNode, 'kept' | 'arrays' | 'ordinality' | 'outer'>,
  row: Row,
): Row[] {
  const before = kept.map(column => row[column]!)
  const lists = arrays.map(column => (row[column] ?? []) as Row)
  const length = Math.max(...lists.map(list => list.length))
  const rowAt = (index: number, ordinal: Value): Row => {
    const elements = lists.map(list => list[index] ?? null)
    return ordinality ? [...before, ...elements, ordinal] : [...before, ...elements]
  }
  if (length === 0) return outer ? [rowAt(0, null)] : []
  return Array.from({ length }, (_, index) => rowAt(index, BigInt(index + 1)))
}

export class Unnest implements Operator {
  readonly #node: UnnestNode

  constructor(node: UnnestNode) {
    this.#node = node
  }

  apply([input]: readonly [Delta]): Delta {
    const output = new Delta()
    for (let i = 0; i < input.size; i++)
      for (const row of unnest(this.#node, input.rows[i]!)) output.add(row, input.weights[i]!)
    return output
  }
}
