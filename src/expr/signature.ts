/** What a function is: the one table that analysis, the evaluator and the documentation read. */
import type { ScalarKind, SqlType } from '../types/sql-type.ts'
import type { Value } from '../types/value.ts'

/**
 * A parameter: a kind of type (a DECIMAL takes any precision, a VARCHAR any length), or a value of any type as it is. `T`
 * is one type, whatever it is, throughout a call: the arguments are brought to their common type. Of a `struct` the fields
 * are brought to common types.
 */
export type Parameter = ScalarKind | 'any' | Generic | `${ScalarKind}[]` | `map<${ScalarKind}>`
export type Generic = 'T' | 'T[]' | 'T[][]' | 'map<T>' | 'map<T>[]' | 'struct'

/** What computes a call, from the values of its arguments. */
export type Evaluate = (...args: never[]) => Value

/** A call as it is written in a view, and the text of its value (`NULL` for none). */
export type Example = readonly [call: string, result: string]

/** What overload resolution looks at. */
export interface Overload {
  readonly parameters: readonly Parameter[]
  /** Whether the last parameter takes one or more arguments. */
  readonly variadic: boolean
  /** Result type from the argument types (DECIMAL's precision and scale depend on them). */
  readonly result: (args: readonly SqlType[]) => SqlType
}

/** One overload of a scalar function or operator. Strict unless it takes NULL: any NULL argument gives NULL, and `evaluate` is not called. */
export interface ScalarSignature extends Overload {
  /** Unique and stable (it stands in plans): `name(kind,kind)`, with `...` behind the last kind of a variadic one. */
  readonly id: string
  /** Lower-case name as in SQL, or an operator's name (see `operator-names.ts`). */
  readonly name: string
  /** Whether `evaluate` is called with NULL arguments. */
  readonly takesNull: boolean
  /** Throws DataError on overflow, division by zero and the like. */
  readonly evaluate: Evaluate
  /** Where not null: makes what computes a call from the argument types, in place of `evaluate`. */
  readonly specialise: ((args: readonly SqlType[]) => Evaluate) | null
  /** False when no argument can make it throw: such expressions may be moved and evaluated early. */
  readonly mayFail: boolean
  /** One sentence for the documentation. */
  readonly doc: string
  /** For the documentation; null where another overload of the same sentence has one. */
  readonly example: Example | null
}

/** One overload of an aggregate function, as far as types go; its incremental algebra is in `ivm/aggregates`. */
export interface AggregateSignature extends Overload {
  /** `count(*)`, `count(any)`, `sum(integer)`, … */
  readonly id: string
  readonly name: string
  /** None: takes `*`. The last ones may be constants: `k` in `TOPK(x, k)`, `f` in `PERCENTILE_CONT(f) WITHIN GROUP (ORDER BY x)`. */
  readonly parameters: readonly Parameter[]
  /** How many of the parameters are constants. */
  readonly constants: number
  /** Whether the first parameter is what WITHIN GROUP orders by. */
  readonly withinGroup: boolean
  /** Of an aggregate of values in order: as ORDER BY says (without it ascending), or always so. Null where order is nothing. */
  readonly order: 'given' | 'ascending' | 'descending' | null
  /** Whether each value counts once, DISTINCT or not. */
  readonly distinct: boolean
  /** Which rows do not count: those where any argument is NULL, those where the first is, or none. */
  readonly skips: 'any' | 'first' | 'none'
  /** The text of its value where there are no rows; null for NULL. */
  readonly ofNothing: string | null
  readonly doc: string
}

/** The parameters of a call with so many arguments; null when it cannot have so many. */
export function parametersFor(signature: Overload, count: number): readonly Parameter[] | null {
  const { parameters, variadic } = signature
  if (count === parameters.length) return parameters
  if (!variadic || count < parameters.length) return null
  const last = parameters.at(-1)!
  return [...parameters, ...Array.from({ length: count - parameters.length }, () => last)]
}
