/**
 * Filter: rows for which a predicate is true (not NULL).
 * Delta: Δσ(A) = σ(ΔA). State: none. Cost: O(1) a change.
 */
import type { Row, Value } from '../../types/value.ts'
import { Delta } from '../delta.ts'
import type { FailingRows } from '../failing-rows.ts'
import type { Operator } from '../operator.ts'

export class Filter implements Operator {
  readonly #predicate: (row: Row) => Value
  readonly #failing: FailingRows | null

  /** @param failing where rows for which the predicate fails are left out; null: a failure ends the step */
  constructor(predicate: (row: Row) => Value, failing: FailingRows | null) {
    this.#predicate = predicate
    this.#failing = failing
  }

  apply([input]: readonly [Delta]): Delta {
    const output = new Delta(input)
    for (let i = 0; i < input.size; i++) {
      const row = input.rows[i]!
      const weight = input.weights[i]!
      const keep =
        this.#failing === null
          ? this.#predicate(row)
          : this.#failing.attempt(weight, () => this.#predicate(row))
      if (keep === true) output.add(row, weight)
    }
    return output
  }
}
