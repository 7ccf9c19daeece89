/**
 * Filter: rows for which a predicate is true (not NULL).
 * Delta: Δσ(A) = σ(ΔA). State: none. Cost: O(1) a change.
 */
import type { Row, Value } from '../../types/value.ts'
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'

export class Filter implements Operator {
  readonly #predicate: (row: Row) => Value

  constructor(predicate: (row: Row) => Value) {
    this.#predicate = predicate
  }

  apply([input]: readonly [Delta]): Delta {
    const output = new Delta(input)
    for (let i = 0; i < input.size; i++) {
      const row = input.rows[i]!
      if (this.#predicate(row) === true) output.add(row, input.weights[i]!)
    }
    return output
  }
}
