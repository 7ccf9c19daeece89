/**
 * An aggregate of values in order over a frame of a window: the rows of the frame in the order in which they stand there,
 * or in the order that the aggregate itself has. It is computed anew for each frame: O(rows of the frame).
 */
import { aggregateById } from '../../expr/aggregates.ts'
import { compareText } from '../../types/compare.ts'
import { encodeSortKey } from '../../types/sort-key.ts'
import type { Row, Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { Accumulator, AccumulatorFactory } from './accumulator.ts'
import type { CallContext, FinishOrdered } from './ordered-functions.ts'
import type { ValueView } from './value-view.ts'

interface Collected {
  readonly row: Row
  readonly weight: number
}

/** What sorts the rows of a frame. */
type Arrange = (rows: readonly Collected[]) => readonly Collected[]

/** Makes the accumulators of the aggregate with this id. */
export function collecting(fn: string, finish: FinishOrdered, context: CallContext): AccumulatorFactory {
  const { order, skips } = must(aggregateById(fn), `unknown aggregate function ${fn}`)
  const arrange = order === 'given' ? (rows: readonly Collected[]) => rows : sortedBy(order, context)
  return () => new CollectedValues(finish, context, arrange, skips !== 'none')
}

function sortedBy(order: 'ascending' | 'descending' | null, { types }: CallContext): Arrange {
  const descending = order === 'descending'
  const type = must(types[0], 'an aggregate of values in order has an argument')
  const keyOf = encodeSortKey([{ type, descending, nullsFirst: descending }])
  return rows =>
    rows
      .map(item => ({ item, key: keyOf([item.row[0]!]) }))
      .sort((a, b) => compareText(a.key, b.key))
      .map(({ item }) => item)
}

class CollectedValues implements Accumulator {
  readonly takesNull = true as const
  readonly #finish: FinishOrdered
  readonly #context: CallContext
  readonly #arrange: Arrange
  readonly #skipsNull: boolean
  readonly #rows: Collected[] = []

  constructor(finish: FinishOrdered, context: CallContext, arrange: Arrange, skipsNull: boolean) {
    this.#finish = finish
    this.#context = context
    this.#arrange = arrange
    this.#skipsNull = skipsNull
  }

  add(value: Value, weight: number, second: Value = null): void {
    if (!this.#skipsNull || value !== null) this.#rows.push({ row: [value, second], weight })
  }

  result(): Value {
    return this.#finish(viewOf(this.#arrange(this.#rows)), this.#context)
  }

  /** It is never kept: without `merge` it is made for each frame anew. */
  encode(): string {
    return ''
  }
}

function viewOf(rows: readonly Collected[]): ValueView {
  const all = rows.flatMap(({ row, weight }) => new Array<Row>(weight).fill(row))
  return {
    isEmpty: all.length === 0,
    count: all.length,
    at: position => must(all[position], 'a value at each position'),
    entries: () => rows,
    mostFrequent: () => all[0] ?? null,
  }
}
