/** A bound SELECT as relational algebra: FROM, WHERE, GROUP BY, HAVING, SELECT, from the inside out. */
import type { BoundSelect } from '../analysis/bound.ts'
import { aggregate, filter, project } from './build-nodes.ts'
import { lowerFrom } from './lower-from.ts'
import type { LogicalNode } from './plan.ts'

export function lowerSelect({ from, where, grouping, having, outputs, span }: BoundSelect): LogicalNode {
  const rows = filter(lowerFrom(from), where)
  const groups = grouping ? aggregate(rows, grouping) : rows
  return project(filter(groups, having), outputs, span)
}
