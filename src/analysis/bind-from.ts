/** Binds a FROM clause: its relations to the catalogue and to queries, its joins to their sides. */
import type { DerivedTable, FromItem } from '../language/ast.ts'
import { unreachable } from '../util/assert.ts'
import { bindAggregateJoin } from './bind-aggregate-join.ts'
import { bindJoin } from './bind-join.ts'
import { bindQuery } from './bind-query.ts'
import { bindTable, queryAsTable } from './bind-table.ts'
import { bindTableFunction } from './bind-table-function.ts'
import type { FromContext, FromResult } from './from-result.ts'

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
      return bindTableFunction(item, null, null, context)
    default:
      return unreachable(item)
  }
}

/** A query in FROM. One that reads what precedes it is bound by its join. */
export function bindDerived(item: DerivedTable, context: FromContext): FromResult {
  const { query, columns } = bindQuery(item.query, { ...context, isView: false })
  return queryAsTable(query, columns, item.alias, item.columns, item, context)
}
