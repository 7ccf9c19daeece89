/** MIN and MAX over a frame: the best value so far; of equal ones (1.0 and 1.00) the first. It takes nothing back. */
import { type Compare, compareValues } from '../../types/compare.ts'
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import type { Accumulator, AccumulatorFactory } from '../aggregates/accumulator.ts'

/** Stands before the text of a value: the text itself may be empty. */
const VALUE_MARK = '='

/** The accumulator of MIN or MAX over values of a type. */
export function bestValue(which: 'min' | 'max', type: SqlType): AccumulatorFactory {
  const sign = which === 'min' ? 1 : -1
  const compare = compareValues(type)
  const order: Compare = (a, b) => sign * compare(a, b)
  const codec = rowCodec([type])
  return encoded => new BestValue(encoded, order, codec)
}

class BestValue implements Accumulator {
  readonly #order: Compare
  readonly #codec: RowCodec
  #best: Value

  constructor(encoded: string, order: Compare, codec: RowCodec) {
    this.#order = order
    this.#codec = codec
    this.#best = encoded === '' ? null : codec.decode(encoded.slice(VALUE_MARK.length))[0]!
  }

  add(value: Value): void {
    if (this.#best === null || this.#order(value, this.#best) < 0) this.#best = value
  }

  merge(other: this): void {
    if (other.#best !== null) this.add(other.#best)
  }

  result(): Value {
    return this.#best
  }

  encode(): string {
    return this.#best === null ? '' : VALUE_MARK + this.#codec.encode([this.#best])
  }
}
