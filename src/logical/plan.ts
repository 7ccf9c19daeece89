/**
 * The logical plan: relational algebra, free of the runtime's types. Expressions are positional over the input's columns;
 * a join's condition sees the left columns and then the right ones. Passes rewrite it; planning turns it into a topology.
 */
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import type { Column, JsonNumbers, SourcePlan } from '../topology/plan.ts'

interface NodeBase {
  /** Output columns. Names are for people and for the view's columns; nothing is resolved by them any more. */
  readonly columns: readonly Column[]
  /** The text that this came from, for diagnostics of planning. */
  readonly span: Span
}

export type LogicalNode = ScanNode | ViewNode | FilterNode | ProjectNode | JoinNode | AggregateNode

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
/** Output: left columns, right columns. `on` null only for a cross join (which planning refuses). */
export interface JoinNode extends NodeBase {
  readonly kind: 'join'
  readonly join: 'inner' | 'left'
  readonly left: LogicalNode
  readonly right: LogicalNode
  readonly on: Expr | null
}
/** Output: group expressions, then calls. */
export interface AggregateNode extends NodeBase {
  readonly kind: 'aggregate'
  readonly input: LogicalNode
  readonly groupBy: readonly Expr[]
  readonly calls: readonly LogicalCall[]
}
export interface LogicalCall {
  /** Id of an AggregateSignature. */
  readonly fn: string
  readonly arg: Expr | null
}

/** One `CREATE TABLE … AS`, resolved and typed. */
export interface LogicalView {
  readonly name: string
  readonly nameSpan: Span
  readonly plan: LogicalNode
  /** From WITH (endpoint = …); null for the default. */
  readonly endpoint: { readonly text: string; readonly span: Span } | null
  readonly jsonNumbers: JsonNumbers
}

/** A whole program after analysis: all files of one run. Views in dependency order (used before users). */
export interface LogicalProgram {
  readonly sources: readonly SourcePlan[]
  readonly views: readonly LogicalView[]
}
