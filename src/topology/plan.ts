/**
 * The topology plan: what the compiler writes and the runtime runs. Plain JSON, versioned: a plan written today runs
 * tomorrow. No node depends on a process; nodes stand in topological order (inputs before users); rows are positional.
 */
import type { Expr, Frame, LiteralExpr } from '../expr/expr.ts'
import type { SqlType } from '../types/sql-type.ts'

/** Raised when a plan of an earlier version can no longer be read as it is. */
export const PLAN_VERSION = 1

export interface Plan {
  readonly version: typeof PLAN_VERSION
  readonly sources: readonly SourcePlan[]
  readonly nodes: readonly PlanNode[]
  readonly views: readonly ViewPlan[]
  /** Fingerprint of all of the above: two plans with the same one do the same. */
  readonly fingerprint: string
}

export interface Column {
  readonly name: string
  readonly type: SqlType
}

export type KeyFormat = 'KAFKA' | 'JSON' | 'RAW'
export type OnError = 'stop' | 'skip' | 'dead_letter'

/** A declared topic. */
export interface SourcePlan {
  /** Name in the case it was declared in; unique without regard to case. */
  readonly name: string
  /** table: upserts and tombstones by key. stream: each record is one more row. */
  readonly kind: 'table' | 'stream'
  readonly topic: string
  readonly keyFormat: KeyFormat
  readonly valueFormat: 'JSON'
  readonly onError: OnError
  readonly columns: readonly Column[]
  /** Positions in `columns`; empty for a stream. */
  readonly primaryKey: readonly number[]
}

interface NodeBase {
  /** Position-independent name, unique in the plan: `<kind>_<fingerprint>`. */
  readonly id: string
  /** Hash of what the node means and of its inputs' fingerprints; names the node's stores. */
  readonly fingerprint: string
  /** Names and types of the output row. */
  readonly columns: readonly Column[]
  /** Output positions that identify a row, in key order; null when rows may repeat (they have multiplicities). */
  readonly key: readonly number[] | null
}

export type PlanNode =
  | SourceNode
  | ValuesNode
  | FilterNode
  | ProjectNode
  | ArrangeNode
  | JoinNode
  | AggregateNode
  | GroupJoinNode
  | UnionNode
  | SetOperationNode
  | TopNNode
  | WindowNode
  | UnnestNode

/**
 * The rows of a declared topic, cut to the columns that something reads. A table's node keeps them in a store by primary
 * key (the before-images of upserts), and so is at the same time an arrangement by that key.
 */
export interface SourceNode extends NodeBase {
  readonly kind: 'source'
  /** Name of the SourcePlan. */
  readonly source: string
  /** Positions in the SourcePlan's columns, ascending; for a table it contains the primary key. */
  readonly used: readonly number[]
}

/** Rows of constant expressions, one a column. */
export interface ValuesNode extends NodeBase {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expr[])[]
}

/** Rows for which the predicate is true. */
export interface FilterNode extends NodeBase {
  readonly kind: 'filter'
  readonly input: string
  readonly predicate: Expr
}

/** One expression a column. */
export interface ProjectNode extends NodeBase {
  readonly kind: 'project'
  readonly input: string
  readonly exprs: readonly Expr[]
}

/** Keeps the input's rows in a store, found by `by`; passes its input on unchanged. */
export interface ArrangeNode extends NodeBase {
  readonly kind: 'arrange'
  readonly input: string
  readonly by: readonly number[]
  /** True when at most one row has the same values in `by`. */
  readonly unique: boolean
}

/**
 * inner: matching pairs · left, full: those, and the rows of the left side (of both) without a match, with NULLs ·
 * semi, anti: the left rows that have a match, or none.
 */
export type JoinKind = 'inner' | 'left' | 'full' | 'semi' | 'anti'

/** Whether the output has the columns of both sides. */
export function givesPairs(join: JoinKind): boolean {
  return join !== 'semi' && join !== 'anti'
}

/**
 * Join of two arrangements (arrange nodes, or table sources joined by their primary key) by equal keys; without key
 * columns every row meets every other. Output: left columns then right columns; of semi and anti the left ones.
 */
export interface JoinNode extends NodeBase {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: string
  readonly right: string
  /** Key positions in the left and right rows, pairwise of one type; equal to what the inputs are arranged by. */
  readonly leftKey: readonly number[]
  readonly rightKey: readonly number[]
  /** NULLs in the key are equal to each other. Absent: a NULL matches nothing. */
  readonly nullsMatch?: true
  /** What else must be true of a pair, over left then right columns. Not of inner joins, which a filter follows. */
  readonly residual?: Expr
}

/** An aggregate call; `args` are positions in the input row, none for COUNT(*). */
export interface AggregateCall {
  /** Id of the aggregate function, such as `sum(integer)`. */
  readonly fn: string
  readonly args: readonly number[]
  /** Each value of a group (of several arguments: each row of values) counts once. */
  readonly distinct?: true
  /** Of an aggregate of values in order. */
  readonly orderBy?: readonly SortColumn[]
  /** A BOOLEAN column: rows where it is not true do not count. Only of aggregates of values in order. */
  readonly filter?: number
  /** Arguments that are the same in all groups. */
  readonly constants?: readonly LiteralExpr[]
  readonly type: SqlType
}

/** GROUP BY. Output: the group columns, then one column a call. Without group columns there is always one row. */
export interface AggregateNode extends NodeBase {
  readonly kind: 'aggregate'
  readonly input: string
  readonly groupBy: readonly number[]
  readonly calls: readonly AggregateCall[]
}

/**
 * `left` (an arrangement unique by `leftKey`) left-joined with aggregates that are grouped by that same key: all of them
 * in one record per key. Output: left columns, then each branch's calls; NULL for calls of a branch without rows.
 */
export interface GroupJoinNode extends NodeBase {
  readonly kind: 'group_join'
  readonly left: string
  readonly leftKey: readonly number[]
  readonly branches: readonly GroupJoinBranch[]
}
export interface GroupJoinBranch {
  readonly input: string
  readonly groupBy: readonly number[]
  readonly calls: readonly AggregateCall[]
}

/** All rows of all inputs, which have the same types: UNION ALL. */
export interface UnionNode extends NodeBase {
  readonly kind: 'union'
  readonly inputs: readonly string[]
}

export type SetOperator = 'intersect' | 'except'

/** INTERSECT or EXCEPT of two inputs of the same types; NULLs are equal to each other. */
export interface SetOperationNode extends NodeBase {
  readonly kind: 'set_operation'
  readonly operator: SetOperator
  readonly all: boolean
  readonly left: string
  readonly right: string
}

/** One column of an ORDER BY. */
export interface SortColumn {
  readonly column: number
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** What a window function is given: a column of the input row by its position, or the same for all rows. */
export type WindowArgument = number | LiteralExpr

export interface WindowCall {
  /** Name of a window function, or id of an aggregate. */
  readonly fn: string
  readonly args: readonly WindowArgument[]
  readonly frame: Frame
  readonly type: SqlType
}

/** Window functions over partitions in order. Output: the input's columns, then one column a call. */
export interface WindowNode extends NodeBase {
  readonly kind: 'window'
  readonly input: string
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly calls: readonly WindowCall[]
}

/** Of each partition, in order, the rows after the first `offset`, `limit` of them (null: all). */
export interface TopNNode extends NodeBase {
  readonly kind: 'top_n'
  readonly input: string
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly limit: number | null
  readonly offset: number
  /** With the rows that the order does not tell apart from the last one of the cut. */
  readonly ties?: true
}

/**
 * A row for each element of arrays, which are gone through in step. Output: the kept columns, a column for the elements of
 * each array (NULL where it is shorter than another), and the number of the element from 1.
 */
export interface UnnestNode extends NodeBase {
  readonly kind: 'unnest'
  readonly input: string
  readonly kept: readonly number[]
  readonly arrays: readonly number[]
  readonly ordinality: boolean
  /** A row without elements is there once, with NULLs. */
  readonly outer: boolean
}

export type JsonNumbers = 'number' | 'string'

/** A served result: the rows of `node`, stored as JSON text ready to send, found by key. */
export interface ViewPlan {
  readonly name: string
  readonly node: string
  /** Fingerprint of node, columns and serving form; names the view's store. */
  readonly fingerprint: string
  readonly columns: readonly Column[]
  /** Positions of the key columns in the order of the route's segments; null when the view has no key. */
  readonly key: readonly number[] | null
  /** Route such as `/users/:userId`; null when the view has no key. */
  readonly endpoint: string | null
  /** How BIGINT and DECIMAL leave: as JSON numbers with all their digits, or as strings. */
  readonly jsonNumbers: JsonNumbers
}
