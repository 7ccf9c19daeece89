/**
 * The syntax tree: what was written, with a span on every node. No names are resolved here. Keywords lose their case;
 * identifiers keep theirs.
 */
import type { Span } from '../diagnostics/source.ts'

/** What every part of the tree has. Those of a union are told apart by `kind`. */
export interface Node {
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

export type Statement = CreateSource | CreateView | CreateIndex | CreateType | InsertInto

/** Words of `CREATE [OR REPLACE] [SOURCE] … [IF NOT EXISTS]` that change nothing; kept so that they can be printed. */
export interface CreateOptions {
  readonly orReplace: boolean
  readonly source: boolean
  readonly ifNotExists: boolean
}

/** `CREATE TABLE|STREAM name (columns) WITH (…)`: a topic and the shape of its records. */
export interface CreateSource extends Node, CreateOptions {
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
  /** The element of an ARRAY (`t[]` is one too), key and value of a MAP; empty for all other types. */
  readonly elements: readonly TypeName[]
  /** The fields of a STRUCT; empty for all other types. */
  readonly fields: readonly FieldDefinition[]
}
/** `name type` inside STRUCT<…>. */
export interface FieldDefinition extends Node {
  readonly kind: 'field_definition'
  readonly name: Identifier
  readonly type: TypeName
}
/** `name = literal` inside WITH (…). */
export interface Property extends Node {
  readonly kind: 'property'
  readonly name: Identifier
  readonly value: Literal
}

/** `CREATE TABLE|STREAM|VIEW name [WITH (…)] AS query [EMIT CHANGES]`. A `view` is a name for a query, not stored. */
export interface CreateView extends Node, CreateOptions {
  readonly kind: 'create_view'
  readonly relation: 'table' | 'stream' | 'view'
  readonly name: Identifier
  readonly properties: readonly Property[]
  readonly query: Query
  readonly emitChanges: boolean
}

/** `CREATE INDEX [name] ON view (columns)`. */
export interface CreateIndex extends Node {
  readonly kind: 'create_index'
  readonly name: Identifier | null
  readonly view: Identifier
  readonly columns: readonly Identifier[]
}

/** `CREATE TYPE name AS type`. */
export interface CreateType extends Node {
  readonly kind: 'create_type'
  readonly name: Identifier
  readonly type: TypeName
}

/** `INSERT INTO stream query [EMIT CHANGES]`. */
export interface InsertInto extends Node {
  readonly kind: 'insert_into'
  readonly target: Identifier
  readonly query: Query
  readonly emitChanges: boolean
}

/**
 * A query expression. Parentheses leave no trace unless they hold WITH, ORDER BY or LIMIT: only then is a query the body
 * of a query or a side of a set operation.
 */
export interface Query extends Node {
  readonly kind: 'query'
  readonly with: readonly CommonTable[]
  /** WITH RECURSIVE. */
  readonly recursive: boolean
  readonly body: QueryBody
  readonly orderBy: readonly SortItem[]
  /** From `LIMIT n` or `FETCH FIRST n ROWS ONLY`; `LIMIT ALL` is none. */
  readonly limit: Expression | null
  readonly offset: Expression | null
}
export type QueryBody = Select | SetOperation | Values | Query

/** INTERSECT binds more tightly than UNION and EXCEPT; operators of one level lean to the left. */
export interface SetOperation extends Node {
  readonly kind: 'set_operation'
  readonly operator: 'union' | 'intersect' | 'except'
  readonly all: boolean
  readonly left: QueryBody
  readonly right: QueryBody
}
/** `VALUES (1, 'a'), (2, 'b')`. */
export interface Values extends Node {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expression[])[]
}
/** `name (columns) AS (query)` behind WITH; without columns they are those of the query. */
export interface CommonTable extends Node {
  readonly kind: 'common_table'
  readonly name: Identifier
  readonly columns: readonly Identifier[]
  readonly query: Query
}
export interface SortItem extends Node {
  readonly kind: 'sort_item'
  readonly expression: Expression
  readonly descending: boolean
  /** NULLS FIRST or NULLS LAST; null if not written: then last, or first where descending. */
  readonly nullsFirst: boolean | null
}

export interface Select extends Node {
  readonly kind: 'select'
  /** DISTINCT, with or without ON. */
  readonly distinct: boolean
  /** The expressions of DISTINCT ON (…); empty without it. */
  readonly distinctOn: readonly Expression[]
  readonly items: readonly SelectItem[]
  readonly from: FromItem | null
  readonly where: Expression | null
  readonly groupBy: readonly GroupItem[]
  readonly having: Expression | null
  readonly windows: readonly WindowDefinition[]
}

export type GroupItem = Expression | GroupingElement
export type GroupingElement = GroupingSet | GroupingSets | Rollup | Cube
/** Columns grouped together: `(a, b)` or `a` inside the others; `()`, the group of all rows, also alone. */
export interface GroupingSet extends Node {
  readonly kind: 'grouping_set'
  readonly items: readonly Expression[]
}
export interface GroupingSets extends Node {
  readonly kind: 'grouping_sets'
  readonly sets: readonly GroupingElement[]
}
export interface Rollup extends Node {
  readonly kind: 'rollup'
  readonly sets: readonly GroupingSet[]
}
export interface Cube extends Node {
  readonly kind: 'cube'
  readonly sets: readonly GroupingSet[]
}

/** `name AS (…)` behind WINDOW. */
export interface WindowDefinition extends Node {
  readonly kind: 'window_definition'
  readonly name: Identifier
  readonly window: WindowSpec
}
/** `(base PARTITION BY … ORDER BY … frame)`. */
export interface WindowSpec extends Node {
  readonly kind: 'window'
  readonly base: Identifier | null
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly SortItem[]
  readonly frame: WindowFrame | null
}
/** Without BETWEEN the end is the current row. */
export interface WindowFrame extends Node {
  readonly kind: 'frame'
  readonly unit: 'rows' | 'range' | 'groups'
  readonly start: FrameBound
  readonly end: FrameBound
  readonly exclude: 'no_others' | 'current_row' | 'group' | 'ties'
}
export interface FrameBound extends Node {
  readonly kind: 'frame_bound'
  readonly bound: 'unbounded_preceding' | 'preceding' | 'current_row' | 'following' | 'unbounded_following'
  /** Of `preceding` and `following`, null for the others. */
  readonly offset: Expression | null
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

export type FromItem = TableRef | DerivedTable | TableFunction | Join | AggregateJoin
/** `name [AS alias [(columns)]]`. */
export interface TableRef extends Node {
  readonly kind: 'table_ref'
  readonly name: Identifier
  readonly alias: Identifier | null
  /** Other names for its columns; there may be fewer than it has. */
  readonly columns: readonly Identifier[]
}
/** `[LATERAL] (query) AS alias [(columns)]`, a list of VALUES too. */
export interface DerivedTable extends Node {
  readonly kind: 'derived_table'
  readonly lateral: boolean
  readonly query: Query
  readonly alias: Identifier
  readonly columns: readonly Identifier[]
}
/** `[LATERAL] name(args) [WITH ORDINALITY] [AS alias [(columns)]]`, such as UNNEST. It sees what precedes without LATERAL too. */
export interface TableFunction extends Node {
  readonly kind: 'table_function'
  readonly lateral: boolean
  readonly name: Identifier
  readonly args: readonly Expression[]
  readonly ordinality: boolean
  readonly alias: Identifier | null
  readonly columns: readonly Identifier[]
}
/** `left [NATURAL] [INNER] JOIN right ON … | USING (…)` and its like. */
export interface Join extends Node {
  readonly kind: 'join'
  readonly join: 'inner' | 'left' | 'right' | 'full' | 'cross'
  readonly natural: boolean
  readonly left: FromItem
  readonly right: FromItem
  readonly on: Expression | null
  readonly using: readonly Identifier[] | null
  /** Written as a comma: a cross join that binds less tightly than all others. */
  readonly comma: boolean
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
  | InSubquery
  | LikeExpression
  | SimilarExpression
  | QuantifiedComparison
  | QuantifiedArray
  | AtTimeZone
  | CaseExpression
  | CastExpression
  | FunctionCall
  | ScalarSubquery
  | ExistsExpression
  | RowExpression
  | ArrayExpression
  | MapExpression
  | StructExpression
  | Subscript
  | FieldAccess
  | Lambda

/** `text`: the value without quotes and with escapes undone; for numbers the digits as written; for booleans true or false. */
export interface Literal extends Node {
  readonly kind: 'literal'
  readonly literal:
    | 'null'
    | 'boolean'
    | 'number'
    | 'string'
    | 'date'
    | 'time'
    | 'timestamp'
    | 'timestamptz'
    /** The unit of `INTERVAL '1' DAY` belongs to the text: `1 DAY`. */
    | 'interval'
    | 'uuid'
    | 'json'
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
/** `!=` is read as `<>`. */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='
/**
 * Those that are no comparison: arithmetic, `||`, regular expressions (`~`, `*` without regard to case), access to JSON and
 * what arrays and JSON contain.
 */
export type ArithmeticOperator =
  '+' | '-' | '*' | '/' | '%' | '^' | '||' | '~' | '~*' | '!~' | '!~*' | JsonOperator | '@>' | '<@' | '&&'
export type JsonOperator = '->' | '->>' | '#>' | '#>>' | '#-' | '?' | '?|' | '?&'
export interface BinaryExpression extends Node {
  readonly kind: 'binary'
  readonly operator: ComparisonOperator | ArithmeticOperator
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
  /** The bounds may stand in either order. */
  readonly symmetric: boolean
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
/** `x IN (SELECT …)`, `(x, y) IN (SELECT …)`. */
export interface InSubquery extends Node {
  readonly kind: 'in_subquery'
  readonly operand: Expression
  readonly query: Query
  readonly negated: boolean
}
export interface LikeExpression extends Node {
  readonly kind: 'like'
  readonly operand: Expression
  readonly pattern: Expression
  /** ESCAPE 'c'; null for the backslash. */
  readonly escape: Expression | null
  readonly caseInsensitive: boolean
  readonly negated: boolean
}
/** `x SIMILAR TO pattern`. */
export interface SimilarExpression extends Node {
  readonly kind: 'similar'
  readonly operand: Expression
  readonly pattern: Expression
  readonly escape: Expression | null
  readonly negated: boolean
}
/** `x = ANY (SELECT …)`; SOME is ANY. */
export interface QuantifiedComparison extends Node {
  readonly kind: 'quantified'
  readonly left: Expression
  readonly operator: ComparisonOperator
  readonly quantifier: 'any' | 'all'
  readonly query: Query
  /** Of the operator alone. */
  readonly operatorSpan: Span
}
/** `x = ANY (array)`; SOME is ANY. */
export interface QuantifiedArray extends Node {
  readonly kind: 'quantified_array'
  readonly left: Expression
  readonly operator: ComparisonOperator
  readonly quantifier: 'any' | 'all'
  readonly array: Expression
  /** Of the operator alone. */
  readonly operatorSpan: Span
}
/** `x AT TIME ZONE zone`. */
export interface AtTimeZone extends Node {
  readonly kind: 'at_time_zone'
  readonly operand: Expression
  readonly zone: Expression
}
export interface CaseExpression extends Node {
  readonly kind: 'case'
  /** `CASE operand WHEN …`; null for a searched CASE. */
  readonly operand: Expression | null
  readonly whens: readonly { readonly when: Expression; readonly then: Expression; readonly span: Span }[]
  readonly otherwise: Expression | null
}
/** `CAST(x AS t)`, `x::t` or `TRY_CAST(x AS t)`. */
export interface CastExpression extends Node {
  readonly kind: 'cast'
  readonly operand: Expression
  readonly type: TypeName
  readonly form: 'cast' | 'colons' | 'try'
}
/**
 * A scalar function, an aggregate or a window function: which one is for analysis to say. `COALESCE`, `NULLIF` and such are
 * calls here too, and so are the calls whose arguments SQL separates by words: `EXTRACT(year FROM x)` is
 * `EXTRACT('year', x)`, `POSITION(a IN b)` is `POSITION(a, b)`, `TRIM(LEADING a FROM b)` is `LTRIM(b, a)`.
 */
export interface FunctionCall extends Node {
  readonly kind: 'function_call'
  readonly name: Identifier
  readonly args: readonly Expression[]
  /** COUNT(*). */
  readonly star: boolean
  readonly distinct: boolean
  /** ORDER BY behind the arguments, inside the parentheses. */
  readonly orderBy: readonly SortItem[]
  /** WITHIN GROUP (ORDER BY …). */
  readonly withinGroup: readonly SortItem[]
  /** FILTER (WHERE …). */
  readonly filter: Expression | null
  /** RESPECT NULLS or IGNORE NULLS; null if neither is written. */
  readonly nulls: 'respect' | 'ignore' | null
  /** OVER (…) or OVER name. */
  readonly over: WindowSpec | Identifier | null
}

/** `(SELECT …)` in the place of a value. */
export interface ScalarSubquery extends Node {
  readonly kind: 'subquery'
  readonly query: Query
}
/** `EXISTS (SELECT …)`; NOT EXISTS is NOT of it. */
export interface ExistsExpression extends Node {
  readonly kind: 'exists'
  readonly query: Query
}
/** `(a, b)` or `ROW(a, b)`. */
export interface RowExpression extends Node {
  readonly kind: 'row'
  readonly items: readonly Expression[]
}
/** `ARRAY[a, b]`. */
export interface ArrayExpression extends Node {
  readonly kind: 'array'
  readonly items: readonly Expression[]
}
/** `MAP(key := value, …)`. */
export interface MapExpression extends Node {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: Expression; readonly value: Expression; readonly span: Span }[]
}
/** `STRUCT(name := value, …)`. */
export interface StructExpression extends Node {
  readonly kind: 'struct'
  readonly fields: readonly { readonly name: Identifier; readonly value: Expression; readonly span: Span }[]
}
/** `a[1]`, `m['key']`. */
export interface Subscript extends Node {
  readonly kind: 'subscript'
  readonly operand: Expression
  readonly index: Expression
}
/** `s->field` with a name on the right; with another operand `->` is an operator on JSON. Also `(s).field`. */
export interface FieldAccess extends Node {
  readonly kind: 'field_access'
  readonly form: 'arrow' | 'dot'
  readonly operand: Expression
  readonly field: Identifier
}
/** `x => body`, `(a, b) => body`. */
export interface Lambda extends Node {
  readonly kind: 'lambda'
  readonly parameters: readonly Identifier[]
  readonly body: Expression
}
