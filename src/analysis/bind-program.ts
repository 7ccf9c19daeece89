/** Binds all statements of one run, in any order and from any number of files. */
import { Catalog } from '../catalog/catalog.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateSource, Script } from '../language/ast.ts'
import type { SourcePlan } from '../topology/plan.ts'
import { bindView, brokenView } from './bind-view.ts'
import type { BoundProgram, BoundSubquery, BoundView } from './bound.ts'
import { declareSource } from './declare-source.ts'
import { orderViews } from './dependencies.ts'
import { EndpointRules } from './rules/endpoints.ts'
import { supportedStatements } from './rules/unsupported-forms.ts'
import { checkSameSource, uniqueStatements } from './rules/unique-relations.ts'

/** The bound program; null when there are errors, which are reported. */
export function bindProgram(scripts: readonly Script[], diagnostics: Diagnostics): BoundProgram | null {
  const written = scripts.flatMap(script => script.statements)
  const statements = supportedStatements(written, diagnostics)
  const unique = uniqueStatements(statements, diagnostics)
  const catalog = new Catalog()
  const sources = declareSources(unique.sources, catalog, diagnostics)
  const { order, cyclic } = orderViews(unique.views, diagnostics)
  cyclic.forEach(view => catalog.declare(brokenView(view)))
  const endpoints = new EndpointRules(diagnostics)
  const views: BoundView[] = []
  const subqueries: BoundSubquery[] = []
  for (const statement of order) {
    const context = { catalog, diagnostics, commonTables: [], subqueries, isView: true, outer: null }
    const { view, relation } = bindView(statement, endpoints, context)
    catalog.declare(relation)
    if (view) views.push(view)
  }
  return diagnostics.failed ? null : { sources, subqueries, views }
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
