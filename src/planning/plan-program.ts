/** A logical program to a plan: all views over one set of shared nodes. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { LogicalNode, LogicalProgram, LogicalView } from '../logical/plan.ts'
import { inputsOf } from '../logical/rewrite.ts'
import { planFingerprint, viewFingerprint } from '../topology/fingerprint.ts'
import { nodeInputs } from '../topology/inputs.ts'
import { PLAN_VERSION, type Plan, type PlanNode, type ViewPlan } from '../topology/plan.ts'
import { warnOfCost } from './cost-warnings.ts'
import { EndpointShapes, viewEndpoint } from './endpoint.ts'
import { planRelation } from './plan-relation.ts'
import { TopologyBuilder, type Relation } from './topology-builder.ts'

/** The plan of a program; null when there were errors. */
export function planProgram(program: LogicalProgram, diagnostics: Diagnostics): Plan | null {
  const builder = new TopologyBuilder(program.sources)
  const relations = new Map<string, Relation>()
  const context = { builder, diagnostics, views: relations, planned: new Map<LogicalNode, Relation | null>() }
  const failed = new Set<string>()
  const shapes = new EndpointShapes()
  const views: ViewPlan[] = []
  for (const view of program.views) {
    // A view over a view that failed would only repeat its error.
    const relation = [...viewsRead(view)].some(name => failed.has(name))
      ? null
      : planRelation(context, view.plan)
    if (relation === null) {
      failed.add(view.name)
      continue
    }
    relations.set(view.name, relation)
    warnOfCost(view, diagnostics)
    const planned = planView(builder, view, relation, diagnostics)
    if (planned.endpoint !== null) shapes.check(view, planned.endpoint, diagnostics)
    views.push(planned)
  }
  return diagnostics.failed ? null : finished(program, builder.nodes, views)
}

function planView(
  builder: TopologyBuilder,
  view: LogicalView,
  relation: Relation,
  diagnostics: Diagnostics,
): ViewPlan {
  const endpoint = viewEndpoint(builder, view, relation, diagnostics)
  const planned = {
    name: view.name,
    node: relation.node.id,
    columns: view.plan.columns,
    key: endpoint?.key ?? null,
    endpoint: endpoint?.path ?? null,
    jsonNumbers: view.jsonNumbers,
  }
  return { ...planned, fingerprint: viewFingerprint(planned, relation.node.fingerprint) }
}

function viewsRead({ plan }: LogicalView): Set<string> {
  const read = new Set<string>()
  const visit = (node: LogicalView['plan']): void => {
    if (node.kind === 'view') read.add(node.view)
    inputsOf(node).forEach(visit)
  }
  visit(plan)
  return read
}

/** The plan with only those nodes and sources that some view reads. */
function finished(program: LogicalProgram, nodes: readonly PlanNode[], views: readonly ViewPlan[]): Plan {
  const needed = new Set(views.map(({ node }) => node))
  for (const node of [...nodes].reverse()) {
    if (needed.has(node.id)) for (const input of nodeInputs(node)) needed.add(input)
  }
  const kept = nodes.filter(({ id }) => needed.has(id))
  const read = new Set(kept.flatMap(node => (node.kind === 'source' ? [node.source] : [])))
  const sources = program.sources.filter(({ name }) => read.has(name))
  const plan = { version: PLAN_VERSION, sources, nodes: kept, views } as const
  return { ...plan, fingerprint: planFingerprint(plan) }
}
