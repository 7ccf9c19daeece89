/** GROUP BY: groups and arguments become columns of the input; equal groups and equal calls are computed once. */
import { type AggregateCallExpr, callExprs } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import type { AggregateNode } from '../logical/plan.ts'
import type { AggregateCall } from '../topology/plan.ts'
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
    calls: calls.map(({ fn, args, distinct }, index) => ({
      ...(distinct && { distinct }),
      fn,
      args: args.map(() => rest[next++]!),
      type: types[index]!,
    })),
  }
}

export function planAggregate(builder: TopologyBuilder, node: AggregateNode, input: Relation): Relation {
  const groups = node.groupBy.length
  const types = node.columns.slice(groups).map(({ type }) => type)
  const { relation, groupBy, calls } = aggregateInput(builder, input, node.groupBy, node.calls, types)
  const group = distinct(groupBy, (first, second) => first === second)
  const called = distinct(calls, sameCall)
  const columns = [
    ...group.first.map(index => node.columns[index]!),
    ...called.first.map(index => node.columns[groups + index]!),
  ]
  const aggregate = builder.aggregate(relation, group.items, called.items, columns)
  const positions = [...group.places, ...called.places.map(place => group.items.length + place)]
  const outputs = positions.map((index, output): Expr => ({
    kind: 'column',
    type: node.columns[output]!.type,
    index,
  }))
  return builder.project(aggregate, outputs, node.columns)
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
