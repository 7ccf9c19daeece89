/** Binds all statements of one run, in any order and from any number of files. */
import { Catalog } from '../catalog/catalog.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateSource, Script } from '../language/ast.ts'
import type { SourcePlan } from '../topology/plan.ts'
import { bindView, brokenView } from './bind-view.ts'
import type { BoundProgram, BoundView } from './bound.ts'
import { declareSource } from './declare-source.ts'
import { orderViews } from './dependencies.ts'
import { EndpointRules } from './rules/endpoints.ts'
import { checkSameSource, uniqueStatements } from './rules/unique-relations.ts'

/** The bound program; null when there are errors, which are reported. */
export function bindProgram(scripts: readonly Script[], diagnostics: Diagnostics): BoundProgram | null {
  const statements = scripts.flatMap(script => script.statements)
  const unique = uniqueStatements(statements, diagnostics)
  const catalog = new Catalog()
  const sources = declareSources(unique.sources, catalog, diagnostics)
  const { order, cyclic } = orderViews(unique.views, diagnostics)
  cyclic.forEach(view => catalog.declare(brokenView(view)))
  const endpoints = new EndpointRules(diagnostics)
  const views: BoundView[] = []
  for (const statement of order) {
    const { view, relation } = bindView(statement, endpoints, { catalog, diagnostics })
    catalog.declare(relation)
    if (view) views.push(view)
  }
  return diagnostics.failed ? null : { sources, views }
}

/** Declares each source once; a repeated declaration has to be the same. */
function declareSources(
  statements: readonly CreateSource[],
  catalog: Catalog,
  diagnostics: Diagnostics,
): SourcePlan[] {
  const sources: SourcePlan[] = []
  for (const statement of statements) {
    const relation = declareSource(statement, diagnostics)
    const first = catalog.find({ text: relation.name, quoted: false })
    if (first?.kind === 'source') {
      checkSameSource(relation, first, diagnostics)
      continue
    }
    catalog.declare(relation)
    sources.push(relation.source)
  }
  return sources
}
