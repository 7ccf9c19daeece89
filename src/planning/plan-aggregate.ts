/**
 * GROUP BY: groups and arguments become columns of the input; equal groups and equal calls are computed once. Grouping sets
 * are aggregations over one input, put together.
 */
import { type AggregateCallExpr, callExprs } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import { tagLiterals } from '../expr/grouping-sets.ts'
import type { AggregateNode } from '../logical/plan.ts'
import type { AggregateCall, Column } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'
import { onlyColumns } from './computed-columns.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

export interface AggregateInput {
  readonly relation: Relation
  readonly groupBy: readonly number[]
  readonly calls: readonly AggregateCall[]
}

/** The input with all groups and arguments as columns. `types` are the result types of the calls. */
export function aggregateInput(
  builder: TopologyBuilder,
  input: Relation,
  groupBy: readonly Expr[],
  calls: readonly AggregateCallExpr[],
  types: readonly SqlType[],
): AggregateInput {
  const { relation, positions } = onlyColumns(builder, input, [...groupBy, ...calls.flatMap(callExprs)])
  const rest = positions.slice(groupBy.length)
  let next = 0
  return {
    relation,
    groupBy: positions.slice(0, groupBy.length),
    calls: calls.map(({ fn, args, distinct, orderBy, filter, constants }, index) => ({
      ...(distinct && { distinct }),
      fn,
      args: args.map(() => rest[next++]!),
      ...(orderBy && {
        orderBy: orderBy.map(({ descending, nullsFirst }) => ({
          column: rest[next++]!,
          descending,
          nullsFirst,
        })),
      }),
      ...(filter && { filter: rest[next++]! }),
      ...(constants && { constants }),
      type: types[index]!,
    })),
  }
}

export function planAggregate(builder: TopologyBuilder, node: AggregateNode, input: Relation): Relation {
  const groups = node.groupBy.length
  const types = node.columns.slice(groups, groups + node.calls.length).map(({ type }) => type)
  const shape = aggregateInput(builder, input, node.groupBy, node.calls, types)
  const { sets } = node
  if (sets === undefined) return planGroups(builder, shape, node.columns)
  const inputs = sets.sets.map((set, index) => {
    const columns = [
      ...set.map(key => node.columns[key]!),
      ...node.columns.slice(groups, groups + types.length),
    ]
    const keyed = planGroups(builder, { ...shape, groupBy: set.map(key => shape.groupBy[key]!) }, columns)
    const place = (key: number): Expr => {
      const { type } = node.columns[key]!
      const at = set.indexOf(key)
      return at < 0 ? { kind: 'literal', type, text: null } : { kind: 'column', type, index: at }
    }
    const keys = node.groupBy.map((_, key) => place(key))
    const calls = types.map((type, call): Expr => ({ kind: 'column', type, index: set.length + call }))
    return builder.project(keyed, [...keys, ...calls, ...tagLiterals(sets.tags, index)], node.columns)
  })
  return builder.union(inputs, node.columns)
}

/** The groups, then the calls, in their order. */
function planGroups(
  builder: TopologyBuilder,
  { relation, groupBy, calls }: AggregateInput,
  columns: readonly Column[],
): Relation {
  const groups = groupBy.length
  const group = distinct(groupBy, (first, second) => first === second)
  const called = distinct(calls, sameCall)
  const aggregate = builder.aggregate(relation, group.items, called.items, [
    ...group.first.map(index => columns[index]!),
    ...called.first.map(index => columns[groups + index]!),
  ])
  const positions = [...group.places, ...called.places.map(place => group.items.length + place)]
  const outputs = positions.map((index, output): Expr => ({
    kind: 'column',
    type: columns[output]!.type,
    index,
  }))
  return builder.project(aggregate, outputs, columns)
}

export function sameCall(first: AggregateCall, second: AggregateCall): boolean {
  return JSON.stringify(first) === JSON.stringify(second)
}

export interface Distinct<T> {
  readonly items: readonly T[]
  /** For each item of the list where it stands in `items`. */
  readonly places: readonly number[]
  /** For each of `items` where it first stood in the list. */
  readonly first: readonly number[]
}

export function distinct<T>(list: readonly T[], same: (first: T, second: T) => boolean): Distinct<T> {
  const items: T[] = []
  const first: number[] = []
  const places = list.map((item, index) => {
    const known = items.findIndex(other => same(other, item))
    if (known >= 0) return known
    first.push(index)
    return items.push(item) - 1
  })
  return { items, places, first }
}
