/** Relational algebra to topology nodes: one relation at a time, inputs first. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { LogicalNode } from '../logical/plan.ts'
import { must, unreachable } from '../util/assert.ts'
import { groupJoinChain, planGroupJoin } from './group-join.ts'
import { planAggregate } from './plan-aggregate.ts'
import { planJoin } from './plan-join.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

export interface PlanningContext {
  readonly builder: TopologyBuilder
  readonly diagnostics: Diagnostics
  /** Views planned so far, by name. */
  readonly views: ReadonlyMap<string, Relation>
  /** What was planned already: a node is looked at again when a larger shape around it is not recognised. */
  readonly planned: Map<LogicalNode, Relation | null>
}

/** The relation of a logical node; null after an error. */
export function planRelation(context: PlanningContext, node: LogicalNode): Relation | null {
  const known = context.planned.get(node)
  if (known !== undefined) return known
  const relation = planNode(context, node)
  context.planned.set(node, relation)
  return relation
}

function planNode(context: PlanningContext, node: LogicalNode): Relation | null {
  const { builder } = context
  const plan = (input: LogicalNode): Relation | null => planRelation(context, input)
  const chain = groupJoinChain(node)
  const fused = chain && planGroupJoin(builder, chain, node, plan)
  if (fused !== null) return fused
  switch (node.kind) {
    case 'scan':
      return builder.source(node.source, node.used ?? [...node.source.columns.keys()])
    case 'view':
      return must(context.views.get(node.view), 'view before its users')
    case 'values':
      return builder.values(node.rows, node.columns)
    case 'union': {
      const inputs = node.inputs.map(plan)
      return inputs.every(input => input !== null) ? builder.union(inputs, node.columns) : null
    }
    case 'set_operation': {
      const left = plan(node.left)
      const right = plan(node.right)
      return left && right && builder.setOperation(node.operator, node.all, left, right, node.columns)
    }
    case 'window': {
      const input = plan(node.input)
      const width = node.columns.length - node.calls.length
      const calls = node.calls.map((call, index) => ({ ...call, type: node.columns[width + index]!.type }))
      return input && builder.window(input, node.partitionBy, node.orderBy, calls, node.columns)
    }
    case 'unnest': {
      const input = plan(node.input)
      const { kept, arrays, ordinality, outer } = node
      return input && builder.unnest(input, { kept, arrays, ordinality, outer }, node.columns)
    }
    case 'top_n': {
      const input = plan(node.input)
      const { partitionBy, orderBy, limit, offset, ties } = node
      return input && builder.topN(input, { partitionBy, orderBy, limit, offset, ...(ties && { ties }) })
    }
    case 'filter': {
      const input = plan(node.input)
      return input && builder.filter(input, node.predicate)
    }
    case 'project': {
      const input = plan(node.input)
      return input && builder.project(input, node.exprs, node.columns)
    }
    case 'aggregate': {
      const input = plan(node.input)
      return input && planAggregate(builder, node, input)
    }
    case 'join': {
      const left = plan(node.left)
      const right = plan(node.right)
      return left && right && planJoin(builder, node, left, right)
    }
    default:
      return unreachable(node)
  }
}
