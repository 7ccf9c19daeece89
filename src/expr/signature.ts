/** What a function is: the one table that analysis, the evaluator and the documentation read. */
import type { SqlType, TypeKind } from '../types/sql-type.ts'
import type { Value } from '../types/value.ts'

/** A parameter: a type kind (a DECIMAL takes any precision, a VARCHAR any length). */
export type Parameter = TypeKind

/** One overload of a scalar function or operator. Strict: any NULL argument gives NULL, and `evaluate` is not called. */
export interface ScalarSignature {
  /** Unique and stable (it stands in plans): `name(kind,kind)`. */
  readonly id: string
  /** Lower-case name as in SQL, or an operator's name (`add`, `subtract`, `multiply`, `divide`, `modulo`, `negate`, `concat`, `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `like`, `ilike`). */
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** Result type from the argument types (DECIMAL's precision and scale depend on them). */
  readonly result: (args: readonly SqlType[]) => SqlType
  /** Throws DataError on overflow, division by zero and the like. */
  readonly evaluate: (...args: never[]) => Value
  /** False when no argument can make it throw: such expressions may be moved and evaluated early. */
  readonly mayFail: boolean
  /** One sentence for the documentation. */
  readonly doc: string
}

/** One overload of an aggregate function, as far as types go; its incremental algebra is in `ivm/aggregates`. */
export interface AggregateSignature {
  /** `count(*)`, `count(any)`, `sum(integer)`, … */
  readonly id: string
  readonly name: string
  /** Null: takes `*`. 'any': takes every type. */
  readonly parameter: Parameter | 'any' | null
  readonly result: (arg: SqlType | null) => SqlType
  readonly doc: string
}
