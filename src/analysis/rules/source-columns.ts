/** A source has columns, and no two of one name. */
import { clashes, refersTo } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { ColumnDefinition, CreateSource, Identifier } from '../../language/ast.ts'

/** The definitions without those that repeat a name, which are reported. */
export function uniqueColumns(
  { name, elements }: CreateSource,
  diagnostics: Diagnostics,
): ColumnDefinition[] {
  if (elements.length === 0) {
    const help = 'list the columns that the records have: (id VARCHAR PRIMARY KEY, …)'
    diagnostics.error('MV2012', `\`${name.text}\` has no columns`, name.span, { help })
  }
  const unique: ColumnDefinition[] = []
  for (const element of elements) {
    const first = unique.find(other => clashes(other.name, element.name))
    if (!first) {
      unique.push(element)
      continue
    }
    const related = [{ message: 'the first one', span: first.name.span }]
    const message = `\`${name.text}\` has two columns called \`${element.name.text}\``
    diagnostics.error('MV2002', message, element.name.span, { related })
  }
  return unique
}

/** Says that NOT NULL has no effect, except where the primary key implies it. */
export function warnNotNull(
  columns: readonly ColumnDefinition[],
  keyNames: readonly Identifier[],
  diagnostics: Diagnostics,
): void {
  for (const { name, notNull, span } of columns) {
    if (!notNull || keyNames.some(key => refersTo(key, name.text))) continue
    diagnostics.warn('MV2013', `NOT NULL of \`${name.text}\` is not checked`, span, {
      help: `leave it out; where NULL has to be kept away, write WHERE ${name.text} IS NOT NULL in the view`,
    })
  }
}
