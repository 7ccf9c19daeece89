/** A bound query as relational algebra: FROM, WHERE, GROUP BY, HAVING, SELECT, from the inside out. */
import {
  type BoundOrdered,
  type BoundQuery,
  type BoundSelect,
  type BoundSetOperation,
  type BoundValues,
  columnsOfQuery,
  type Condition,
} from '../analysis/bound.ts'
import { unreachable } from '../util/assert.ts'
import { project } from './build-nodes.ts'
import {
  distinct,
  domainWidth,
  leadingColumns,
  type LoweringContext,
  overDomain,
  singleRow,
} from './domain.ts'
import { lowerFrom } from './lower-from.ts'
import { lowerGrouping } from './lower-grouping.ts'
import { attachSubqueries, filterWithSubqueries } from './lower-subqueries.ts'
import { attachWindows } from './lower-windows.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

/** The query's columns behind those of the domain. */
export function lowerQuery(query: BoundQuery, context: LoweringContext): LogicalNode {
  switch (query.kind) {
    case 'select':
      return lowerSelect(query, context)
    case 'set_operation':
      return lowerSetOperation(query, context)
    case 'values':
      return lowerValues(query, context)
    case 'ordered':
      return lowerOrdered(query, context)
    default:
      return unreachable(query)
  }
}

function lowerSelect(select: BoundSelect, context: LoweringContext): LogicalNode {
  const { from, where, grouping, having, outputs, span } = select
  const rows = from === null ? (context.domain ?? singleRow(span)) : lowerFrom(from, context)
  const kept = conditioned(rows, where, context)
  const groups = grouping ? lowerGrouping(kept, grouping, context) : kept
  const remaining = conditioned(groups, having, context)
  const exprs = outputs.map(({ expr }) => overDomain(expr, context))
  const withValues = attachSubqueries(remaining, exprs, context.subqueries)
  const attached = attachWindows(withValues, domainWidth(context))
  const width = domainWidth(context)
  const domain = leadingColumns(attached.node, width).map((expr, index) => ({
    name: attached.node.columns[index]!.name,
    expr,
  }))
  const named = outputs.map(({ name }, index) => ({ name, expr: attached.exprs[index]! }))
  const result = project(attached.node, [...domain, ...named], span)
  return select.distinct ? distinct(result) : result
}

function conditioned(input: LogicalNode, condition: Condition | null, context: LoweringContext): LogicalNode {
  if (condition === null) return input
  return filterWithSubqueries(
    input,
    { ...condition, expr: overDomain(condition.expr, context) },
    context.subqueries,
  )
}

function lowerSetOperation(query: BoundSetOperation, context: LoweringContext): LogicalNode {
  const { operator, all, span } = query
  const [left, right] = [lowerQuery(query.left, context), lowerQuery(query.right, context)]
  const { columns } = left
  if (operator !== 'union') return { kind: 'set_operation', operator, all, left, right, columns, span }
  const union: LogicalNode = { kind: 'union', inputs: [left, right], columns, span }
  return all ? union : distinct(union)
}

/** Rows of constants, each for every row of the domain. */
function lowerValues({ rows, columns, span }: BoundValues, context: LoweringContext): LogicalNode {
  const { domain, subqueries } = context
  const plain = rows.every(row => row.every(expr => expr.kind === 'literal'))
  if (domain === null && plain) return { kind: 'values', rows, columns, span }
  const inputs = rows.map(row => {
    const input = domain ?? singleRow(span)
    const attached = attachSubqueries(
      input,
      row.map(expr => overDomain(expr, context)),
      subqueries,
    )
    const leading = leadingColumns(input, domainWidth(context))
    const names = [...input.columns.slice(0, leading.length), ...columns]
    return projectOver(attached.node, [...leading, ...attached.exprs], names)
  })
  return inputs.length === 1 ? inputs[0]! : { kind: 'union', inputs, columns: inputs[0]!.columns, span }
}

/** The first rows for each row of the domain. */
function lowerOrdered(query: BoundOrdered, context: LoweringContext): LogicalNode {
  const { partitionBy, orderBy, limit, offset, width, span } = query
  const input = lowerQuery(query.input, context)
  const before = domainWidth(context)
  const top: LogicalNode = {
    kind: 'top_n',
    input,
    partitionBy: [...Array(before).keys(), ...partitionBy.map(column => column + before)],
    orderBy: orderBy.map(item => ({ ...item, column: item.column + before })),
    limit,
    offset,
    columns: input.columns,
    span,
  }
  if (width === columnsOfQuery(query.input).length) return top
  const kept = [...Array(before + width).keys()]
  return projectOver(
    top,
    columnsAt(top.columns, kept),
    kept.map(column => top.columns[column]!),
  )
}
