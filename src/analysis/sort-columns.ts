/** ORDER BY over the columns of a result: by name or by position. */
import { refersTo } from '../catalog/name.ts'
import type { RelationColumn } from '../catalog/relation.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Literal, SortItem } from '../language/ast.ts'
import type { SortColumn } from '../topology/plan.ts'

/** The order of a query that is no single SELECT; null when an item has an error, which is reported. */
export function sortColumns(
  orderBy: readonly SortItem[],
  columns: readonly RelationColumn[],
  diagnostics: Diagnostics,
): SortColumn[] | null {
  const sorted = orderBy.map(item => {
    const column = columnOf(item, columns, diagnostics)
    return column === null ? null : sortColumn(item, column)
  })
  return sorted.every(column => column !== null) ? sorted : null
}

/** NULLs come last, and first in a descending order, unless it is said otherwise. */
export function sortColumn({ descending, nullsFirst }: SortItem, column: number): SortColumn {
  return { column, descending, nullsFirst: nullsFirst ?? descending }
}

/** The position that a number in ORDER BY stands for; null when there is none, which is reported. */
export function sortPosition(
  { text, span }: Literal,
  width: number,
  diagnostics: Diagnostics,
): number | null {
  const position = Number(text) - 1
  if (/^\d+$/.test(text) && position >= 0 && position < width) return position
  diagnostics.error('MV2082', `the select list has no position ${text}`, span, {
    help: `order by a column, or by a position from 1 to ${width}`,
  })
  return null
}

function columnOf(
  { expression }: SortItem,
  columns: readonly RelationColumn[],
  diagnostics: Diagnostics,
): number | null {
  if (expression.kind === 'literal' && expression.literal === 'number')
    return sortPosition(expression, columns.length, diagnostics)
  if (expression.kind !== 'column_ref' || expression.relation !== null) {
    diagnostics.error('MV2082', 'this order is no column of the result', expression.span, {
      help: 'the result of a set operation is ordered by its columns: put it into parentheses in FROM to order by more',
    })
    return null
  }
  const { name } = expression
  const found = columns.findIndex(column => refersTo(name, column.name.text))
  if (found >= 0) return found
  const similar = suggest(
    name.text,
    columns.map(column => column.name.text),
  )
  diagnostics.error('MV2082', `the result has no column \`${name.text}\``, expression.span, {
    ...(similar && { help: `did you mean \`${similar}\`?` }),
  })
  return null
}
