/**
 * The logical plan: relational algebra, free of the runtime's types. Expressions are positional over the input's columns;
 * a join's condition sees the left columns and then the right ones. Passes rewrite it; planning turns it into a topology.
 */
import type { Span } from '../diagnostics/source.ts'
import type { AggregateCallExpr } from '../expr/aggregate-call.ts'
import type { Expr, Frame } from '../expr/expr.ts'
import type { GroupingSets } from '../expr/grouping-sets.ts'
import type {
  Column,
  JoinKind,
  JsonNumbers,
  SetOperator,
  SortColumn,
  SourcePlan,
  WindowArgument,
} from '../topology/plan.ts'

interface NodeBase {
  /** Output columns. Names are for people and for the view's columns; nothing is resolved by them any more. */
  readonly columns: readonly Column[]
  /** The text that this came from, for diagnostics of planning. */
  readonly span: Span
}

export type LogicalNode =
  | ScanNode
  | ViewNode
  | ValuesNode
  | FilterNode
  | ProjectNode
  | JoinNode
  | AggregateNode
  | UnionNode
  | SetOperationNode
  | TopNNode
  | WindowNode
  | UnnestNode

/** The columns of a declared source, in declared order. */
export interface ScanNode extends NodeBase {
  readonly kind: 'scan'
  readonly source: SourcePlan
  /** Positions in the source's columns, ascending; absent for all of them. Column pruning sets it. */
  readonly used?: readonly number[]
}
/** The rows of another view of the same program. */
export interface ViewNode extends NodeBase {
  readonly kind: 'view'
  readonly view: string
}
/** Rows of expressions that read no column. */
export interface ValuesNode extends NodeBase {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expr[])[]
}
export interface FilterNode extends NodeBase {
  readonly kind: 'filter'
  readonly input: LogicalNode
  readonly predicate: Expr
}
export interface ProjectNode extends NodeBase {
  readonly kind: 'project'
  readonly input: LogicalNode
  readonly exprs: readonly Expr[]
}
/** Output: left columns, right columns; of semi and anti the left ones. `on` is over both; null for every pair. */
export interface JoinNode extends NodeBase {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: LogicalNode
  readonly right: LogicalNode
  readonly on: Expr | null
}
/** All rows of inputs of the same types. */
export interface UnionNode extends NodeBase {
  readonly kind: 'union'
  readonly inputs: readonly LogicalNode[]
}
export interface SetOperationNode extends NodeBase {
  readonly kind: 'set_operation'
  readonly operator: SetOperator
  readonly all: boolean
  readonly left: LogicalNode
  readonly right: LogicalNode
}
/** Of each partition, in order, the rows after the first `offset`, `limit` of them (null: all). */
export interface TopNNode extends NodeBase {
  readonly kind: 'top_n'
  readonly input: LogicalNode
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly limit: number | null
  readonly offset: number
  /** With the rows that the order does not tell apart from the last one of the cut. */
  readonly ties?: true
}
/** Output: group expressions (NULL where they are not in the set), then calls, then the tags of grouping sets. */
export interface AggregateNode extends NodeBase {
  readonly kind: 'aggregate'
  readonly input: LogicalNode
  readonly groupBy: readonly Expr[]
  readonly calls: readonly AggregateCallExpr[]
  /** Absent: all group expressions together. */
  readonly sets?: GroupingSets
}

export interface LogicalWindowCall {
  readonly fn: string
  readonly args: readonly WindowArgument[]
  readonly frame: Frame
}
/** Output: the input's columns, then one column a call. */
export interface WindowNode extends NodeBase {
  readonly kind: 'window'
  readonly input: LogicalNode
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly calls: readonly LogicalWindowCall[]
}

/** A row for each element of arrays, gone through in step. Output: kept columns, elements, the element's number from 1. */
export interface UnnestNode extends NodeBase {
  readonly kind: 'unnest'
  readonly input: LogicalNode
  readonly kept: readonly number[]
  readonly arrays: readonly number[]
  readonly ordinality: boolean
  /** A row without elements is there once, with NULLs. */
  readonly outer: boolean
}

/** One `CREATE TABLE … AS`, resolved and typed. */
export interface LogicalView {
  readonly name: string
  readonly nameSpan: Span
  readonly plan: LogicalNode
  /** From WITH (endpoint = …); null for the default. */
  readonly endpoint: { readonly text: string; readonly span: Span } | null
  readonly jsonNumbers: JsonNumbers
  /** Of CREATE STREAM: nobody expects a key. */
  readonly appendOnly: boolean
}

/** A whole program after analysis: all files of one run. Views in dependency order (used before users). */
export interface LogicalProgram {
  readonly sources: readonly SourcePlan[]
  readonly views: readonly LogicalView[]
}
