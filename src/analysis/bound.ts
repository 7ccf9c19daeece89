/**
 * The bound program: every name resolved, every expression typed. It has the shape of the syntax tree's clauses; lowering
 * it to relational algebra needs no further decision and cannot fail.
 */
import type { Relation } from '../catalog/relation.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import type { JsonNumbers, SourcePlan } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'

export interface BoundProgram {
  readonly sources: readonly SourcePlan[]
  /** Used before users. */
  readonly views: readonly BoundView[]
}

export interface BoundView {
  readonly name: string
  readonly nameSpan: Span
  readonly select: BoundSelect
  readonly endpoint: { readonly text: string; readonly span: Span } | null
  readonly jsonNumbers: JsonNumbers
}

export interface BoundSelect {
  readonly from: BoundFrom
  /** Over the columns of `from`. */
  readonly where: Condition | null
  /** Null for a query without aggregation. */
  readonly grouping: BoundGrouping | null
  /** Over the grouping's output. */
  readonly having: Condition | null
  /** Over the grouping's output, or the columns of `from` where there is none. */
  readonly outputs: readonly BoundOutput[]
  readonly span: Span
}

export interface Condition {
  readonly expr: Expr
  readonly span: Span
}
export interface BoundOutput {
  readonly name: string
  readonly expr: Expr
}

/** Output: the keys, then the calls. */
export interface BoundGrouping {
  readonly keys: readonly BoundOutput[]
  /** How many of the last keys follow from the ones before: columns of a table whose primary key is grouped by. */
  readonly determined: number
  readonly calls: readonly BoundCall[]
  readonly span: Span
}
export interface BoundCall {
  /** Id of an AggregateSignature. */
  readonly fn: string
  /** A name for people. */
  readonly name: string
  readonly arg: Expr | null
  readonly type: SqlType
}

export type BoundFrom = BoundTable | BoundJoin | BoundAggregateJoin | BoundComputed

/** All columns of a relation. */
export interface BoundTable {
  readonly kind: 'table'
  readonly relation: Relation
  readonly span: Span
}
/** Left columns, then right columns. */
export interface BoundJoin {
  readonly kind: 'join'
  readonly join: 'inner' | 'left'
  readonly left: BoundFrom
  readonly right: BoundFrom
  readonly on: Expr
  readonly span: Span
}
/** The sugar. Left columns, then the BY columns and the call. */
export interface BoundAggregateJoin {
  readonly kind: 'aggregate_join'
  readonly left: BoundFrom
  readonly source: Relation
  /** Over the source's columns, as are `by` and the call's argument. */
  readonly where: Condition | null
  readonly by: readonly BoundOutput[]
  readonly call: BoundCall
  readonly on: Expr
  /** Of the call `agg(…)` alone. */
  readonly callSpan: Span
  readonly span: Span
}
/** Columns computed before a join can turn them into NULLs. */
export interface BoundComputed {
  readonly kind: 'computed'
  readonly input: BoundFrom
  readonly outputs: readonly BoundOutput[]
  readonly span: Span
}
