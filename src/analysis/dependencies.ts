/** Which relation is made of which by queries, and an order in which each comes after those it reads. */
import { foldCase } from '../catalog/name.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateSource, CreateView, Identifier, InsertInto } from '../language/ast.ts'
import { relationsOf } from './query-relations.ts'

/** A relation that queries make: a view, or a stream that INSERT INTO adds to. */
export interface Definition {
  readonly statement: CreateView | CreateSource
  readonly inserts: readonly InsertInto[]
}

export interface DefinitionOrder {
  /** Used before users; in the order of declaration otherwise. */
  readonly order: readonly Definition[]
  /** Those that read themselves, directly or through others. They are not in `order`, and are reported. */
  readonly cyclic: ReadonlySet<Definition>
}

interface Edge {
  readonly from: Definition
  readonly to: Definition
  /** Of the name in FROM. */
  readonly reference: Identifier
}

/** Orders the definitions, whose names are unique, by what they read. */
export function orderDefinitions(
  definitions: readonly Definition[],
  diagnostics: Diagnostics,
): DefinitionOrder {
  const byName = new Map(definitions.map(definition => [foldCase(nameOf(definition).text), definition]))
  const edges = new Map(definitions.map(definition => [definition, edgesOf(definition, byName)]))
  const order: Definition[] = []
  const cyclic = new Set<Definition>()
  const path: Edge[] = []
  const done = new Set<Definition>()

  const visit = (definition: Definition): void => {
    if (done.has(definition)) return
    for (const edge of edges.get(definition) ?? []) {
      path.push(edge)
      const start = path.findIndex(({ from }) => from === edge.to)
      if (start >= 0) reportCycle(path.slice(start), cyclic, diagnostics)
      else visit(edge.to)
      path.pop()
    }
    done.add(definition)
    order.push(definition)
  }
  definitions.forEach(visit)
  return { order: order.filter(definition => !cyclic.has(definition)), cyclic }
}

function edgesOf(from: Definition, byName: ReadonlyMap<string, Definition>): Edge[] {
  const { statement, inserts } = from
  const queries = [...(statement.kind === 'create_view' ? [statement] : []), ...inserts]
  return queries
    .flatMap(({ query }) => relationsOf(query))
    .flatMap(reference => {
      const to = byName.get(foldCase(reference.text))
      return to ? [{ from, to, reference }] : []
    })
}

function nameOf({ statement }: Definition): Identifier {
  return statement.name
}

/** One error a cycle; none for a second way around views that are reported already. */
function reportCycle(cycle: readonly Edge[], cyclic: Set<Definition>, diagnostics: Diagnostics): void {
  const known = cycle.every(({ from }) => cyclic.has(from))
  cycle.forEach(({ from }) => cyclic.add(from))
  if (known) return
  const [first] = cycle
  const names = [...cycle.map(({ from }) => from), first!.from].map(it => `\`${nameOf(it).text}\``)
  const message =
    cycle.length === 1
      ? `the ${first!.from.statement.kind === 'create_view' ? 'view' : 'stream'} ${names[0]} reads itself`
      : `these views read each other: ${names.join(' → ')}`
  const related = cycle.slice(1).map(({ from, to, reference }) => ({
    message: `\`${nameOf(from).text}\` reads \`${nameOf(to).text}\``,
    span: reference.span,
  }))
  diagnostics.error('MV2025', message, first!.reference.span, {
    related,
    help: 'a view can only read sources and views that do not depend on it',
  })
}
