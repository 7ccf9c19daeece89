/** A table has a primary key, of columns that it has; a stream has none. */
import { clashes, refersTo } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import { suggest } from '../../diagnostics/suggest.ts'
import type { ColumnDefinition, CreateSource, Identifier } from '../../language/ast.ts'

/** The names of the key columns, each of which is defined; without those that have an error, which is reported. */
export function primaryKeyNames(
  statement: CreateSource,
  columns: readonly ColumnDefinition[],
  diagnostics: Diagnostics,
): readonly Identifier[] {
  const marked = statement.elements.filter(({ primaryKey }) => primaryKey)
  const { primaryKey, relation, name } = statement
  const first = marked[0] ?? primaryKey
  if (relation === 'stream') {
    if (first) {
      diagnostics.error('MV2005', `the stream \`${name.text}\` has a primary key`, first.span, {
        help: 'every record of a stream is one more row: leave PRIMARY KEY out, or declare a TABLE',
      })
    }
    return []
  }
  if (!first) {
    diagnostics.error('MV2004', `the table \`${name.text}\` has no primary key`, name.span, {
      help: 'mark the column that identifies a row with PRIMARY KEY, or declare a STREAM',
    })
    return []
  }
  if (marked.length > 1 || (marked.length === 1 && primaryKey)) {
    reportSecond(statement, marked, diagnostics)
    return []
  }
  return primaryKey ? constraintNames(primaryKey.columns, columns, name.text, diagnostics) : [marked[0]!.name]
}

function reportSecond(
  { name, primaryKey }: CreateSource,
  marked: readonly ColumnDefinition[],
  diagnostics: Diagnostics,
): void {
  const second = marked[1]?.span ?? primaryKey!.span
  diagnostics.error('MV2006', `\`${name.text}\` has two primary keys`, second, {
    related: [{ message: 'the first one', span: marked[0]!.span }],
    help: 'a key of several columns is written behind the columns: PRIMARY KEY (a, b)',
  })
}

function constraintNames(
  names: readonly Identifier[],
  columns: readonly ColumnDefinition[],
  table: string,
  diagnostics: Diagnostics,
): readonly Identifier[] {
  return names.filter((name, index) => {
    if (names.slice(0, index).some(other => clashes(other, name))) {
      diagnostics.error('MV2006', `the primary key has \`${name.text}\` twice`, name.span)
      return false
    }
    if (columns.some(column => refersTo(name, column.name.text))) return true
    // Without any column there is one error already.
    if (columns.length === 0) return false
    const declared = columns.map(column => column.name.text)
    const similar = suggest(name.text, declared)
    const help = similar
      ? `did you mean \`${similar}\`?`
      : `its columns: ${declared.map(text => `\`${text}\``).join(', ')}`
    diagnostics.error('MV2021', `\`${table}\` has no column \`${name.text}\``, name.span, { help })
    return false
  })
}
