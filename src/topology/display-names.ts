/** Names of columns as explain prints them: with the source in front where a row has two columns of one name. */
import { unreachable } from '../util/assert.ts'
import type { PlanNode } from './plan.ts'

interface Origin {
  readonly name: string
  /** The source that the column comes from unchanged; null for a computed one. */
  readonly source: string | null
}

/** For each node, by id, the names of its output columns. */
export function displayNames(nodes: readonly PlanNode[]): ReadonlyMap<string, readonly string[]> {
  const origins = new Map<string, readonly Origin[]>()
  for (const node of nodes)
    origins.set(
      node.id,
      originsOf(node, id => origins.get(id)!),
    )
  return new Map([...origins].map(([id, columns]) => [id, distinctNames(columns)]))
}

function originsOf(node: PlanNode, of: (id: string) => readonly Origin[]): readonly Origin[] {
  const computed = (from: number): Origin[] =>
    node.columns.slice(from).map(({ name }) => ({ name, source: null }))
  switch (node.kind) {
    case 'source':
      return node.columns.map(({ name }) => ({ name, source: node.source }))
    case 'filter':
    case 'arrange':
      return of(node.input)
    case 'project':
      return node.exprs.map((expr, index) => {
        const { name } = node.columns[index]!
        const origin = expr.kind === 'column' ? of(node.input)[expr.index]! : null
        return { name, source: origin?.name === name ? origin.source : null }
      })
    case 'join':
      return [...of(node.left), ...of(node.right)]
    case 'aggregate':
      return [...node.groupBy.map(index => of(node.input)[index]!), ...computed(node.groupBy.length)]
    case 'group_join':
      return [...of(node.left), ...computed(of(node.left).length)]
    default:
      return unreachable(node)
  }
}

function distinctNames(columns: readonly Origin[]): string[] {
  const plain = columns.map(({ name }) => name)
  const qualified = columns.map(({ name, source }) => (source === null ? name : `${source}.${name}`))
  return plain.map((name, index) => {
    if (occurrences(plain, name) === 1) return name
    const full = qualified[index]!
    if (occurrences(qualified, full) === 1) return full
    const place = qualified.slice(0, index + 1).filter(other => other === full).length
    return `${full}#${place}`
  })
}

function occurrences(names: readonly string[], name: string): number {
  return names.filter(other => other === name).length
}
