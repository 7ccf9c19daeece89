/** A bound FROM clause as scans, views and joins. */
import type { BoundAggregateJoin, BoundFrom, BoundTable } from '../analysis/bound.ts'
import { unreachable } from '../util/assert.ts'
import { aggregate, filter, join, project } from './build-nodes.ts'
import type { JoinNode, LogicalNode } from './plan.ts'

export function lowerFrom(from: BoundFrom): LogicalNode {
  switch (from.kind) {
    case 'table':
      return lowerTable(from)
    case 'join':
      return join(
        { join: from.join, on: from.on, span: from.span },
        lowerFrom(from.left),
        lowerFrom(from.right),
      )
    case 'aggregate_join':
      return lowerAggregateJoin(from)
    case 'computed':
      return project(lowerFrom(from.input), from.outputs, from.span)
    default:
      return unreachable(from)
  }
}

function lowerTable({ relation, span }: BoundTable): LogicalNode {
  if (relation.kind === 'source') {
    return { kind: 'scan', source: relation.source, columns: relation.source.columns, span }
  }
  const columns = relation.columns.flatMap(({ name, type }) => (type ? [{ name: name.text, type }] : []))
  return { kind: 'view', view: relation.name, columns, span }
}

/** A left join with the source, grouped by the BY columns: what a join with a grouped subquery is. */
function lowerAggregateJoin({
  left,
  source,
  where,
  by,
  call,
  on,
  callSpan,
  span,
}: BoundAggregateJoin): JoinNode {
  const rows = filter(lowerTable({ kind: 'table', relation: source, span: callSpan }), where)
  const groups = aggregate(rows, { keys: by, determined: 0, calls: [call], span: callSpan })
  return join({ join: 'left', on, span }, lowerFrom(left), groups)
}
