/** CREATE TABLE … AS: the query and the properties of a view. */
import { FOREIGN_VIEW_PROPERTIES, VIEW_PROPERTIES } from '../catalog/properties.ts'
import type { ViewRelation } from '../catalog/relation.ts'
import type { CreateView } from '../language/ast.ts'
import type { JsonNumbers } from '../topology/plan.ts'
import type { FromContext } from './from-result.ts'
import { bindQuery } from './bind-query.ts'
import type { BoundView } from './bound.ts'
import { keyOfQuery } from './keys.ts'
import { readProperties } from './read-properties.ts'
import type { EndpointRules } from './rules/endpoints.ts'

export interface ViewResult {
  /** Null when there is an error, which is reported. */
  readonly view: BoundView | null
  /** What other views can see of it; after an error too. */
  readonly relation: ViewRelation
}

export function bindView(statement: CreateView, endpoints: EndpointRules, context: FromContext): ViewResult {
  const { diagnostics } = context
  const { text: name, span: nameSpan } = statement.name
  if (statement.relation === 'stream') {
    diagnostics.error('MV2010', 'CREATE STREAM … AS is not supported yet', nameSpan, {
      help: 'write CREATE TABLE … AS: its rows follow every change of the input',
    })
  }
  const set = readProperties(statement.properties, VIEW_PROPERTIES, FOREIGN_VIEW_PROPERTIES, diagnostics)
  const endpoint = set.endpoint ?? null
  endpoints.check(statement, endpoint)
  const { query, columns } = bindQuery(statement.query, context)
  const jsonNumbers = (set.json_numbers?.text ?? 'number') as JsonNumbers
  return {
    view: query && { name, nameSpan, query, endpoint, jsonNumbers },
    relation: {
      kind: 'view',
      name,
      nameSpan,
      columns,
      key: query && keyOfQuery(query),
      broken: query === null,
    },
  }
}

/** What other views see of one that cannot be bound: every column is accepted in silence. */
export function brokenView({ name }: CreateView): ViewRelation {
  return { kind: 'view', name: name.text, nameSpan: name.span, columns: [], key: null, broken: true }
}
