/**
 * Window functions: each row with what the functions are for it in its partition.
 * Delta: for each partition that changes, − its rows with their old values, + with their new ones; nothing for rows that
 * are as they were. State: all rows in order. Cost: O(rows of the partition): it is read and computed whole, before and
 * after the change.
 */
import type { KeyRange } from '../../store/store.ts'
import type { WindowCall } from '../../topology/plan.ts'
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import { consolidate, Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import { type OrderedRow, OrderedRows, type OrderedRowsShape, withChanges } from '../ordered-rows.ts'
import type { State } from '../state.ts'
import { computeCall } from '../windows/compute-call.ts'
import { Partition } from '../windows/partition.ts'

export interface WindowShape extends OrderedRowsShape {
  readonly calls: readonly WindowCall[]
}

export class Window implements Operator {
  readonly #rows: OrderedRows
  readonly #types: readonly SqlType[]
  readonly #calls: readonly WindowCall[]
  readonly #output: RowCodec

  constructor(shape: WindowShape) {
    this.#rows = new OrderedRows(shape)
    this.#types = shape.types
    this.#calls = shape.calls
    this.#output = rowCodec([...shape.types, ...shape.calls.map(({ type }) => type)])
  }

  ranges([input]: readonly [Delta]): KeyRange[] {
    return [...this.#rows.changes(input).keys()].map(partition => this.#rows.range(partition))
  }

  apply([input]: readonly [Delta], state: State): Delta {
    const output = new Delta()
    for (const [partition, changes] of this.#rows.changes(input)) {
      const before = this.#rows.rows(state, partition)
      this.#rows.write(partition, changes, state)
      for (const row of this.#computed(before)) output.add(row, -1)
      for (const row of this.#computed(withChanges(before, changes))) output.add(row, 1)
    }
    return consolidate(output, this.#output.encode)
  }

  #computed(ordered: readonly OrderedRow[]): Row[] {
    const rows = ordered.flatMap(({ row, weight }) => new Array<Row>(weight).fill(row))
    const partition = new Partition(
      rows,
      rows.map(row => this.#rows.sortKey(row)),
    )
    const values = this.#calls.map(call => computeCall(call, partition, this.#types))
    return rows.map((row, i) => [...row, ...values.map(column => column[i]!)])
  }
}
