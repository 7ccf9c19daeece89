/** What the tree of a partition's rows sums up: the accumulators of the aggregates that can be put together from parts. */
import type { Row } from '../../types/value.ts'
import type { Accumulator } from '../aggregates/accumulator.ts'
import type { Measure } from '../ordered-tree/measure.ts'
import type { Entry } from '../ordered-tree/node.ts'
import { addRow, type FrameSum } from './compiled-call.ts'

/** Not in the text of an accumulator. */
const SEPARATOR = '\0'
/** Characters that an accumulator's text is taken to have. */
const LENGTH = 12

export type Sums = readonly Accumulator[]

export class RowSums implements Measure<Sums> {
  readonly length: number
  readonly #sums: readonly FrameSum[]
  readonly #rowOf: (entry: Entry) => Row

  constructor(sums: readonly FrameSum[], rowOf: (entry: Entry) => Row) {
    this.#sums = sums
    this.#rowOf = rowOf
    this.length = sums.length * LENGTH
  }

  create(): Sums {
    return this.#sums.map(({ create }) => create(''))
  }

  add(into: Sums, entry: Entry, weight: number): void {
    if (into.length === 0) return
    const row = this.#rowOf(entry)
    into.forEach((accumulator, i) => addRow(accumulator, this.#sums[i]!.args, row, weight))
  }

  merge(into: Sums, other: Sums): void {
    into.forEach((accumulator, i) => accumulator.merge!(other[i]!))
  }

  encode(sums: Sums): string {
    return sums.map(accumulator => accumulator.encode()).join(SEPARATOR)
  }

  decode(text: string): Sums {
    const texts = text.split(SEPARATOR)
    return this.#sums.map(({ create }, i) => create(texts[i]!))
  }
}
