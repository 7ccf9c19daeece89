/**
 * The aggregates of one group: its fields in the group's record are the number of rows, then one state a call. A group
 * without rows has only empty fields.
 */
import type { KeyRange } from '../../store/store.ts'
import type { AggregateCall } from '../../topology/plan.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { assert, must } from '../../util/assert.ts'
import type { Delta } from '../delta.ts'
import { hasNull } from '../row-key.ts'
import type { State } from '../state.ts'
import type { Accumulator, AccumulatorFactory } from './accumulator.ts'
import { DistinctValues } from './distinct-values.ts'
import { Extremes, type ValueChanges } from './extremes.ts'
import { aggregateFunction } from './functions.ts'

type Call =
  | { readonly kind: 'linear'; readonly args: readonly number[]; readonly create: AccumulatorFactory }
  | {
      readonly kind: 'distinct'
      readonly args: readonly number[]
      readonly create: AccumulatorFactory
      readonly values: DistinctValues
    }
  | { readonly kind: 'extreme'; readonly arg: number; readonly extremes: Extremes }

/** What the group's aggregates were and are; null where the group had (has) no rows. */
export interface GroupChange {
  readonly before: readonly Value[] | null
  readonly after: readonly Value[] | null
}

/** Field of an extreme of a group that has no value. Not the text of any value. */
const NO_VALUE = ''
/** Stands before the text of an extreme. */
const VALUE_MARK = '='

export class GroupAggregates {
  /** Number of fields in the group's record. */
  readonly width: number
  /** Whether `ranges` can give any. */
  readonly hasExtremes: boolean
  readonly #calls: readonly Call[]

  /**
   * @param types of the input row
   * @param store prefix for the entries of MIN and MAX
   */
  constructor(calls: readonly AggregateCall[], types: readonly SqlType[], store: string) {
    this.width = calls.length + 1
    this.#calls = calls.map((call, i) => callOf(call, types, `${store}${i}/`))
    this.hasExtremes = this.#calls.some(({ kind }) => kind === 'extreme')
  }

  /** The values of a group without rows: what a query without GROUP BY gives for no input. */
  empty(): Value[] {
    return this.#calls.map(call => (call.kind === 'extreme' ? null : call.create('').result()))
  }

  /** Ranges that `apply` will read for these changes (positions in `delta`) of a group. */
  ranges(
    group: string,
    fields: readonly string[],
    at: number,
    delta: Delta,
    changed: readonly number[],
    state: State,
  ): KeyRange[] {
    const ranges: KeyRange[] = []
    this.#calls.forEach((call, i) => {
      if (call.kind !== 'extreme') return
      const changes = valueChanges(call, delta, changed)
      const range = call.extremes.range(group, extremeOf(fields[at + 1 + i]!), changes, state)
      if (range !== null) ranges.push(range)
    })
    return ranges
  }

  /** Applies the changes to `fields[at …]`, in place, and to the entries of MIN and MAX. */
  apply(
    group: string,
    fields: string[],
    at: number,
    delta: Delta,
    changed: readonly number[],
    state: State,
  ): GroupChange {
    const rowsBefore = Number(fields[at])
    let rows = rowsBefore
    for (const i of changed) rows += delta.weights[i]!
    assert(rows >= 0, 'a row left a group more often than it came')
    fields[at] = rows === 0 ? '' : String(rows)
    const before: Value[] = []
    const after: Value[] = []
    this.#calls.forEach((call, i) => {
      const field = at + 1 + i
      if (call.kind !== 'extreme') {
        const accumulator = call.create(fields[field]!)
        before.push(accumulator.result())
        if (call.kind === 'linear') addAll(accumulator, call.args, delta, changed)
        else call.values.apply(group, call.args, delta, changed, accumulator, state)
        after.push(accumulator.result())
        fields[field] = accumulator.encode()
      } else {
        const extreme = extremeOf(fields[field]!)
        const next = call.extremes.apply(group, extreme, valueChanges(call, delta, changed), state)
        before.push(call.extremes.value(extreme))
        after.push(call.extremes.value(next))
        fields[field] = next === null ? NO_VALUE : VALUE_MARK + next
      }
    })
    return { before: rowsBefore === 0 ? null : before, after: rows === 0 ? null : after }
  }

  /** The values of a group as its fields say; null when it has no rows. */
  values(fields: readonly string[], at: number): Value[] | null {
    if (fields[at] === '') return null
    return this.#calls.map((call, i) =>
      call.kind !== 'extreme'
        ? call.create(fields[at + 1 + i]!).result()
        : call.extremes.value(extremeOf(fields[at + 1 + i]!)),
    )
  }
}

function callOf({ fn, args, distinct }: AggregateCall, types: readonly SqlType[], store: string): Call {
  const implementation = aggregateFunction(fn)
  if (implementation.kind === 'extreme') {
    const arg = must(args[0], 'MIN and MAX have an argument')
    return { kind: 'extreme', arg, extremes: new Extremes(store, implementation.which, types[arg]!) }
  }
  const { create } = implementation
  if (!distinct) return { kind: 'linear', args, create }
  const values = new DistinctValues(
    store,
    args.map(arg => types[arg]!),
  )
  return { kind: 'distinct', args, create, values }
}

function addAll(
  accumulator: Accumulator,
  args: readonly number[],
  delta: Delta,
  changed: readonly number[],
): void {
  const [first, second] = args
  for (const i of changed) {
    const row = delta.rows[i]!
    if (hasNull(row, args)) continue
    const value = first === undefined ? null : row[first]!
    accumulator.add(value, delta.weights[i]!, second === undefined ? null : row[second]!)
  }
}

function extremeOf(field: string): string | null {
  return field === NO_VALUE ? null : field.slice(VALUE_MARK.length)
}

function valueChanges(
  call: Call & { kind: 'extreme' },
  delta: Delta,
  changed: readonly number[],
): ValueChanges {
  const sums = new Map<string, { value: Value; weight: number }>()
  for (const i of changed) {
    const value = delta.rows[i]![call.arg]!
    if (value === null) continue
    const text = call.extremes.text(value)
    const sum = sums.get(text)
    if (sum === undefined) sums.set(text, { value, weight: delta.weights[i]! })
    else sum.weight += delta.weights[i]!
  }
  for (const [text, { weight }] of sums) if (weight === 0) sums.delete(text)
  return sums
}
