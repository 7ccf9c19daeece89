/** Binds a name in FROM: a query that WITH or CREATE VIEW has named, a source, or a view. */
import { refersTo } from '../catalog/name.ts'
import type { RelationColumn } from '../catalog/relation.ts'
import type { FromItem, Identifier, TableRef } from '../language/ast.ts'
import { findRelation } from './find-relation.ts'
import type { CommonTableRelation, FromContext, FromResult } from './from-result.ts'
import { carryParameters } from './query-parameters.ts'
import { renamed } from './rules/query-columns.ts'
import { queryScope, relationScope, unknownScope } from './scope.ts'

export function bindTable(item: TableRef, context: FromContext): FromResult {
  const { name, alias, columns: names, span } = item
  const common = context.commonTables.find(table => refersTo(name, table.name.text))
  if (common) return bindCommonTable(common, item, context)
  const relation = findRelation(name, context)
  if (relation === null) return { from: null, scope: unknownScope(alias ?? name) }
  const visible = alias ?? { ...name, text: relation.name }
  const from = { kind: 'table', relation, span } as const
  if (names.length === 0) return { from, scope: relationScope(relation, visible) }
  const given = renamed(relation.columns, names, visible, context.diagnostics)
  const [only] = relationScope({ ...relation, columns: given ?? relation.columns }, visible).relations
  const scope = { relations: [{ ...only!, relation }], width: relation.columns.length }
  return { from: given === null ? null : from, scope }
}

function bindCommonTable(table: CommonTableRelation, item: TableRef, context: FromContext): FromResult {
  const query = table.query && carryParameters(table.query, table.outer, context.outer)
  const name = item.alias ?? { ...item.name, text: table.name.text }
  return queryAsTable(query, table.columns, name, item.columns, item, context)
}

/** The rows of a query under a name, its columns renamed where `names` are given. */
export function queryAsTable(
  query: CommonTableRelation['query'],
  columns: readonly RelationColumn[],
  name: Identifier,
  names: readonly Identifier[],
  { span }: FromItem,
  { diagnostics }: FromContext,
): FromResult {
  const given = renamed(columns, names, name, diagnostics)
  const scope = queryScope(given ?? columns, name, query === null)
  return { from: query && given && { kind: 'derived', query, span }, scope }
}
