/** A source has columns, and no two of one name. */
import { clashes } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { ColumnDefinition, CreateSource } from '../../language/ast.ts'

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
