/**
 * Top-N: of each partition the rows after the first `offset`, `limit` of them, in order (ORDER BY … LIMIT … OFFSET;
 * DISTINCT ON with a limit of 1).
 * Delta: for each partition that changes, what its cut lost and gained. State: all rows in order. Cost: one read and one
 * write of a row, and a range of at most offset + limit + rows gone entries; of the whole partition without a limit.
 */
import type { KeyRange } from '../../store/store.ts'
import type { WeightedRow } from '../arrangement.ts'
import { Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import {
  type OrderedRow,
  OrderedRows,
  type OrderedRowsShape,
  type PartitionChanges,
  withChanges,
} from '../ordered-rows.ts'
import type { State } from '../state.ts'

export interface TopNShape extends OrderedRowsShape {
  /** Rows; null for all. */
  readonly limit: number | null
  readonly offset: number
}

export class TopN implements Operator {
  readonly #rows: OrderedRows
  readonly #from: number
  /** Exclusive. */
  readonly #to: number

  constructor(shape: TopNShape) {
    this.#rows = new OrderedRows(shape)
    this.#from = shape.offset
    this.#to = shape.limit === null ? Infinity : shape.offset + shape.limit
  }

  ranges([input]: readonly [Delta]): KeyRange[] {
    return [...this.#rows.changes(input)].map(([partition, changes]) =>
      this.#rows.range(partition, this.#entries(changes)),
    )
  }

  apply([input]: readonly [Delta], state: State): Delta {
    const output = new Delta()
    for (const [partition, changes] of this.#rows.changes(input)) {
      const before = this.#rows.rows(state, partition, this.#entries(changes))
      this.#rows.write(partition, changes, state)
      emitDifference(this.#cut(before), this.#cut(withChanges(before, changes)), output)
    }
    return output
  }

  /** So many committed entries hold the cut before and after the changes: an entry is at least one row. */
  #entries(changes: PartitionChanges): number | undefined {
    if (this.#to === Infinity) return undefined
    return this.#to + changes.filter(({ weight }) => weight < 0).length
  }

  #cut(rows: readonly OrderedRow[]): OrderedRow[] {
    const cut: OrderedRow[] = []
    let start = 0
    for (const row of rows) {
      const weight = Math.min(start + row.weight, this.#to) - Math.max(start, this.#from)
      if (weight > 0) cut.push({ ...row, weight })
      start += row.weight
      if (start >= this.#to) break
    }
    return cut
  }
}

/** Adds what rows lost and gained, found by their places. */
function emitDifference(before: readonly OrderedRow[], after: readonly OrderedRow[], output: Delta): void {
  const rest = new Map<string, WeightedRow>(before.map(row => [row.place, row]))
  for (const { place, row, weight } of after) {
    const gained = weight - (rest.get(place)?.weight ?? 0)
    rest.delete(place)
    if (gained !== 0) output.add(row, gained)
  }
  for (const { row, weight } of rest.values()) output.add(row, -weight)
}
