/** Builds the nodes of the logical plan with their columns. */
import type { BoundGrouping, BoundOutput, Condition } from '../analysis/bound.ts'
import { plainCall } from '../expr/aggregate-call.ts'
import type { Span } from '../diagnostics/source.ts'
import { givesPairs } from '../topology/plan.ts'
import type { AggregateNode, JoinNode, LogicalNode, ProjectNode } from './plan.ts'

/** The rows for which the condition is true; all of them without a condition. */
export function filter(input: LogicalNode, condition: Condition | null): LogicalNode {
  if (condition === null) return input
  return { kind: 'filter', input, predicate: condition.expr, columns: input.columns, span: condition.span }
}

export function project(input: LogicalNode, outputs: readonly BoundOutput[], span: Span): ProjectNode {
  const columns = outputs.map(({ name, expr }) => ({ name, type: expr.type }))
  return { kind: 'project', input, exprs: outputs.map(({ expr }) => expr), columns, span }
}

export function aggregate(input: LogicalNode, { keys, calls, sets, span }: BoundGrouping): AggregateNode {
  const columns = [
    ...keys.map(({ name, expr }) => ({ name, type: expr.type })),
    ...calls.map(({ name, type }) => ({ name, type })),
    ...(sets?.tags ?? []).map(({ name }) => ({ name, type: { kind: 'integer' } as const })),
  ]
  return {
    kind: 'aggregate',
    input,
    groupBy: keys.map(({ expr }) => expr),
    calls: calls.map(plainCall),
    ...(sets && { sets }),
    columns,
    span,
  }
}

export function join(
  how: Pick<JoinNode, 'join' | 'on' | 'span'>,
  left: LogicalNode,
  right: LogicalNode,
): JoinNode {
  const columns = givesPairs(how.join) ? [...left.columns, ...right.columns] : left.columns
  return { kind: 'join', ...how, left, right, columns }
}
