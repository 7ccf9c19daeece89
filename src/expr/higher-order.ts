/** Functions that take lambdas: ksqlDB's TRANSFORM, FILTER and REDUCE, over arrays and maps. */
import { DataError } from '../types/data-error.ts'
import { MapValue } from '../types/map-value.ts'
import type { Row, Value } from '../types/value.ts'

/** A lambda over the row at hand. */
export type Lambda = (...values: readonly Value[]) => Value

export interface HigherOrder {
  /** Stands in plans: `name(array)` or `name(map)`. */
  readonly id: string
  readonly name: string
  /** What is gone through. */
  readonly over: 'array' | 'map'
  /** How many values each lambda takes. */
  readonly lambdas: readonly number[]
  /** Whether a value to start from stands behind what is gone through. */
  readonly hasStart: boolean
  readonly evaluate: (args: readonly Value[], lambdas: readonly Lambda[]) => Value
  readonly form: string
  readonly doc: string
}

export const HIGHER_ORDER: readonly HigherOrder[] = [
  {
    ...named('transform', 'array', 1),
    evaluate: ([list], [lambda]) => (list === null ? null : (list as Row).map(item => lambda!(item))),
    form: 'TRANSFORM(array, x => …)',
    doc: 'The array of what the lambda makes of each element.',
  },
  {
    ...named('transform', 'map', 2, 2),
    evaluate: ([map], [key, value]) => {
      if (map === null) return null
      return MapValue.of(
        (map as MapValue).entries().map(entry => [textKey(key!(...entry)), value!(...entry)]),
      )
    },
    form: 'TRANSFORM(map, (k, v) => …, (k, v) => …)',
    doc: 'The map of the keys and values that the two lambdas make of each entry.',
  },
  {
    ...named('filter', 'array', 1),
    evaluate: ([list], [lambda]) =>
      list === null ? null : (list as Row).filter(item => lambda!(item) === true),
    form: 'FILTER(array, x => …)',
    doc: 'The elements for which the lambda is TRUE.',
  },
  {
    ...named('filter', 'map', 2),
    evaluate: ([map], [lambda]) =>
      map === null
        ? null
        : MapValue.of((map as MapValue).entries().filter(entry => lambda!(...entry) === true)),
    form: 'FILTER(map, (k, v) => …)',
    doc: 'The entries for which the lambda is TRUE.',
  },
  {
    ...named('reduce', 'array', 2),
    hasStart: true,
    evaluate: ([list, start], [lambda]) =>
      ((list ?? []) as Row).reduce((state, item) => lambda!(state, item), start!),
    form: 'REDUCE(array, start, (state, x) => …)',
    doc: 'What the lambda makes of the state and each element in turn; the start for no elements.',
  },
  {
    ...named('reduce', 'map', 3),
    hasStart: true,
    evaluate: ([map, start], [lambda]) => {
      const entries = map === null ? [] : (map as MapValue).entries()
      return entries.reduce<Value>((state, entry) => lambda!(state, ...entry), start!)
    },
    form: 'REDUCE(map, start, (state, k, v) => …)',
    doc: 'What the lambda makes of the state and each entry in turn, in the order of the keys.',
  },
]

const byId: ReadonlyMap<string, HigherOrder> = new Map(HIGHER_ORDER.map(one => [one.id, one]))

/** The function with this id, as plans name it; undefined when there is none. */
export function higherOrderById(id: string): HigherOrder | undefined {
  return byId.get(id)
}

/** The forms of the function of this lower-case name. */
export function higherOrderNamed(name: string): readonly HigherOrder[] {
  return HIGHER_ORDER.filter(one => one.name === name)
}

function named(name: string, over: 'array' | 'map', ...lambdas: readonly number[]) {
  return { id: `${name}(${over})`, name, over, lambdas, hasStart: false }
}

function textKey(key: Value): string {
  if (key === null) throw new DataError('MV5105', 'a key of a MAP is NULL')
  return key as string
}
