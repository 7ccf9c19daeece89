/** Binds a FROM clause: its relations to the catalogue and to queries, its joins to their sides. */
import { refersTo } from '../catalog/name.ts'
import type { RelationColumn } from '../catalog/relation.ts'
import type { DerivedTable, FromItem, Identifier, TableRef } from '../language/ast.ts'
import { unreachable } from '../util/assert.ts'
import { bindAggregateJoin } from './bind-aggregate-join.ts'
import { bindJoin } from './bind-join.ts'
import { bindQuery } from './bind-query.ts'
import { findRelation } from './find-relation.ts'
import type { CommonTableRelation, FromContext, FromResult } from './from-result.ts'
import { carryParameters } from './query-parameters.ts'
import { renamed } from './rules/query-columns.ts'
import { queryScope, relationScope, unknownScope } from './scope.ts'

export function bindFrom(item: FromItem, context: FromContext): FromResult {
  switch (item.kind) {
    case 'table_ref':
      return bindTable(item, context)
    case 'derived_table':
      return bindDerived(item, context)
    case 'join':
      return bindJoin(item, context)
    case 'aggregate_join':
      return bindAggregateJoin(item, bindFrom(item.left, context), context)
    case 'table_function':
      return refuseFunction(item.alias ?? item.name, context)
    default:
      return unreachable(item)
  }
}

function bindTable(item: TableRef, context: FromContext): FromResult {
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
  const name = item.alias ?? item.name
  const query = table.query && carryParameters(table.query, table.outer, context.outer)
  return ofQuery(query, table.columns, name, item.columns, item, context)
}

/** A query in FROM. One that reads what precedes it is bound by its join. */
export function bindDerived(item: DerivedTable, context: FromContext): FromResult {
  const { query, columns } = bindQuery(item.query, { ...context, isView: false })
  return ofQuery(query, columns, item.alias, item.columns, item, context)
}

function ofQuery(
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

function refuseFunction(name: Identifier, { diagnostics }: FromContext): FromResult {
  diagnostics.error('MV2010', 'a function in FROM is not supported yet', name.span, {
    help: 'name a table, a view or a query in FROM',
  })
  return { from: null, scope: unknownScope(name) }
}
