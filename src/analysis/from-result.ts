/** What binding a FROM clause needs and gives. */
import type { Catalog } from '../catalog/catalog.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { RelationColumn } from '../catalog/relation.ts'
import type { Identifier } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import type { BoundFrom, BoundQuery, BoundSubquery } from './bound.ts'
import type { Parameters } from './parameters.ts'
import type { Scope } from './scope.ts'

export interface FromContext {
  readonly catalog: Catalog
  readonly diagnostics: Diagnostics
  /** Queries that WITH has given names, the innermost first. */
  readonly commonTables: readonly CommonTableRelation[]
  /** The subqueries of the program so far. */
  readonly subqueries: BoundSubquery[]
  /** Whether the columns are a view's: each needs a name that no other has. */
  readonly isView: boolean
  /** What surrounds the query; null for a view's own. */
  readonly outer: Outer | null
}

/** A query with a name. */
export interface CommonTableRelation {
  readonly name: Identifier
  /** Null when it has an error, which is reported. */
  readonly query: BoundQuery | null
  readonly columns: readonly RelationColumn[]
  /** What surrounds the query that names it: what its own query reads is read there. */
  readonly outer: Outer | null
}

/** The row around a subquery, and what the subquery reads of it. */
export interface Outer {
  readonly binding: Binding
  readonly parameters: Parameters
}

export interface FromResult {
  /** Null when there is an error, which is reported. */
  readonly from: BoundFrom | null
  /** What can be seen of it; after an error too, so that the rest of the query can be checked. */
  readonly scope: Scope
}
