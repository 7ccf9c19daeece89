/** BOOL_AND (EVERY) and BOOL_OR: how many values are true and how many are false. */
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

/** Turns the counts (not both zero) into the aggregate's value. */
export type FinishTruths = (trues: number, falses: number) => boolean

export const allTrue: FinishTruths = (_trues, falses) => falses === 0

export const anyTrue: FinishTruths = trues => trues > 0

export class Truths implements Accumulator {
  readonly #finish: FinishTruths
  #trues = 0
  #falses = 0

  constructor(encoded: string, finish: FinishTruths) {
    this.#finish = finish
    if (encoded === '') return
    const [trues, falses] = encoded.split(' ')
    this.#trues = Number(trues)
    this.#falses = Number(falses)
  }

  add(value: Value, weight: number): void {
    if (value === true) this.#trues += weight
    else this.#falses += weight
  }

  merge(other: this): void {
    this.#trues += other.#trues
    this.#falses += other.#falses
  }

  result(): Value {
    return this.#isEmpty() ? null : this.#finish(this.#trues, this.#falses)
  }

  encode(): string {
    return this.#isEmpty() ? '' : `${this.#trues} ${this.#falses}`
  }

  #isEmpty(): boolean {
    return this.#trues === 0 && this.#falses === 0
  }
}
