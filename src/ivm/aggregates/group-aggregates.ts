/**
 * The aggregates of one group: its fields in the group's record are the number of rows, then one state a call, empty for
 * calls that keep their values elsewhere. A group without rows has only empty fields.
 */
import { compile } from '../../expr/evaluate.ts'
import type { KeyRange } from '../../store/store.ts'
import type { AggregateCall } from '../../topology/plan.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { assert, must, unreachable } from '../../util/assert.ts'
import type { Delta } from '../delta.ts'
import { hasNull } from '../row-key.ts'
import type { State } from '../state.ts'
import type { Accumulator, AccumulatorFactory } from './accumulator.ts'
import { DistinctValues } from './distinct-values.ts'
import { Extremes, type ValueChanges } from './extremes.ts'
import { aggregateFunction } from './functions.ts'
import type { CallContext, FinishOrdered } from './ordered-functions.ts'
import { type OrderedView, OrderedValues } from './ordered-values.ts'
import { NO_VALUES, type ValueView } from './value-view.ts'

type Call = LinearCall | DistinctCall | ExtremeCall | OrderedCall

interface LinearCall {
  readonly kind: 'linear'
  readonly args: readonly number[]
  readonly create: AccumulatorFactory
}
interface DistinctCall {
  readonly kind: 'distinct'
  readonly args: readonly number[]
  readonly create: AccumulatorFactory
  readonly values: DistinctValues
}
interface ExtremeCall {
  readonly kind: 'extreme'
  readonly arg: number
  readonly extremes: Extremes
}
interface OrderedCall {
  readonly kind: 'ordered'
  /** Which of the ordered values it is computed from. */
  readonly set: number
  readonly distinct: boolean
  readonly finish: FinishOrdered
  readonly context: CallContext
}

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
  /** Calls of the same values in the same order share them. */
  readonly #ordered: readonly OrderedValues[]

  /**
   * @param types of the input row
   * @param store prefix for the values that are kept outside the record
   */
  constructor(calls: readonly AggregateCall[], types: readonly SqlType[], store: string) {
    this.width = calls.length + 1
    const ordered = new Map<string, { readonly set: number; readonly values: OrderedValues }>()
    this.#calls = calls.map((call, i): Call => {
      const implementation = aggregateFunction(call.fn)
      if (implementation.kind !== 'ordered') return unorderedCall(call, types, `${store}${i}/`)
      const key = OrderedValues.identity(call)
      const known = ordered.get(key)
      const set = known?.set ?? ordered.size
      if (known === undefined)
        ordered.set(key, { set, values: new OrderedValues(`${store}${i}/`, call, types) })
      const constants = (call.constants ?? []).map(literal => compile(literal)([]))
      const context = { types: call.args.map(arg => types[arg]!), constants }
      return {
        kind: 'ordered',
        set,
        distinct: call.distinct ?? false,
        finish: implementation.finish,
        context,
      }
    })
    this.#ordered = [...ordered.values()].map(({ values }) => values)
    this.hasExtremes = this.#calls.some(({ kind }) => kind === 'extreme')
  }

  /** The values of a group without rows: what a query without GROUP BY gives for no input. */
  empty(): Value[] {
    return this.#calls.map(call => {
      if (call.kind === 'extreme') return null
      return call.kind === 'ordered' ? call.finish(NO_VALUES, call.context) : call.create('').result()
    })
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

  /** Applies the changes to `fields[at …]`, in place, and to what is kept elsewhere. */
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
    const ordered = this.#ordered.map(values => values.apply(group, delta, changed, state))
    const before: Value[] = []
    const after: Value[] = []
    this.#calls.forEach((call, i) => {
      if (call.kind === 'ordered') {
        const views = ordered[call.set]!
        before.push(orderedResult(call, views.before))
        after.push(orderedResult(call, views.after))
        return
      }
      const field = at + 1 + i
      const change = applyToField(call, group, fields[field]!, delta, changed, state)
      before.push(change.before)
      after.push(change.after)
      fields[field] = change.field
    })
    return { before: rowsBefore === 0 ? null : before, after: rows === 0 ? null : after }
  }

  /** The values of a group, which did not change, as its fields say; null when it has no rows. */
  values(group: string, fields: readonly string[], at: number, state: State): Value[] | null {
    if (fields[at] === '') return null
    const views = this.#ordered.map(values => values.view(group, state))
    return this.#calls.map((call, i) => {
      const field = fields[at + 1 + i]!
      if (call.kind === 'ordered') return orderedResult(call, views[call.set]!)
      return call.kind === 'extreme' ? call.extremes.value(extremeOf(field)) : call.create(field).result()
    })
  }
}

function unorderedCall(
  { fn, args, distinct }: AggregateCall,
  types: readonly SqlType[],
  store: string,
): Call {
  const implementation = aggregateFunction(fn)
  assert(implementation.kind !== 'ordered', `${fn} is an aggregate of values in order`)
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

interface FieldChange {
  readonly before: Value
  readonly after: Value
  readonly field: string
}

function applyToField(
  call: Exclude<Call, OrderedCall>,
  group: string,
  field: string,
  delta: Delta,
  changed: readonly number[],
  state: State,
): FieldChange {
  switch (call.kind) {
    case 'linear':
    case 'distinct': {
      const accumulator = call.create(field)
      const before = accumulator.result()
      if (call.kind === 'linear') addAll(accumulator, call.args, delta, changed)
      else call.values.apply(group, call.args, delta, changed, accumulator, state)
      return { before, after: accumulator.result(), field: accumulator.encode() }
    }
    case 'extreme': {
      const { extremes } = call
      const extreme = extremeOf(field)
      const next = extremes.apply(group, extreme, valueChanges(call, delta, changed), state)
      const text = next === null ? NO_VALUE : VALUE_MARK + next
      return { before: extremes.value(extreme), after: extremes.value(next), field: text }
    }
    default:
      return unreachable(call)
  }
}

function orderedResult({ distinct, finish, context }: OrderedCall, view: OrderedView): Value {
  const values: ValueView = distinct ? view.distinct() : view
  return finish(values, context)
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

function valueChanges(call: ExtremeCall, delta: Delta, changed: readonly number[]): ValueChanges {
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
