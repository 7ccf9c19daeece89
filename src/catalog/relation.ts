/** What a FROM clause can name: the declared sources and the views of one program. */
import type { Span } from '../diagnostics/source.ts'
import type { SourcePlan } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Name } from './name.ts'

export type Relation = SourceRelation | ViewRelation

interface RelationBase {
  readonly name: string
  /** Of the name where it is declared. */
  readonly nameSpan: Span
  readonly columns: readonly RelationColumn[]
  /** Positions of columns that identify a row; null when none are known. */
  readonly key: readonly number[] | null
  /** Whether a row that is there stays: of a stream. */
  readonly appendOnly: boolean
  /** True when the declaration has an error, so that columns may be missing. The error is reported already. */
  readonly broken: boolean
}

/** A declared topic. */
export interface SourceRelation extends RelationBase {
  readonly kind: 'source'
  readonly source: SourcePlan
}

/** The rows of a view. */
export interface ViewRelation extends RelationBase {
  readonly kind: 'view'
}

export interface RelationColumn {
  readonly name: Name
  /** Null when the type is not known because of an error that is reported already. */
  readonly type: SqlType | null
}
