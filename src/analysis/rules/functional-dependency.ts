/** When a query groups by the primary key of a table, each group has one value of every other column of that table. */
import type { Expr } from '../../expr/expr.ts'
import type { Scope, ScopeRelation } from '../scope.ts'

/** Whether the column belongs to a table whose whole primary key is among the group expressions. */
export function followsFromKey(column: Expr, groupBy: readonly Expr[], scope: Scope): boolean {
  if (column.kind !== 'column') return false
  const relation = scope.relations.find(({ columns }) =>
    columns.some(({ expr }) => isColumn(expr, column.index)),
  )
  const key = relation && primaryKeyOf(relation)
  return key?.every(index => groupBy.some(expr => isColumn(expr, index))) ?? false
}

/** Positions of the primary key in the rows of the scope; null for what has none (a stream, a view). */
function primaryKeyOf({ relation, columns }: ScopeRelation): readonly number[] | null {
  if (relation?.kind !== 'source' || relation.key === null) return null
  const positions = relation.key.map(index => columns[index]?.expr)
  const found = positions.flatMap(expr => (expr?.kind === 'column' ? [expr.index] : []))
  return found.length === relation.key.length ? found : null
}

function isColumn(expr: Expr | null, index: number): boolean {
  return expr?.kind === 'column' && expr.index === index
}
