/** Binds all statements of one run, in any order and from any number of files. */
import { Catalog } from '../catalog/catalog.ts'
import type { SourceRelation } from '../catalog/relation.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateSource, InsertInto, Script } from '../language/ast.ts'
import type { SourcePlan } from '../topology/plan.ts'
import { withInserts } from './bind-insert.ts'
import { bindNamedQuery, bindView, brokenView } from './bind-view.ts'
import { allRows, type BoundProgram, type BoundSubquery, type BoundView } from './bound.ts'
import { declareSource } from './declare-source.ts'
import { type Definition, orderDefinitions } from './dependencies.ts'
import type { CommonTableRelation, FromContext } from './from-result.ts'
import { declareTypes } from './named-types.ts'
import { EndpointRules } from './rules/endpoints.ts'
import { definitionsOf } from './rules/insert-targets.ts'
import { supportedStatements } from './rules/unsupported-forms.ts'
import { checkSameSource, uniqueStatements } from './rules/unique-relations.ts'

/** The bound program; null when there are errors, which are reported. */
export function bindProgram(scripts: readonly Script[], diagnostics: Diagnostics): BoundProgram | null {
  const written = scripts.flatMap(script => script.statements)
  const statements = supportedStatements(written, diagnostics)
  const unique = uniqueStatements(
    statements.filter(statement => statement.kind !== 'insert_into'),
    diagnostics,
  )
  const inserts = statements.filter(statement => statement.kind === 'insert_into')
  const catalog = new Catalog(
    declareTypes(
      written.filter(statement => statement.kind === 'create_type'),
      diagnostics,
    ),
  )
  const sources = declareSources(unique.sources, catalog, diagnostics)
  const { order, cyclic } = orderDefinitions(definitionsOf(unique, inserts, diagnostics), diagnostics)
  for (const { statement } of cyclic)
    if (statement.kind === 'create_view') catalog.declare(brokenView(statement))
  const { views, subqueries } = bindDefinitions(order, catalog, diagnostics)
  return diagnostics.failed ? null : { sources, subqueries, views }
}

/** Binds views, used before users, and gives names to queries that are no views: CREATE VIEW, and streams with their inserts. */
function bindDefinitions(
  definitions: readonly Definition[],
  catalog: Catalog,
  diagnostics: Diagnostics,
): Pick<BoundProgram, 'views' | 'subqueries'> {
  const endpoints = new EndpointRules(diagnostics)
  const views: BoundView[] = []
  const subqueries: BoundSubquery[] = []
  const commonTables: CommonTableRelation[] = []
  for (const { statement, inserts } of definitions) {
    const context = { catalog, diagnostics, commonTables, subqueries, isView: true, outer: null }
    if (statement.kind === 'create_source') {
      const stream = catalog.find(statement.name)
      if (stream?.kind === 'source') commonTables.push(bindStream(statement, stream, inserts, context))
    } else if (statement.relation === 'view') {
      commonTables.push(bindNamedQuery(statement, context))
    } else {
      const { view, relation } = bindView(statement, inserts, endpoints, context)
      catalog.declare(relation)
      if (view) views.push(view)
    }
  }
  return { views, subqueries }
}

/** A stream of which not all rows come from its topic. */
function bindStream(
  { name }: CreateSource,
  stream: SourceRelation,
  inserts: readonly InsertInto[],
  context: FromContext,
): CommonTableRelation {
  const query = stream.broken ? null : withInserts(allRows(stream), stream, inserts, context)
  return { name, query, columns: stream.columns, outer: null }
}

/** Declares each source once; a repeated declaration has to be the same. */
function declareSources(
  statements: readonly CreateSource[],
  catalog: Catalog,
  diagnostics: Diagnostics,
): SourcePlan[] {
  const sources: SourcePlan[] = []
  for (const statement of statements) {
    const relation = declareSource(statement, catalog.types, diagnostics)
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
