/** COUNT(*) and COUNT(x): a number. */
import type { Accumulator } from './accumulator.ts'

export class Count implements Accumulator {
  #count: number

  constructor(encoded: string) {
    this.#count = Number(encoded)
  }

  add(_value: unknown, weight: number): void {
    this.#count += weight
  }

  merge(other: this): void {
    this.#count += other.#count
  }

  result(): bigint {
    return BigInt(this.#count)
  }

  encode(): string {
    return this.#count === 0 ? '' : String(this.#count)
  }
}
