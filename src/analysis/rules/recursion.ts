/** WITH RECURSIVE: taken where nothing reads itself. */
import { foldCase } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { CommonTable } from '../../language/ast.ts'
import { relationsOf } from '../query-relations.ts'

/**
 * False for a common table that reads itself, which is reported: computed to a fixpoint, a row that goes may have been all
 * that held up others in a circle, and finding these takes counting derivations by round.
 */
export function checkRecursion({ name, query }: CommonTable, diagnostics: Diagnostics): boolean {
  const own = relationsOf(query).find(({ text }) => foldCase(text) === foldCase(name.text))
  if (own === undefined) return true
  diagnostics.error(
    'MV2010',
    `\`${name.text}\` reads itself, and recursion is not kept up to date`,
    own.span,
    {
      help: 'join the table with itself once for each level: rows in a circle would keep each other when their cause is gone',
    },
  )
  return false
}
