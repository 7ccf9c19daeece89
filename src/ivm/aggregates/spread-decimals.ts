/**
 * STDDEV and VARIANCE of INTEGER and DECIMAL, with PostgreSQL's digits: the count, the exact sum and the exact sum of
 * squares, each per scale as SUM keeps them, for the digits of the result go by the largest scale that is there.
 */
import { Decimal } from '../../types/decimal.ts'
import { squareRootAt } from '../../types/decimal-sqrt.ts'
import type { Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { Accumulator } from './accumulator.ts'
import type { Spread } from './spread.ts'

interface Part {
  count: number
  units: bigint
  squares: bigint
}

export class SpreadDecimals implements Accumulator {
  readonly #spread: Spread
  readonly #scales = new Map<number, Part>()

  constructor(encoded: string, spread: Spread) {
    this.#spread = spread
    if (encoded === '') return
    for (const part of encoded.split(';')) {
      const [scale, count, units, squares] = part.split(' ')
      this.#scales.set(Number(scale), {
        count: Number(count),
        units: BigInt(must(units, 'not the state of a variance')),
        squares: BigInt(must(squares, 'not the state of a variance')),
      })
    }
  }

  add(value: Value, weight: number): void {
    const { scale, units } =
      value instanceof Decimal ? value : new Decimal(BigInt(value as number | bigint), 0)
    const times = BigInt(weight)
    this.#addTo(scale, { count: weight, units: units * times, squares: units * units * times })
  }

  merge(other: this): void {
    for (const [scale, part] of other.#scales) this.#addTo(scale, part)
  }

  result(): Value {
    const parts = this.#present()
    const count = parts.reduce((total, [, part]) => total + part.count, 0)
    if (count === 0 || (this.#spread.sample && count < 2)) return null
    const zero = new Decimal(0n, 0)
    const sum = parts.reduce((total, [scale, { units }]) => total.add(new Decimal(units, scale)), zero)
    const squares = parts.reduce(
      (total, [scale, part]) => total.add(new Decimal(part.squares, 2 * scale)),
      zero,
    )
    return spreadOf(count, sum, squares, this.#spread)
  }

  encode(): string {
    return this.#present()
      .sort(([a], [b]) => a - b)
      .map(([scale, { count, units, squares }]) => `${scale} ${count} ${units} ${squares}`)
      .join(';')
  }

  #addTo(scale: number, { count, units, squares }: Readonly<Part>): void {
    let part = this.#scales.get(scale)
    if (part === undefined) this.#scales.set(scale, (part = { count: 0, units: 0n, squares: 0n }))
    part.count += count
    part.units += units
    part.squares += squares
  }

  /** Within a step a count may pass through zero and come back, so only its end tells which scales are there. */
  #present(): [number, Readonly<Part>][] {
    return [...this.#scales].filter(([, { count }]) => count !== 0)
  }
}

/** PostgreSQL's `numeric_stddev_internal`: the root has the digits of the variance. */
function spreadOf(count: number, sum: Decimal, squares: Decimal, { sample, root }: Spread): Decimal {
  const n = new Decimal(BigInt(count), 0)
  const numerator = n.multiply(squares).subtract(sum.multiply(sum))
  if (numerator.sign() === 0) return new Decimal(0n, 0)
  const divisor = n.multiply(new Decimal(BigInt(sample ? count - 1 : count), 0))
  const variance = numerator.divide(divisor)
  return root ? squareRootAt(variance, variance.scale) : variance
}
