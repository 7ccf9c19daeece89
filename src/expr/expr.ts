/**
 * The typed expression IR. It is plain JSON (it stands in the topology plan), every node says its type, all implicit
 * casts are explicit nodes, and column references are positions in the input row.
 */
import type { ArrayType, MapType, SqlType, StructType } from '../types/sql-type.ts'

export type Expr =
  | LiteralExpr
  | ColumnExpr
  | CallExpr
  | CastExpr
  | LogicExpr
  | NotExpr
  | IsNullExpr
  | CaseExpr
  | CoalesceExpr
  | InListExpr
  | ConstructExpr
  | FieldExpr
  | ApplyExpr
  | VariableExpr
  | ParameterExpr
  | SubqueryExpr
  | WindowExpr

/** `text` is the value's text form (`formatValue`), or null for NULL. */
export interface LiteralExpr {
  readonly kind: 'literal'
  readonly type: SqlType
  readonly text: string | null
}
export interface ColumnExpr {
  readonly kind: 'column'
  readonly type: SqlType
  readonly index: number
}
/** A function or operator of the signature table; `fn` is the signature's id, such as `add(integer,integer)`. */
export interface CallExpr {
  readonly kind: 'call'
  readonly type: SqlType
  readonly fn: string
  readonly args: readonly Expr[]
}
export interface CastExpr {
  readonly kind: 'cast'
  readonly type: SqlType
  readonly arg: Expr
  /** TRY_CAST: a value that cannot be cast is NULL. */
  readonly try?: true
}
/** Three-valued AND, OR; a false (true) argument decides before a later one is evaluated. */
export interface LogicExpr {
  readonly kind: 'and' | 'or'
  readonly type: { readonly kind: 'boolean' }
  readonly args: readonly Expr[]
}
export interface NotExpr {
  readonly kind: 'not'
  readonly type: { readonly kind: 'boolean' }
  readonly arg: Expr
}
export interface IsNullExpr {
  readonly kind: 'is_null'
  readonly type: { readonly kind: 'boolean' }
  readonly arg: Expr
}
/** Searched CASE; a simple CASE is lowered to it. */
export interface CaseExpr {
  readonly kind: 'case'
  readonly type: SqlType
  readonly whens: readonly { readonly when: Expr; readonly then: Expr }[]
  readonly otherwise: Expr
}
export interface CoalesceExpr {
  readonly kind: 'coalesce'
  readonly type: SqlType
  readonly args: readonly Expr[]
}
/** `arg IN (items)`, all of one type, with SQL's NULL rules. */
export interface InListExpr {
  readonly kind: 'in_list'
  readonly type: { readonly kind: 'boolean' }
  readonly arg: Expr
  readonly items: readonly Expr[]
}
/** `ARRAY[…]`, `MAP(…)`, `STRUCT(…)`: the elements, keys and values in turn, or the fields. */
export interface ConstructExpr {
  readonly kind: 'construct'
  readonly type: ArrayType | MapType | StructType
  readonly args: readonly Expr[]
}
/** A field of a struct, by position. */
export interface FieldExpr {
  readonly kind: 'field'
  readonly type: SqlType
  readonly arg: Expr
  readonly index: number
}
/** A call of a function that takes lambdas; `fn` is its id in `higher-order.ts`. */
export interface ApplyExpr {
  readonly kind: 'apply'
  readonly type: SqlType
  readonly fn: string
  readonly args: readonly Expr[]
  readonly lambdas: readonly LambdaExpr[]
}
export interface LambdaExpr {
  readonly parameters: readonly SqlType[]
  readonly body: Expr
}
/** A parameter of a lambda around the expression: they are counted from the outermost lambda inwards. */
export interface VariableExpr {
  readonly kind: 'variable'
  readonly type: SqlType
  readonly index: number
}
/** Inside a subquery, what it reads of the row around it: its argument `index`. Lowering replaces it. */
export interface ParameterExpr {
  readonly kind: 'parameter'
  readonly type: SqlType
  readonly index: number
}
/** A subquery of the program's list, with what it reads of the row. Lowering replaces it by a column. */
export interface SubqueryExpr {
  readonly kind: 'subquery'
  readonly type: SqlType
  readonly id: number
  readonly args: readonly Expr[]
}
/** A window function over the rows of a query. Lowering replaces it by a column. */
export interface WindowExpr {
  readonly kind: 'window'
  readonly type: SqlType
  /** Name of a window function, or id of an aggregate. */
  readonly fn: string
  readonly args: readonly Expr[]
  readonly partitionBy: readonly Expr[]
  readonly orderBy: readonly OrderExpr[]
  readonly frame: Frame
}
export interface OrderExpr {
  readonly expr: Expr
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** Which rows of its partition a function sees from a row. */
export interface Frame {
  /** What offsets count: rows, or groups of rows that the order does not tell apart; of range they are distances. */
  readonly unit: 'rows' | 'range' | 'groups'
  readonly start: FrameBound
  readonly end: FrameBound
  readonly exclude: 'no_others' | 'current_row' | 'group' | 'ties'
}
export type FrameBound =
  | { readonly kind: 'unbounded_preceding' | 'current_row' | 'unbounded_following' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: number | LiteralExpr }
