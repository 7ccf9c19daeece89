/**
 * SUM and AVG of DECIMAL. The scale of PostgreSQL's result is the largest scale among the values that are there, so
 * count and sum are kept per scale (one entry for a DECIMAL(p,s) column) and a scale leaves with its last value.
 */
import { Decimal } from '../../types/decimal.ts'
import type { Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { Accumulator } from './accumulator.ts'

/** Turns sum and count (at least one) into the aggregate's value. */
export type FinishDecimals = (sum: Decimal, count: number) => Value

export const sumOfDecimals: FinishDecimals = sum => sum

export const averageOfDecimals: FinishDecimals = (sum, count) => sum.divide(Decimal.fromBigint(BigInt(count)))

export class SumDecimals implements Accumulator {
  readonly #finish: FinishDecimals
  readonly #scales = new Map<number, { count: number; units: bigint }>()

  constructor(encoded: string, finish: FinishDecimals) {
    this.#finish = finish
    if (encoded === '') return
    for (const part of encoded.split(';')) {
      const [scale, count, units] = part.split(' ')
      this.#scales.set(Number(scale), {
        count: Number(count),
        units: BigInt(must(units, 'not the state of a sum')),
      })
    }
  }

  add(value: Value, weight: number): void {
    const { scale, units } = value as Decimal
    this.#addTo(scale, weight, units * BigInt(weight))
  }

  merge(other: this): void {
    for (const [scale, { count, units }] of other.#scales) this.#addTo(scale, count, units)
  }

  result(): Value {
    let sum: Decimal | null = null
    let count = 0
    for (const [scale, part] of this.#present()) {
      const term = new Decimal(part.units, scale)
      sum = sum === null ? term : sum.add(term)
      count += part.count
    }
    return sum === null ? null : this.#finish(sum, count)
  }

  encode(): string {
    return this.#present()
      .sort(([a], [b]) => a - b)
      .map(([scale, { count, units }]) => `${scale} ${count} ${units}`)
      .join(';')
  }

  #addTo(scale: number, count: number, units: bigint): void {
    let part = this.#scales.get(scale)
    if (part === undefined) this.#scales.set(scale, (part = { count: 0, units: 0n }))
    part.count += count
    part.units += units
  }

  /** Within a step a count may pass through zero and come back, so only its end tells which scales are there. */
  #present(): [number, { readonly count: number; readonly units: bigint }][] {
    return [...this.#scales].filter(([, { count }]) => count !== 0)
  }
}
