/** Finds the source or view that a FROM clause names. */
import type { Relation } from '../catalog/relation.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Identifier } from '../language/ast.ts'
import type { FromContext } from './from-result.ts'

/** The relation of a name; null when there is none, which is reported. */
export function findRelation(
  name: Identifier,
  { catalog, commonTables, diagnostics }: FromContext,
): Relation | null {
  const relation = catalog.find(name)
  if (relation) return relation
  const similar = suggest(name.text, [...commonTables.map(table => table.name.text), ...catalog.names])
  const help = similar
    ? `did you mean \`${similar}\`?`
    : `declare it with CREATE TABLE ${name.text} (…) WITH (kafka_topic = '…'), or pass the file that does`
  diagnostics.error('MV2020', `there is no table or view \`${name.text}\``, name.span, { help })
  return null
}
