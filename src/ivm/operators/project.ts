/**
 * Project: one expression a column.
 * Delta: Δπ(A) = π(ΔA). State: none. Cost: O(1) a change.
 */
import type { Row, Value } from '../../types/value.ts'
import { Delta } from '../delta.ts'
import type { FailingRows } from '../failing-rows.ts'
import type { Operator } from '../operator.ts'

export class Project implements Operator {
  readonly #exprs: readonly ((row: Row) => Value)[]
  readonly #failing: FailingRows | null

  /** @param failing where rows for which an expression fails are left out; null: a failure ends the step */
  constructor(exprs: readonly ((row: Row) => Value)[], failing: FailingRows | null) {
    this.#exprs = exprs
    this.#failing = failing
  }

  apply([input]: readonly [Delta]): Delta {
    const output = new Delta(input)
    for (let i = 0; i < input.size; i++) {
      const row = input.rows[i]!
      const weight = input.weights[i]!
      const projected =
        this.#failing === null ? this.#project(row) : this.#failing.attempt(weight, () => this.#project(row))
      if (projected !== undefined) output.add(projected, weight)
    }
    return output
  }

  #project(row: Row): Row {
    return this.#exprs.map(expr => expr(row))
  }
}
