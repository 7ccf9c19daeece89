/** What binding a FROM clause needs and gives. */
import type { Catalog } from '../catalog/catalog.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { BoundFrom } from './bound.ts'
import type { Scope } from './scope.ts'

export interface FromContext {
  readonly catalog: Catalog
  readonly diagnostics: Diagnostics
}

export interface FromResult {
  /** Null when there is an error, which is reported. */
  readonly from: BoundFrom | null
  /** What can be seen of it; after an error too, so that the rest of the query can be checked. */
  readonly scope: Scope
}
