/** INSERT INTO adds rows to a stream or to a view; a table of a topic has its rows from there, by key. */
import { foldCase } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import { suggest } from '../../diagnostics/suggest.ts'
import type { CreateSource, CreateView, InsertInto } from '../../language/ast.ts'
import type { Definition } from '../dependencies.ts'

interface Statements {
  readonly sources: readonly CreateSource[]
  readonly views: readonly CreateView[]
}

/** What queries define: the views, and the streams that are inserted into. An INSERT without a target is reported. */
export function definitionsOf(
  { sources, views }: Statements,
  inserts: readonly InsertInto[],
  diagnostics: Diagnostics,
): Definition[] {
  const targets = new Map([...sources, ...views].map(statement => [foldCase(statement.name.text), statement]))
  const taken = inserts.filter(insert => isTarget(insert, targets, diagnostics))
  const insertsInto = (statement: CreateSource | CreateView): InsertInto[] =>
    taken.filter(({ target }) => foldCase(target.text) === foldCase(statement.name.text))
  const all = [...new Set(targets.values())].map(statement => ({
    statement,
    inserts: insertsInto(statement),
  }))
  return all.filter(({ statement, inserts }) => statement.kind === 'create_view' || inserts.length > 0)
}

function isTarget(
  { target }: InsertInto,
  targets: ReadonlyMap<string, CreateSource | CreateView>,
  diagnostics: Diagnostics,
): boolean {
  const statement = targets.get(foldCase(target.text))
  if (statement === undefined) {
    const similar = suggest(
      target.text,
      [...targets.values()].map(({ name }) => name.text),
    )
    diagnostics.error('MV2020', `there is no stream or view \`${target.text}\``, target.span, {
      help: similar
        ? `did you mean \`${similar}\`?`
        : `declare it: CREATE STREAM ${target.text} (…) WITH (…)`,
    })
    return false
  }
  const isName = statement.kind === 'create_view' && statement.relation === 'view'
  const isTable = statement.kind === 'create_source' && statement.relation === 'table'
  if (!isName && !isTable) return true
  const related = [{ message: 'declared here', span: statement.name.span }]
  if (isName) {
    diagnostics.error('MV2014', `\`${target.text}\` is the name of a query and takes no rows`, target.span, {
      related,
      help: 'write the query into its CREATE VIEW, behind UNION ALL',
    })
  } else {
    diagnostics.error(
      'MV2014',
      `\`${target.text}\` is a table, whose rows come from its topic`,
      target.span,
      {
        related,
        help: 'make a view of both: CREATE TABLE … AS SELECT … UNION ALL SELECT …',
      },
    )
  }
  return false
}
