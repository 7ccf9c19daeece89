/** CREATE TABLE … AS: the query and the properties of a view. */
import { FOREIGN_NAME_PROPERTIES, FOREIGN_VIEW_PROPERTIES, VIEW_PROPERTIES } from '../catalog/properties.ts'
import type { ViewRelation } from '../catalog/relation.ts'
import type { CreateView, InsertInto } from '../language/ast.ts'
import type { JsonNumbers } from '../topology/plan.ts'
import { withInserts } from './bind-insert.ts'
import type { CommonTableRelation, FromContext } from './from-result.ts'
import { bindQuery } from './bind-query.ts'
import type { BoundView } from './bound.ts'
import { keyOfQuery } from './keys.ts'
import { readProperties } from './read-properties.ts'
import { checkAppendOnly } from './rules/append-only.ts'
import type { EndpointRules } from './rules/endpoints.ts'

export interface ViewResult {
  /** Null when there is an error, which is reported. */
  readonly view: BoundView | null
  /** What other views can see of it; after an error too. */
  readonly relation: ViewRelation
}

/** @param inserts those that add rows to the view */
export function bindView(
  statement: CreateView,
  inserts: readonly InsertInto[],
  endpoints: EndpointRules,
  context: FromContext,
): ViewResult {
  const { diagnostics } = context
  const { text: name, span: nameSpan } = statement.name
  const set = readProperties(statement.properties, VIEW_PROPERTIES, FOREIGN_VIEW_PROPERTIES, diagnostics)
  const endpoint = set.endpoint ?? null
  endpoints.check(statement, endpoint)
  const { query: own, columns } = bindQuery(statement.query, context)
  const appendOnly = statement.relation === 'stream'
  const usable = own && (!appendOnly || checkAppendOnly(statement.name, own, diagnostics)) ? own : null
  const query = usable && withInserts(usable, { columns, appendOnly }, inserts, context)
  const jsonNumbers = (set.json_numbers?.text ?? 'number') as JsonNumbers
  return {
    view: query && { name, nameSpan, query, endpoint, jsonNumbers, appendOnly },
    relation: {
      kind: 'view',
      name,
      nameSpan,
      columns,
      key: query && keyOfQuery(query),
      appendOnly,
      broken: query === null,
    },
  }
}

/** CREATE VIEW: a name for a query, which is read as if it stood there. */
export function bindNamedQuery(statement: CreateView, context: FromContext): CommonTableRelation {
  const { name, properties } = statement
  readProperties(properties, {}, FOREIGN_NAME_PROPERTIES, context.diagnostics)
  const { query, columns } = bindQuery(statement.query, context)
  return { name, query, columns, outer: null }
}

/** What other views see of one that cannot be bound: every column is accepted in silence. */
export function brokenView({ name }: CreateView): ViewRelation {
  return {
    kind: 'view',
    name: name.text,
    nameSpan: name.span,
    columns: [],
    key: null,
    appendOnly: true,
    broken: true,
  }
}
