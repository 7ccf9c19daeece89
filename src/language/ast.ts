/**
 * The syntax tree: what was written, with a span on every node. No names are resolved here. Keywords lose their case;
 * identifiers keep theirs.
 */
import type { Span } from '../diagnostics/source.ts'

interface Node {
  readonly span: Span
}

/** A name as written. Unquoted names match without regard to case; quoted ones exactly. */
export interface Identifier extends Node {
  readonly kind: 'identifier'
  /** Without the quotes, doubled quotes undone. */
  readonly text: string
  readonly quoted: boolean
}

/** All statements of one file, in order. */
export interface Script extends Node {
  readonly kind: 'script'
  readonly statements: readonly Statement[]
}

export type Statement = CreateSource | CreateView

/** `CREATE TABLE|STREAM name (columns) WITH (…)`: a topic and the shape of its records. */
export interface CreateSource extends Node {
  readonly kind: 'create_source'
  readonly relation: 'table' | 'stream'
  readonly name: Identifier
  readonly elements: readonly ColumnDefinition[]
  /** `PRIMARY KEY (a, b)` as a table constraint. */
  readonly primaryKey: PrimaryKeyConstraint | null
  readonly properties: readonly Property[]
}
export interface ColumnDefinition extends Node {
  readonly kind: 'column_definition'
  readonly name: Identifier
  readonly type: TypeName
  /** `PRIMARY KEY` written behind the type. */
  readonly primaryKey: boolean
  /** `NOT NULL` written behind the type. */
  readonly notNull: boolean
}
export interface PrimaryKeyConstraint extends Node {
  readonly kind: 'primary_key'
  readonly columns: readonly Identifier[]
}
/** A type as written, such as `VARCHAR(20)` or `TIMESTAMP WITH TIME ZONE`; `name` in capitals with single spaces. */
export interface TypeName extends Node {
  readonly kind: 'type_name'
  readonly name: string
  readonly parameters: readonly number[]
}
/** `name = literal` inside WITH (…). */
export interface Property extends Node {
  readonly kind: 'property'
  readonly name: Identifier
  readonly value: Literal
}

/** `CREATE TABLE|STREAM name [WITH (…)] AS query [EMIT CHANGES]`. */
export interface CreateView extends Node {
  readonly kind: 'create_view'
  readonly relation: 'table' | 'stream'
  readonly name: Identifier
  readonly properties: readonly Property[]
  readonly query: Query
  readonly emitChanges: boolean
}

/** A query expression. Set operations, CTEs, ORDER BY and LIMIT get their own kinds and fields when they come. */
export type Query = Select

export interface Select extends Node {
  readonly kind: 'select'
  readonly items: readonly SelectItem[]
  readonly from: FromItem | null
  readonly where: Expression | null
  readonly groupBy: readonly Expression[]
  readonly having: Expression | null
}

export type SelectItem = SelectExpression | SelectStar
export interface SelectExpression extends Node {
  readonly kind: 'select_expression'
  readonly expression: Expression
  readonly alias: Identifier | null
}
/** `*` or `t.*`. */
export interface SelectStar extends Node {
  readonly kind: 'select_star'
  readonly relation: Identifier | null
}

export type FromItem = TableRef | Join | AggregateJoin
export interface TableRef extends Node {
  readonly kind: 'table_ref'
  readonly name: Identifier
  readonly alias: Identifier | null
}
/** `left [INNER] JOIN right ON …`, `left LEFT [OUTER] JOIN right ON …`. */
export interface Join extends Node {
  readonly kind: 'join'
  readonly join: 'inner' | 'left' | 'right' | 'full' | 'cross'
  readonly left: FromItem
  readonly right: FromItem
  readonly on: Expression | null
}
/** The sugar `left LEFT JOIN agg(source [WHERE p] BY columns) [AS name] [ON condition]`; `agg(source.column …)` too. */
export interface AggregateJoin extends Node {
  readonly kind: 'aggregate_join'
  readonly left: FromItem
  /** The aggregate's name as written, such as COUNT. */
  readonly aggregate: Identifier
  /** The relation that is aggregated. */
  readonly source: Identifier
  /** What is aggregated, from `agg(source.column …)`; null for `COUNT(source …)`. */
  readonly column: Identifier | null
  readonly where: Expression | null
  readonly by: readonly Identifier[]
  readonly alias: Identifier | null
  /** Without ON the left side is the primary key of what precedes. */
  readonly on: Expression | null
}

export type Expression =
  | Literal
  | ColumnRef
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | IsNullExpression
  | IsDistinctExpression
  | BetweenExpression
  | InExpression
  | LikeExpression
  | CaseExpression
  | CastExpression
  | FunctionCall

/** `text`: the value without quotes and with escapes undone; for numbers the digits as written; for booleans true or false. */
export interface Literal extends Node {
  readonly kind: 'literal'
  readonly literal: 'null' | 'boolean' | 'number' | 'string' | 'date' | 'timestamp' | 'timestamptz'
  readonly text: string
}
/** `column` or `relation.column`. */
export interface ColumnRef extends Node {
  readonly kind: 'column_ref'
  readonly relation: Identifier | null
  readonly name: Identifier
}
export interface UnaryExpression extends Node {
  readonly kind: 'unary'
  readonly operator: '-' | '+' | 'NOT'
  readonly operand: Expression
}
export interface BinaryExpression extends Node {
  readonly kind: 'binary'
  /** `!=` is read as `<>`. */
  readonly operator: '+' | '-' | '*' | '/' | '%' | '||' | '=' | '<>' | '<' | '<=' | '>' | '>='
  readonly left: Expression
  readonly right: Expression
  /** Of the operator alone. */
  readonly operatorSpan: Span
}
export interface LogicalExpression extends Node {
  readonly kind: 'logical'
  readonly operator: 'AND' | 'OR'
  readonly left: Expression
  readonly right: Expression
}
export interface IsNullExpression extends Node {
  readonly kind: 'is_null'
  readonly operand: Expression
  readonly negated: boolean
}
export interface IsDistinctExpression extends Node {
  readonly kind: 'is_distinct'
  readonly left: Expression
  readonly right: Expression
  /** IS NOT DISTINCT FROM. */
  readonly negated: boolean
}
export interface BetweenExpression extends Node {
  readonly kind: 'between'
  readonly operand: Expression
  readonly low: Expression
  readonly high: Expression
  readonly negated: boolean
}
export interface InExpression extends Node {
  readonly kind: 'in'
  readonly operand: Expression
  readonly items: readonly Expression[]
  readonly negated: boolean
}
export interface LikeExpression extends Node {
  readonly kind: 'like'
  readonly operand: Expression
  readonly pattern: Expression
  readonly caseInsensitive: boolean
  readonly negated: boolean
}
export interface CaseExpression extends Node {
  readonly kind: 'case'
  /** `CASE operand WHEN …`; null for a searched CASE. */
  readonly operand: Expression | null
  readonly whens: readonly { readonly when: Expression; readonly then: Expression; readonly span: Span }[]
  readonly otherwise: Expression | null
}
/** `CAST(x AS t)` or `x::t`. */
export interface CastExpression extends Node {
  readonly kind: 'cast'
  readonly operand: Expression
  readonly type: TypeName
  readonly form: 'cast' | 'colons'
}
/** A scalar function or an aggregate: which one is for analysis to say. `COALESCE`, `NULLIF` and such are calls here too. */
export interface FunctionCall extends Node {
  readonly kind: 'function_call'
  readonly name: Identifier
  readonly args: readonly Expression[]
  /** COUNT(*). */
  readonly star: boolean
  readonly distinct: boolean
  /** FILTER (WHERE …). */
  readonly filter: Expression | null
}
