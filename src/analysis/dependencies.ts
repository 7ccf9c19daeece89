/** Which view reads which, and an order in which each comes after those it reads. */
import { foldCase } from '../catalog/name.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateView, Identifier } from '../language/ast.ts'
import { relationNames } from './relation-names.ts'

export interface ViewOrder {
  /** Used before users; in the order of declaration otherwise. */
  readonly order: readonly CreateView[]
  /** Views that read themselves, directly or through others. They are not in `order`, and are reported. */
  readonly cyclic: ReadonlySet<CreateView>
}

interface Edge {
  readonly from: CreateView
  readonly to: CreateView
  /** Of the name in FROM. */
  readonly reference: Identifier
}

/** Orders the views, whose names are unique, by what they read. */
export function orderViews(views: readonly CreateView[], diagnostics: Diagnostics): ViewOrder {
  const byName = new Map(views.map(view => [foldCase(view.name.text), view]))
  const edges = new Map(views.map(view => [view, edgesOf(view, byName)]))
  const order: CreateView[] = []
  const cyclic = new Set<CreateView>()
  const path: Edge[] = []
  const done = new Set<CreateView>()

  const visit = (view: CreateView): void => {
    if (done.has(view)) return
    for (const edge of edges.get(view) ?? []) {
      path.push(edge)
      const start = path.findIndex(({ from }) => from === edge.to)
      if (start >= 0) reportCycle(path.slice(start), cyclic, diagnostics)
      else visit(edge.to)
      path.pop()
    }
    done.add(view)
    order.push(view)
  }
  views.forEach(visit)
  return { order: order.filter(view => !cyclic.has(view)), cyclic }
}

function edgesOf(view: CreateView, byName: ReadonlyMap<string, CreateView>): Edge[] {
  return relationNames(view.query).flatMap(reference => {
    const to = byName.get(foldCase(reference.text))
    return to ? [{ from: view, to, reference }] : []
  })
}

/** One error a cycle; none for a second way around views that are reported already. */
function reportCycle(cycle: readonly Edge[], cyclic: Set<CreateView>, diagnostics: Diagnostics): void {
  const known = cycle.every(({ from }) => cyclic.has(from))
  cycle.forEach(({ from }) => cyclic.add(from))
  if (known) return
  const [first] = cycle
  const names = [...cycle.map(({ from }) => from), first!.from].map(({ name }) => `\`${name.text}\``)
  const message =
    cycle.length === 1
      ? `the view ${names[0]} reads itself`
      : `these views read each other: ${names.join(' → ')}`
  const related = cycle.slice(1).map(({ from, to, reference }) => ({
    message: `\`${from.name.text}\` reads \`${to.name.text}\``,
    span: reference.span,
  }))
  diagnostics.error('MV2025', message, first!.reference.span, {
    related,
    help: 'a view can only read sources and views that do not depend on it',
  })
}
