/** What aggregates of values in order are, from a view of them. Positions of a row: the call's arguments. */
import { DataError } from '../../types/data-error.ts'
import { Interval } from '../../types/interval.ts'
import { jsonObject, type JsonTree, printJson } from '../../types/json-tree.ts'
import { MapValue } from '../../types/map-value.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { toJson } from '../../types/to-json.ts'
import { isList, type Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { ValueView } from './value-view.ts'

/** What is the same for all groups. */
export interface CallContext {
  /** Of the arguments that are not constants. */
  readonly types: readonly SqlType[]
  readonly constants: readonly Value[]
}

/** The aggregate's value. */
export type FinishOrdered = (values: ValueView, context: CallContext) => Value

const FINISH: ReadonlyMap<string, FinishOrdered> = new Map<string, FinishOrdered>([
  ['string_agg', joined],
  ['array_agg', list],
  ['collect_list', list],
  ['collect_set', list],
  ['json_agg', jsonArray],
  ['jsonb_agg', jsonArray],
  ['json_object_agg', jsonMembers],
  ['jsonb_object_agg', jsonMembers],
  ['histogram', histogram],
  ['topk', largest],
  ['topkdistinct', largest],
  ['median', values => between(values, 0.5)],
  ['mode', values => values.mostFrequent()?.[0] ?? null],
  ['percentile_cont', (values, { constants }) => atFractions(values, constants[0]!, between)],
  ['percentile_disc', (values, { constants }) => atFractions(values, constants[0]!, member)],
])

/** By the id that stands in plans; undefined for another aggregate. */
export function orderedFunction(id: string): FinishOrdered | undefined {
  return FINISH.get(id.slice(0, id.indexOf('(')))
}

/** Whether a function asks for the most frequent value. */
export function needsMostFrequent(id: string): boolean {
  return id.startsWith('mode(')
}

/** The separator of the first row is left out; one that is NULL is nothing. */
function joined(values: ValueView): Value {
  let text: string | null = null
  for (const { row, weight } of values.entries()) {
    const [value, separator] = row as [string, string | null]
    for (let i = 0; i < weight; i++) text = text === null ? value : text + (separator ?? '') + value
  }
  return text
}

function list(values: ValueView): Value {
  if (values.isEmpty) return null
  const all: Value[] = []
  for (const { row, weight } of values.entries()) for (let i = 0; i < weight; i++) all.push(row[0]!)
  return all
}

function jsonArray(values: ValueView, { types }: CallContext): Value {
  if (values.isEmpty) return null
  const convert = toJson(types[0]!)
  const all: JsonTree[] = []
  for (const { row, weight } of values.entries()) {
    const tree = convert(row[0]!)
    for (let i = 0; i < weight; i++) all.push(tree)
  }
  return printJson(all)
}

/** Of several members with one key the last in order counts. */
function jsonMembers(values: ValueView, { types }: CallContext): Value {
  if (values.isEmpty) return null
  const convert = toJson(types[1]!)
  const members = new Map<string, JsonTree>()
  for (const { row } of values.entries()) {
    const [key, value] = row as [string | null, Value]
    if (key === null) throw new DataError('MV5105', 'the key of a JSON object is NULL')
    members.set(key, convert(value))
  }
  return printJson(jsonObject(members))
}

function histogram(values: ValueView): Value {
  if (values.isEmpty) return null
  const counts = new Map<string, bigint>()
  for (const { row, weight } of values.entries()) {
    const text = row[0] as string
    counts.set(text, (counts.get(text) ?? 0n) + BigInt(weight))
  }
  return MapValue.of(counts)
}

function largest(values: ValueView, { constants }: CallContext): Value {
  const [most] = constants
  if (values.isEmpty || most === null) return null
  const found: Value[] = []
  for (const { row, weight } of values.entries()) {
    for (let i = 0; i < weight; i++) {
      if (found.length === Number(most)) return found
      found.push(row[0]!)
    }
  }
  return found
}

/** One value for one fraction, an array for an array of them. */
function atFractions(
  values: ValueView,
  fractions: Value,
  find: (values: ValueView, fraction: number) => Value,
): Value {
  if (values.isEmpty || fractions === null) return null
  const of = (fraction: Value): Value => (fraction === null ? null : find(values, fraction as number))
  return isList(fractions) ? fractions.map(of) : of(fractions)
}

function member(values: ValueView, fraction: number): Value {
  return values.at(Math.max(0, Math.ceil(fraction * values.count) - 1))[0]!
}

/** Between two neighbours the value lies as far as the fraction lies between their positions. */
function between(values: ValueView, fraction: number): Value {
  if (values.isEmpty) return null
  const position = fraction * (values.count - 1)
  const low = must(values.at(Math.floor(position))[0], 'a value')
  if (Number.isInteger(position)) return low
  const high = must(values.at(Math.ceil(position))[0], 'a value')
  const part = position - Math.floor(position)
  if (low instanceof Interval) return low.add((high as Interval).subtract(low).multiply(part))
  return (low as number) + part * ((high as number) - (low as number))
}
