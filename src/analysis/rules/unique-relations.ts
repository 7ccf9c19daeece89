/** Sources and views share one set of names; the same source may be declared in several files if it is the same. */
import { isDeepStrictEqual } from 'node:util'
import { foldCase } from '../../catalog/name.ts'
import type { SourceRelation } from '../../catalog/relation.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { CreateSource, CreateView } from '../../language/ast.ts'

type NamingStatement = CreateSource | CreateView

/**
 * The statements that introduce a name; views and sources of a name that is taken are reported and left out. Of a view and
 * a source the source stays, so that what reads it, the view itself perhaps, is not a cycle.
 */
export function uniqueStatements(
  statements: readonly NamingStatement[],
  diagnostics: Diagnostics,
): { readonly sources: readonly CreateSource[]; readonly views: readonly CreateView[] } {
  const first = new Map<string, NamingStatement>()
  const sources: CreateSource[] = []
  const views: CreateView[] = []
  for (const statement of statements) {
    const key = foldCase(statement.name.text)
    const other = first.get(key)
    if (other && (other.kind === 'create_view' || statement.kind === 'create_view')) {
      reportTaken(statement, other, diagnostics)
      if (statement.kind === 'create_view' || other.kind !== 'create_view') continue
      views.splice(views.indexOf(other), 1)
      first.set(key, statement)
    }
    if (!other) first.set(key, statement)
    if (statement.kind === 'create_view') views.push(statement)
    else sources.push(statement)
  }
  return { sources, views }
}

function reportTaken(statement: NamingStatement, other: NamingStatement, diagnostics: Diagnostics): void {
  const what = (s: NamingStatement) => (s.kind === 'create_view' ? 'a view' : 'a source')
  const message =
    statement.kind === other.kind
      ? `two views are called \`${statement.name.text}\``
      : `\`${statement.name.text}\` is ${what(other)} already, it cannot be ${what(statement)} too`
  diagnostics.error('MV2001', message, statement.name.span, {
    related: [{ message: 'the first one', span: other.name.span }],
    help: 'give one of them another name',
  })
}

/** Reports a source that is declared again in another way. */
export function checkSameSource(
  again: SourceRelation,
  first: SourceRelation,
  diagnostics: Diagnostics,
): void {
  if (again.broken || first.broken || isDeepStrictEqual(again.source, first.source)) return
  diagnostics.error('MV2001', `the source \`${again.name}\` is declared in two ways`, again.nameSpan, {
    related: [{ message: 'the other way', span: first.nameSpan }],
    help: 'declare it once, or the same way in each file',
  })
}
