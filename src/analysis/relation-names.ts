/** The relations that a query names, in FROM and in subqueries, wherever they stand. */
import { foldCase } from '../catalog/name.ts'
import type { AggregateJoin, Identifier, Query, TableRef } from '../language/ast.ts'

/** The names in the order in which they are written, without those that WITH gives a meaning of their own. */
export function relationNames(query: Query): Identifier[] {
  const found: Identifier[] = []
  visit(query, new Set(), found)
  return found
}

/** A node of the tree, or a list of them; spans lead out of the tree. */
function visit(part: unknown, common: ReadonlySet<string>, found: Identifier[]): void {
  if (Array.isArray(part)) for (const item of part) visit(item, common, found)
  if (!isNode(part)) return
  if (part.kind === 'query') return visitQuery(part as unknown as Query, common, found)
  const name = nameOf(part)
  if (name && !common.has(foldCase(name.text))) found.push(name)
  visitMembers(part, common, found)
}

function visitMembers(node: object, common: ReadonlySet<string>, found: Identifier[]): void {
  for (const [member, value] of Object.entries(node)) if (member !== 'span') visit(value, common, found)
}

/** A common table is known behind its own definition. */
function visitQuery(query: Query, outside: ReadonlySet<string>, found: Identifier[]): void {
  const common = new Set(outside)
  for (const table of query.with) {
    visit(table.query, new Set(common), found)
    common.add(foldCase(table.name.text))
  }
  visitMembers({ ...query, with: [] }, common, found)
}

function nameOf(node: { readonly kind: unknown }): Identifier | null {
  if (node.kind === 'table_ref') return (node as TableRef).name
  return node.kind === 'aggregate_join' ? (node as AggregateJoin).source : null
}

function isNode(part: unknown): part is { readonly kind: unknown } {
  return typeof part === 'object' && part !== null && 'kind' in part
}
