/** Rebuilding logical nodes: what every pass needs. */
import { mapCallExprs } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import type { Column } from '../topology/plan.ts'
import { unreachable } from '../util/assert.ts'
import { conjunction } from './conjuncts.ts'
import type { JoinNode, LogicalNode, LogicalProgram, ProjectNode } from './plan.ts'

/** The inputs of a node, in order. */
export function inputsOf(node: LogicalNode): LogicalNode[] {
  switch (node.kind) {
    case 'scan':
    case 'view':
    case 'values':
      return []
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'top_n':
    case 'window':
    case 'unnest':
      return [node.input]
    case 'union':
      return [...node.inputs]
    case 'join':
    case 'set_operation':
      return [node.left, node.right]
    default:
      return unreachable(node)
  }
}

/** The node with each input replaced. */
export function mapInputs(node: LogicalNode, change: (input: LogicalNode) => LogicalNode): LogicalNode {
  switch (node.kind) {
    case 'scan':
    case 'view':
    case 'values':
      return node
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'top_n':
    case 'window':
    case 'unnest':
      return { ...node, input: change(node.input) }
    case 'union':
      return { ...node, inputs: node.inputs.map(change) }
    case 'join':
    case 'set_operation':
      return { ...node, left: change(node.left), right: change(node.right) }
    default:
      return unreachable(node)
  }
}

/** The node with each of its own expressions replaced. */
export function mapExprs(node: LogicalNode, change: (expr: Expr) => Expr): LogicalNode {
  switch (node.kind) {
    case 'scan':
    case 'view':
    case 'union':
    case 'set_operation':
    case 'top_n':
    case 'window':
    case 'unnest':
      return node
    case 'values':
      return { ...node, rows: node.rows.map(row => row.map(change)) }
    case 'filter':
      return { ...node, predicate: change(node.predicate) }
    case 'project':
      return { ...node, exprs: node.exprs.map(change) }
    case 'join':
      return { ...node, on: node.on && change(node.on) }
    case 'aggregate': {
      const calls = node.calls.map(call => mapCallExprs(call, change))
      return { ...node, groupBy: node.groupBy.map(change), calls }
    }
    default:
      return unreachable(node)
  }
}

/** The program with each view's plan replaced. */
export function mapPlans(
  program: LogicalProgram,
  change: (plan: LogicalNode) => LogicalNode,
): LogicalProgram {
  return { ...program, views: program.views.map(view => ({ ...view, plan: change(view.plan) })) }
}

export function filterOver(input: LogicalNode, parts: readonly Expr[]): LogicalNode {
  const predicate = conjunction(parts)
  if (predicate === null) return input
  return { kind: 'filter', columns: input.columns, span: input.span, input, predicate }
}

export function projectOver(
  input: LogicalNode,
  exprs: readonly Expr[],
  columns: readonly Column[],
): ProjectNode {
  return { kind: 'project', columns, span: input.span, input, exprs }
}

/** The columns at `positions`, as they are. */
export function columnsAt(columns: readonly Column[], positions: readonly number[]): Expr[] {
  return positions.map(index => ({ kind: 'column', type: columns[index]!.type, index }))
}

/** The join over other inputs of the same columns, with another condition. */
export function joinOver(
  node: JoinNode,
  left: LogicalNode,
  right: LogicalNode,
  on: readonly Expr[],
): JoinNode {
  return { ...node, left, right, on: conjunction(on) }
}
