/** Functions that people know from elsewhere and that cannot be had: told by name, with what to write instead. */
import { foldCase } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Identifier } from '../../language/ast.ts'

const BY_OFFSET =
  'a table keeps the last record of each key; of a stream take the row of the latest time: DISTINCT ON (key) … ORDER BY key, time DESC'

const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['earliest_by_offset', BY_OFFSET],
  ['latest_by_offset', BY_OFFSET],
])

/** Whether the function is one of these, which is reported. */
export function refuseFunction({ text, span }: Identifier, diagnostics: Diagnostics): boolean {
  const help = FUNCTIONS.get(foldCase(text))
  if (help !== undefined) diagnostics.error('MV2010', `\`${text}\` is not supported yet`, span, { help })
  return help !== undefined
}
