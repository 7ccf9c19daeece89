/**
 * The topology plan: what the compiler writes and the runtime runs. Plain JSON, versioned: a plan written today runs
 * tomorrow. No node depends on a process; nodes stand in topological order (inputs before users); rows are positional.
 */
import type { Expr } from '../expr/expr.ts'
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
  SourceNode | FilterNode | ProjectNode | ArrangeNode | JoinNode | AggregateNode | GroupJoinNode

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
 * Equi-join of two arrangements (arrange nodes, or table sources joined by their primary key). Output: left columns then
 * right columns. NULL keys match nothing. `left` join: left rows without a match come with NULLs.
 */
export interface JoinNode extends NodeBase {
  readonly kind: 'join'
  readonly join: 'inner' | 'left'
  readonly left: string
  readonly right: string
  /** Key positions in the left and right rows, pairwise of one type; equal to what the inputs are arranged by. */
  readonly leftKey: readonly number[]
  readonly rightKey: readonly number[]
}

/** An aggregate call; `arg` is a position in the input row, null for COUNT(*). */
export interface AggregateCall {
  /** Id of the aggregate function, such as `sum(integer)`. */
  readonly fn: string
  readonly arg: number | null
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
