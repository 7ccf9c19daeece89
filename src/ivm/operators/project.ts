/**
 * Project: one expression a column.
 * Delta: Δπ(A) = π(ΔA). State: none. Cost: O(1) a change.
 */
import type { Row, Value } from '../../types/value.ts'
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'

export class Project implements Operator {
  readonly #exprs: readonly ((row: Row) => Value)[]

  constructor(exprs: readonly ((row: Row) => Value)[]) {
    this.#exprs = exprs
  }

  apply([input]: readonly [Delta]): Delta {
    const output = new Delta(input)
    for (let i = 0; i < input.size; i++) {
      const row = input.rows[i]!
      output.add(
        this.#exprs.map(expr => expr(row)),
        input.weights[i]!,
      )
    }
    return output
  }
}
