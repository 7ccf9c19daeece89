/**
 * Aggregate: GROUP BY.
 * Delta: for each group that changes, − its row before, + its row after; nothing where they are equal.
 * State: one record a group (row count and the calls' states), none for a group without rows; ordered values of MIN/MAX.
 * Cost: O(1) a change for COUNT, SUM, AVG, however large the group; O(log n) for MIN and MAX.
 * Without group columns there is one row from the first step on, also for no input.
 */
import type { KeyRange } from '../../store/store.ts'
import type { AggregateCall } from '../../topology/plan.ts'
import { decodeKey } from '../../types/ordered-key.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { sameValues, type Value } from '../../types/value.ts'
import { GroupAggregates } from '../aggregates/group-aggregates.ts'
import { Delta } from '../delta.ts'
import { emptyFields, joinFields, splitFields } from '../group-record.ts'
import type { Operator } from '../operator.ts'
import { groupByKey, type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface AggregateShape {
  readonly store: string
  /** Of the input row. */
  readonly types: readonly SqlType[]
  readonly groupBy: readonly number[]
  readonly calls: readonly AggregateCall[]
}

export class Aggregate implements Operator {
  readonly #shape: AggregateShape
  readonly #aggregates: GroupAggregates
  readonly #groupKey: RowKey
  readonly #groupRow: (key: string) => Value[]
  /** Records stand apart from the entries of MIN and MAX. */
  readonly #records: string

  constructor(shape: AggregateShape) {
    this.#shape = shape
    this.#records = `${shape.store}g/`
    this.#aggregates = new GroupAggregates(shape.calls, shape.types, shape.store)
    this.#groupKey = rowKey(shape.groupBy, shape.types)
    const groupTypes = shape.groupBy.map(position => shape.types[position]!)
    this.#groupRow = decodeKey(groupTypes)
  }

  ranges([input]: readonly [Delta], state: State): KeyRange[] {
    const ranges: KeyRange[] = []
    if (!this.#aggregates.hasExtremes) return ranges
    for (const [group, changed] of groupByKey(input.rows, this.#groupKey)) {
      ranges.push(
        ...this.#aggregates.ranges(
          group,
          this.#fields(state.get(this.#records + group)),
          0,
          input,
          changed,
          state,
        ),
      )
    }
    return ranges
  }

  apply([input]: readonly [Delta], state: State): Delta {
    const output = new Delta({ net: true })
    const groups = groupByKey(input.rows, this.#groupKey)
    if (this.#shape.groupBy.length === 0 && !groups.has('')) groups.set('', [])
    for (const [group, changed] of groups) this.#applyGroup(group, changed, input, state, output)
    return output
  }

  #applyGroup(group: string, changed: readonly number[], input: Delta, state: State, output: Delta): void {
    const key = this.#records + group
    const stored = state.get(key)
    const fields = this.#fields(stored)
    const change = this.#aggregates.apply(group, fields, 0, input, changed, state)
    let { before, after } = change
    if (this.#shape.groupBy.length === 0) {
      before = stored === undefined ? null : (before ?? this.#aggregates.empty())
      after ??= this.#aggregates.empty()
      state.put(key, joinFields(fields))
    } else if (after === null) state.delete(key)
    else state.put(key, joinFields(fields))
    this.#emit(group, before, after, output)
  }

  #emit(group: string, before: readonly Value[] | null, after: readonly Value[] | null, output: Delta): void {
    if (before !== null && after !== null && sameValues(before, after)) return
    const groupValues = this.#groupRow(group)
    if (before !== null) output.add([...groupValues, ...before], -1)
    if (after !== null) output.add([...groupValues, ...after], 1)
  }

  #fields(stored: string | undefined): string[] {
    return stored === undefined ? emptyFields(this.#aggregates.width) : splitFields(stored)
  }
}
