/** Within one FROM, each relation has a name of its own. */
import { clashes } from '../../catalog/name.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Scope, ScopeRelation } from '../scope.ts'

/** The right side without the columns of relations that are named as one of the left; those are reported. */
export function dropRepeatedNames(left: Scope, right: Scope, diagnostics: Diagnostics): Scope {
  const relations = right.relations.map((relation): ScopeRelation => {
    const { name } = relation
    const first = name && left.relations.find(other => other.name && clashes(other.name, name))
    if (!name || !first?.name) return relation
    diagnostics.error('MV2023', `two relations are called \`${name.text}\` in this query`, name.span, {
      related: [{ message: 'the first one', span: first.name.span }],
      help: `give one of them an alias: \`${name.text} AS ${name.text}2\``,
    })
    return { name: null, relation: null, columns: [], open: true }
  })
  return { relations, width: right.width }
}

/** Whether a relation of the right side is named as one of the left. */
export function repeatsName(left: Scope, right: Scope): boolean {
  return right.relations.some(
    ({ name }) => name && left.relations.some(other => other.name && clashes(other.name, name)),
  )
}
