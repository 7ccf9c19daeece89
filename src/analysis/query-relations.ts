/** The relations that a query reads by name, in FROM and in subqueries, wherever they stand. */
import { foldCase } from '../catalog/name.ts'
import type { Expression, FromItem, Identifier, Query } from '../language/ast.ts'

/** The names in the order in which they are written, without those that WITH gives a meaning of their own. */
export function relationsOf(query: Query): Identifier[] {
  const found: Identifier[] = []
  visit(query, new Set(), found)
  return found
}

/** A node of the tree, or a list of them; spans lead out of the tree. */
function visit(part: unknown, common: ReadonlySet<string>, found: Identifier[]): void {
  if (Array.isArray(part)) for (const item of part) visit(item, common, found)
  if (!isNode(part)) return
  if (part.kind === 'query') return visitQuery(part, common, found)
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

function nameOf(node: SyntaxNode): Identifier | null {
  if (node.kind === 'table_ref') return node.name
  return node.kind === 'aggregate_join' ? node.source : null
}

type SyntaxNode = Query | FromItem | Expression

/** What has a kind below a query is a node of these, or one of their parts, which is looked through in the same way. */
function isNode(part: unknown): part is SyntaxNode {
  return typeof part === 'object' && part !== null && 'kind' in part
}
