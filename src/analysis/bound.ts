/**
 * The bound program: every name resolved, every expression typed. It has the shape of the syntax tree's clauses; lowering
 * it to relational algebra needs no further decision and cannot fail.
 */
import type { Relation } from '../catalog/relation.ts'
import type { Span } from '../diagnostics/source.ts'
import type { AggregateCallExpr } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import type { GroupingSets } from '../expr/grouping-sets.ts'
import type { Column, JsonNumbers, SortColumn, SourcePlan } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'
import { must, unreachable } from '../util/assert.ts'

export interface BoundProgram {
  readonly sources: readonly SourcePlan[]
  /** By the ids that stand in expressions. */
  readonly subqueries: readonly BoundSubquery[]
  /** Used before users. */
  readonly views: readonly BoundView[]
}

export interface BoundView {
  readonly name: string
  readonly nameSpan: Span
  readonly query: BoundQuery
  readonly endpoint: { readonly text: string; readonly span: Span } | null
  readonly jsonNumbers: JsonNumbers
  /** Of CREATE STREAM: nobody expects a key. */
  readonly appendOnly: boolean
}

export type BoundQuery = BoundSelect | BoundSetOperation | BoundValues | BoundOrdered

export interface BoundSelect {
  readonly kind: 'select'
  /** Null for one row without columns. */
  readonly from: BoundFrom | null
  /** Over the columns of `from`. */
  readonly where: Condition | null
  /** Null for a query without aggregation. */
  readonly grouping: BoundGrouping | null
  /** Over the grouping's output. */
  readonly having: Condition | null
  /** Over the grouping's output, or the columns of `from` where there is none. */
  readonly outputs: readonly BoundOutput[]
  /** Each row once. */
  readonly distinct: boolean
  readonly span: Span
}

/** Two queries of the same column types. */
export interface BoundSetOperation {
  readonly kind: 'set_operation'
  readonly operator: 'union' | 'intersect' | 'except'
  readonly all: boolean
  readonly left: BoundQuery
  readonly right: BoundQuery
  readonly columns: readonly Column[]
  readonly span: Span
}
export interface BoundValues {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expr[])[]
  readonly columns: readonly Column[]
  readonly span: Span
}
/** The first rows of each partition, of which the first `width` columns are kept. */
export interface BoundOrdered {
  readonly kind: 'ordered'
  readonly input: BoundQuery
  /** Over the columns of `input`, as is `orderBy`. */
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly limit: number | null
  readonly offset: number
  readonly width: number
  readonly span: Span
}

/**
 * A subquery of an expression. Its arguments there are the operands of `in`, then what it reads of the row around it: the
 * parameters of its expressions.
 */
export interface BoundSubquery {
  readonly form: SubqueryForm
  readonly query: BoundQuery
  readonly parameters: readonly SqlType[]
  readonly span: Span
}
export type SubqueryForm =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'exists' }
  /** TRUE if all operands equal the columns of a row; NULL rules as SQL's. */
  | { readonly kind: 'in'; readonly operands: number; readonly equal: readonly string[] }
  /** TRUE if `compare` holds for the operand and the column of a row, which it does if it does for one of `decisive`. */
  | { readonly kind: 'any'; readonly compare: string; readonly decisive: readonly ('min' | 'max')[] }

/** The query of all rows and columns of a relation, whose columns all have types. */
export function allRows(relation: Relation): BoundSelect {
  const span = relation.nameSpan
  const outputs = relation.columns.map(({ name, type }, index): BoundOutput => ({
    name: name.text,
    expr: { kind: 'column', type: must(type, 'a column with a type'), index },
  }))
  const from = { kind: 'table', relation, span } as const
  return { kind: 'select', from, where: null, grouping: null, having: null, outputs, distinct: false, span }
}

/** The types and names of a query's columns. */
export function columnsOfQuery(query: BoundQuery): readonly Column[] {
  switch (query.kind) {
    case 'select':
      return query.outputs.map(({ name, expr }) => ({ name, type: expr.type }))
    case 'set_operation':
    case 'values':
      return query.columns
    case 'ordered':
      return columnsOfQuery(query.input).slice(0, query.width)
    default:
      return unreachable(query)
  }
}

export interface Condition {
  readonly expr: Expr
  readonly span: Span
}
export interface BoundOutput {
  readonly name: string
  readonly expr: Expr
}

/** Output: the keys, then the calls, then the tags of grouping sets. */
export interface BoundGrouping {
  readonly keys: readonly BoundOutput[]
  /** How many of the last keys follow from the ones before: columns of a table whose primary key is grouped by. */
  readonly determined: number
  readonly calls: readonly BoundCall[]
  /** Null: all keys are grouped by together. */
  readonly sets: GroupingSets | null
  readonly span: Span
}
export interface BoundCall extends AggregateCallExpr {
  /** A name for people. */
  readonly name: string
  readonly type: SqlType
}

export type BoundFrom = BoundTable | BoundDerived | BoundJoin | BoundLateral | BoundUnnest | BoundComputed

/** All columns of a relation. */
export interface BoundTable {
  readonly kind: 'table'
  readonly relation: Relation
  readonly span: Span
}
/** The rows of a query. */
export interface BoundDerived {
  readonly kind: 'derived'
  readonly query: BoundQuery
  readonly span: Span
}
/** Left columns, then right columns. `on` is null for all pairs. */
export interface BoundJoin {
  readonly kind: 'join'
  readonly join: 'inner' | 'left' | 'full'
  readonly left: BoundFrom
  readonly right: BoundFrom
  readonly on: Expr | null
  readonly span: Span
}
/** The rows of a query that reads the row on its left: left columns, then the query's. */
export interface BoundLateral {
  readonly kind: 'lateral'
  readonly join: 'inner' | 'left'
  readonly left: BoundFrom
  readonly query: BoundQuery
  /** What its parameters are, over the left columns. */
  readonly args: readonly Expr[]
  readonly on: Expr | null
  readonly span: Span
}
/** A row for each element of arrays: the columns of the input, one for each array, the number of the element from 1. */
export interface BoundUnnest {
  readonly kind: 'unnest'
  /** Null: the arrays are those of one row without columns. */
  readonly input: BoundFrom | null
  /** Over the columns of the input. */
  readonly arrays: readonly Expr[]
  /** Of the elements of each array, and of their number. */
  readonly columns: readonly Column[]
  readonly ordinality: boolean
  /** Keeps a row without elements, with NULLs. */
  readonly outer: boolean
  /** Over all columns; null for all rows. */
  readonly on: Expr | null
  readonly span: Span
}
/** Columns computed before a join can turn them into NULLs. */
export interface BoundComputed {
  readonly kind: 'computed'
  readonly input: BoundFrom
  readonly outputs: readonly BoundOutput[]
  readonly span: Span
}
