/**
 * BIT_AND, BIT_OR and BIT_XOR: the number of values, and for each bit how many of them have it, in two's complement. So a
 * value that goes is taken back exactly: O(1) a change, 64 counts at most.
 */
import type { Value } from '../../types/value.ts'
import type { Accumulator } from './accumulator.ts'

/** Whether the result has a bit that `having` of `count` values have. */
export type FinishBit = (having: number, count: number) => boolean

export const inAll: FinishBit = (having, count) => having === count

export const inAny: FinishBit = having => having > 0

export const inOdd: FinishBit = having => having % 2 !== 0

export class Bits implements Accumulator {
  readonly #finish: FinishBit
  /** 16, 32 or 64. */
  readonly #width: number
  #count = 0
  readonly #having: number[]

  constructor(encoded: string, width: number, finish: FinishBit) {
    this.#finish = finish
    this.#width = width
    this.#having = new Array<number>(width).fill(0)
    if (encoded === '') return
    const [count, ...having] = encoded.split(' ')
    this.#count = Number(count)
    having.forEach((times, bit) => (this.#having[bit] = Number(times)))
  }

  add(value: Value, weight: number): void {
    this.#count += weight
    let rest = BigInt.asUintN(this.#width, BigInt(value as number | bigint))
    for (let bit = 0; rest !== 0n; bit++, rest >>= 1n) {
      if ((rest & 1n) === 1n) this.#having[bit]! += weight
    }
  }

  merge(other: this): void {
    this.#count += other.#count
    other.#having.forEach((times, bit) => (this.#having[bit]! += times))
  }

  result(): Value {
    if (this.#count === 0) return null
    let bits = 0n
    for (let bit = this.#width - 1; bit >= 0; bit--) {
      bits = (bits << 1n) | (this.#finish(this.#having[bit]!, this.#count) ? 1n : 0n)
    }
    const signed = BigInt.asIntN(this.#width, bits)
    return this.#width === 64 ? signed : Number(signed)
  }

  /** Bits that no value has are left out at the end. */
  encode(): string {
    if (this.#count === 0) return ''
    const length = this.#having.findLastIndex(times => times !== 0) + 1
    return [this.#count, ...this.#having.slice(0, length)].join(' ')
  }
}
