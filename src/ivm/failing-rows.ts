/**
 * Rows of a derived relation (joined, aggregated) for which an expression fails, where the sources' policies say to go on:
 * they are left out for as long as it fails. That depends on the row alone, so the change that brings such a row and the
 * one that takes it away again are left out alike, however the input is cut into steps. They are counted.
 */
import { DataError } from '../types/data-error.ts'

export class FailingRows {
  /** How many such rows came minus how many went since the count was last taken. */
  #change = 0

  /** The result of `evaluate`, or undefined when it fails for a row with this weight. */
  attempt<T>(weight: number, evaluate: () => T): T | undefined {
    try {
      return evaluate()
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      this.#change += weight
      return undefined
    }
  }

  /** Takes the count. */
  take(): number {
    const change = this.#change
    this.#change = 0
    return change
  }
}
