/** GROUP BY over a domain: groups are formed for each row of it. Without keys there is one even where it is empty. */
import type { BoundGrouping } from '../analysis/bound.ts'
import { callExprs, emptyAware, mapCallExprs } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import { type GroupingSets, tagLiterals } from '../expr/grouping-sets.ts'
import { aggregate, join } from './build-nodes.ts'
import { domainWidth, leadingColumns, type LoweringContext, overDomain, sameParameters } from './domain.ts'
import { attachSubqueries } from './lower-subqueries.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

export function lowerGrouping(
  input: LogicalNode,
  grouping: BoundGrouping,
  context: LoweringContext,
): LogicalNode {
  const { keys, calls, sets } = grouping
  const width = domainWidth(context)
  const exprs = [...keys.map(({ expr }) => expr), ...calls.flatMap(callExprs)]
  const attached = attachSubqueries(
    input,
    exprs.map(expr => overDomain(expr, context)),
    context.subqueries,
  )
  let next = keys.length
  const moved: BoundGrouping = {
    ...grouping,
    keys: [
      ...leadingColumns(input, width).map((expr, index) => ({ name: input.columns[index]!.name, expr })),
      ...keys.map(({ name }, index) => ({ name, expr: attached.exprs[index]! })),
    ],
    calls: calls.map(call => mapCallExprs(call, () => attached.exprs[next++]!)),
    sets: sets && behindDomain(sets, width),
  }
  const { domain } = context
  if (domain !== null && sets !== null) return setsForDomain(domain, attached.node, moved, sets)
  return domain !== null && keys.length === 0
    ? withEmptyGroups(domain, attached.node, moved)
    : aggregate(attached.node, moved)
}

function behindDomain({ sets, tags }: GroupingSets, width: number): GroupingSets {
  const domain = [...Array(width).keys()]
  return { sets: sets.map(set => [...domain, ...set.map(key => key + width)]), tags }
}

/** The aggregates for every row of the domain: COUNT of nothing is 0, any other of nothing is NULL. */
function withEmptyGroups(domain: LogicalNode, input: LogicalNode, grouping: BoundGrouping): LogicalNode {
  const groups = aggregate(input, grouping)
  const width = domain.columns.length
  const on = sameParameters(leadingColumns(domain, width), width)
  const joined = join({ join: 'left', on, span: groups.span }, domain, groups)
  const calls = groups.calls.map(({ fn }, index) =>
    emptyAware(fn, columnsAt(joined.columns, [2 * width + index])[0]!),
  )
  return projectOver(joined, [...leadingColumns(domain, width), ...calls], groups.columns)
}

/** Those sets that have no keys give a row for every row of the domain; `original` are the sets without its columns. */
function setsForDomain(
  domain: LogicalNode,
  input: LogicalNode,
  grouping: BoundGrouping,
  original: GroupingSets,
): LogicalNode {
  const indexes = [...original.sets.keys()]
  const all = aggregate(input, grouping)
  const some = indexes.filter(index => original.sets[index]!.length > 0)
  const keyed = some.length === 0 ? [] : [aggregate(input, { ...grouping, sets: only(grouping.sets!, some) })]
  const empty = indexes
    .filter(index => !some.includes(index))
    .map(index => emptySet(domain, input, grouping, original, index, all))
  const inputs = [...keyed, ...empty]
  return { kind: 'union', inputs, columns: all.columns, span: grouping.span }
}

function emptySet(
  domain: LogicalNode,
  input: LogicalNode,
  grouping: BoundGrouping,
  { tags }: GroupingSets,
  index: number,
  { columns }: LogicalNode,
): LogicalNode {
  const width = domain.columns.length
  const { keys, calls } = grouping
  const groups = withEmptyGroups(domain, input, { ...grouping, keys: keys.slice(0, width), sets: null })
  const nulls = keys.slice(width).map(({ expr: { type } }): Expr => ({ kind: 'literal', type, text: null }))
  const values = columnsAt(
    groups.columns,
    [...calls.keys()].map(call => width + call),
  )
  return projectOver(
    groups,
    [...leadingColumns(groups, width), ...nulls, ...values, ...tagLiterals(tags, index)],
    columns,
  )
}

function only({ sets, tags }: GroupingSets, indexes: readonly number[]): GroupingSets {
  return {
    sets: indexes.map(index => sets[index]!),
    tags: tags.map(({ name, values }) => ({ name, values: indexes.map(index => values[index]!) })),
  }
}
