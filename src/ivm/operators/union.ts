/**
 * Union: all rows of all inputs (UNION ALL).
 * Delta: Δ(A + B) = ΔA + ΔB. State: none. Cost: O(1) a change.
 */
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'

export class Union implements Operator {
  apply(inputs: readonly Delta[]): Delta {
    const output = new Delta()
    for (const input of inputs) {
      for (let i = 0; i < input.size; i++) output.add(input.rows[i]!, input.weights[i]!)
    }
    return output
  }
}
