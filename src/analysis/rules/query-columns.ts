/** Columns of queries: as many on both sides of a set operation, and no more new names than columns. */
import type { RelationColumn } from '../../catalog/relation.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Identifier, SetOperation } from '../../language/ast.ts'

/** False when the sides have different numbers of columns, which is reported. */
export function checkWidths(
  item: SetOperation,
  left: number,
  right: number,
  diagnostics: Diagnostics,
): boolean {
  if (left === right) return true
  const message = `the sides of ${item.operator.toUpperCase()} have ${left} and ${right} columns`
  diagnostics.error('MV2080', message, item.right.span, {
    help: 'give both the same columns, in the same order',
  })
  return false
}

/** The columns under other names; null when there are more names than columns, which is reported. */
export function renamed(
  columns: readonly RelationColumn[],
  names: readonly Identifier[],
  relation: Identifier,
  diagnostics: Diagnostics,
): readonly RelationColumn[] | null {
  const extra = names[columns.length]
  if (extra !== undefined) {
    const has = columns.length === 1 ? 'one column' : `${columns.length} columns`
    diagnostics.error('MV2080', `\`${relation.text}\` has ${has}, but ${names.length} names`, extra.span, {
      help: 'leave out the names that are too many',
    })
    return null
  }
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))
}
