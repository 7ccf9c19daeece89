/**
 * Values: rows that are written in the view. They come in the first step of a state and never change.
 * Delta: + the rows, once. State: none. Cost: none.
 */
import type { Row } from '../../types/value.ts'
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'

export class Values implements Operator {
  readonly #rows: () => readonly Row[]

  constructor(rows: () => readonly Row[]) {
    this.#rows = rows
  }

  /** Called in the first step only: there is no input that could change. */
  apply(): Delta {
    const output = new Delta()
    for (const row of this.#rows()) output.add(row, 1)
    return output
  }
}
