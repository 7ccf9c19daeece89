/**
 * Group-join recognition: LEFT JOINs of one relation with aggregates that are grouped by exactly the join's right columns
 * become one group-join, which keeps all of them in one record per key.
 *
 * A chain is such a join, a chain under one more such join by the same left key, or a chain under a projection. It is
 * read from the top: `outputs` say what each column of the top is, over the columns of the left relation followed by the
 * calls of all branches. Columns of an aggregate are NULL where it has no row for the key; so an expression over them
 * (which need not be NULL for NULLs) is guarded by a COUNT(*) of the branch, which is dropped again when nothing needs it.
 */
import type { AggregateCallExpr } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import { columnsOf, mapColumns } from '../expr/walk.ts'
import { isUnique } from '../logical/keys.ts'
import { substituted } from '../logical/conjuncts.ts'
import type { AggregateNode, JoinNode, LogicalNode } from '../logical/plan.ts'
import type { AggregateCall, GroupJoinBranch } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'
import { splitJoinCondition } from './join-condition.ts'
import { aggregateInput, sameCall } from './plan-aggregate.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

export interface GroupJoinChain {
  readonly left: LogicalNode
  readonly leftKey: readonly number[]
  readonly branches: readonly ChainBranch[]
  readonly outputs: readonly Expr[]
}

interface ChainBranch {
  readonly input: LogicalNode
  /** In the order of the left key. */
  readonly groupBy: readonly Expr[]
  readonly calls: readonly NamedCall[]
}
interface NamedCall extends AggregateCallExpr {
  readonly name: string
  readonly type: SqlType
}

const COUNT_ROWS: NamedCall = { fn: 'count(*)', args: [], name: 'count', type: { kind: 'bigint' } }

/** The chain that a node is the top of; null when it is none. */
export function groupJoinChain(node: LogicalNode): GroupJoinChain | null {
  if (node.kind === 'project') {
    const chain = groupJoinChain(node.input)
    return chain && { ...chain, outputs: node.exprs.map(expr => substituted(expr, chain.outputs)) }
  }
  if (node.kind !== 'join' || node.join !== 'left') return null
  const found = aggregateSide(node)
  if (found === null) return null
  const below = groupJoinChain(node.left)
  const extended = below && extend(below, found)
  return extended ?? extend(startAt(node.left, found.leftKey), found)
}

/** The right side of a join, seen as a branch. */
interface AggregateSide {
  /** Columns of the join's left side, and the group column of the aggregate that each is equal to. */
  readonly leftKey: readonly number[]
  readonly groups: readonly number[]
  readonly aggregate: AggregateNode
  /** The right side's columns over the aggregate's. */
  readonly outputs: readonly Expr[]
}

function aggregateSide(node: JoinNode): AggregateSide | null {
  const found = underProjections(node.right)
  if (found === null) return null
  const { pairs, leftOnly, rightOnly, residual, nullsMatch } = splitJoinCondition(node)
  // The group join drops groups with a NULL in the key.
  if (nullsMatch) return null
  if (leftOnly.length + rightOnly.length + residual.length > 0) return null
  const leftKey: number[] = []
  const groups: number[] = []
  for (const { left, right } of pairs) {
    const group = right.kind === 'column' ? found.outputs[right.index]! : right
    if (left.kind !== 'column' || group.kind !== 'column') return null
    leftKey.push(left.index)
    groups.push(group.index)
  }
  const wanted = found.aggregate.groupBy.length
  const exact = wanted > 0 && groups.length === wanted && groups.every(index => index < wanted)
  return exact ? { leftKey, groups, ...found } : null
}

function underProjections(node: LogicalNode): Pick<AggregateSide, 'aggregate' | 'outputs'> | null {
  if (node.kind === 'aggregate') {
    if (node.sets !== undefined) return null
    return {
      aggregate: node,
      outputs: node.columns.map(({ type }, index) => ({ kind: 'column', type, index })),
    }
  }
  if (node.kind !== 'project') return null
  const found = underProjections(node.input)
  return found && { ...found, outputs: node.exprs.map(expr => substituted(expr, found.outputs)) }
}

function startAt(left: LogicalNode, leftKey: readonly number[]): GroupJoinChain {
  const outputs = left.columns.map(({ type }, index): Expr => ({ kind: 'column', type, index }))
  return { left, leftKey, branches: [], outputs }
}

/** The chain with one branch more; null when the join goes by another key than the chain. */
function extend(chain: GroupJoinChain, side: AggregateSide): GroupJoinChain | null {
  const key = side.leftKey.map(index => chain.outputs[index]!)
  const places = chain.leftKey.map(index =>
    key.findIndex(expr => expr.kind === 'column' && expr.index === index),
  )
  if (places.length !== key.length || places.some(place => place < 0)) return null
  const { aggregate } = side
  const groups = aggregate.groupBy.length
  const calls = aggregate.calls.map((call, index) => ({ ...call, ...aggregate.columns[groups + index]! }))
  const branch = {
    input: aggregate.input,
    groupBy: places.map(place => aggregate.groupBy[side.groups[place]!]!),
    calls: [...calls, COUNT_ROWS],
  }
  const start = chain.left.columns.length + sum(chain.branches.map(known => known.calls.length))
  const over: Expr[] = aggregate.columns.map(({ type }, index) =>
    index < groups
      ? key[side.groups.indexOf(index)]!
      : { kind: 'column', type, index: start + index - groups },
  )
  const matched: Expr = { kind: 'column', type: COUNT_ROWS.type, index: start + calls.length }
  const added = side.outputs.map(expr => {
    const isCall = expr.kind === 'column' && expr.index >= groups
    return isCall ? over[expr.index]! : whenMatched(matched, substituted(expr, over))
  })
  return { ...chain, branches: [...chain.branches, branch], outputs: [...chain.outputs, ...added] }
}

function whenMatched(matched: Expr, then: Expr): Expr {
  const boolean = { kind: 'boolean' } as const
  const when: Expr = { kind: 'not', type: boolean, arg: { kind: 'is_null', type: boolean, arg: matched } }
  return {
    kind: 'case',
    type: then.type,
    whens: [{ when, then }],
    otherwise: { kind: 'literal', type: then.type, text: null },
  }
}

/** The chain as one node under one projection; null when its left side is not unique by the key. */
export function planGroupJoin(
  builder: TopologyBuilder,
  chain: GroupJoinChain,
  top: LogicalNode,
  plan: (node: LogicalNode) => Relation | null,
): Relation | null {
  const left = plan(chain.left)
  if (left === null || !isUnique(left.keys, chain.leftKey)) return null
  const branches = new BranchList()
  const width = chain.left.columns.length
  const read = new Set(chain.outputs.flatMap(expr => [...columnsOf(expr)]))
  const places = new Map<number, CallPlace>()
  let next = width
  for (const branch of chain.branches) {
    const first = next
    next += branch.calls.length
    const wanted = branch.calls
      .map((call, index) => ({ call, column: first + index }))
      .filter(({ column }) => read.has(column))
    if (wanted.length === 0) continue
    const input = plan(branch.input)
    if (input === null) return null
    const calls = wanted.map(({ call }) => call)
    const types = calls.map(({ type }) => type)
    const { relation, groupBy, calls: planned } = aggregateInput(builder, input, branch.groupBy, calls, types)
    wanted.forEach(({ call, column }, index) => {
      places.set(
        column,
        branches.add({ input: relation.node.id, groupBy, calls: [] }, planned[index]!, call.name),
      )
    })
  }
  const joined =
    branches.list.length === 0
      ? left
      : builder.groupJoin(builder.arranged(left, chain.leftKey), chain.leftKey, branches.list, branches.names)
  const outputs = chain.outputs.map(expr =>
    mapColumns(expr, column => {
      const place = places.get(column.index)
      return place === undefined ? column : { ...column, index: width + branches.position(place) }
    }),
  )
  return builder.project(joined, outputs, top.columns)
}

interface CallPlace {
  readonly branch: number
  readonly call: number
}

/** The branches of a group-join: one for the same input and groups, one call for equal calls. */
class BranchList {
  readonly #branches: { head: GroupJoinBranch; calls: AggregateCall[]; names: string[] }[] = []

  get list(): GroupJoinBranch[] {
    return this.#branches.map(({ head, calls }) => ({ ...head, calls }))
  }

  /** Names of all calls, branch after branch. */
  get names(): string[] {
    return this.#branches.flatMap(({ names }) => names)
  }

  add(head: GroupJoinBranch, call: AggregateCall, name: string): CallPlace {
    let branch = this.#branches.findIndex(({ head: known }) => sameGroups(known, head))
    if (branch < 0) branch = this.#branches.push({ head, calls: [], names: [] }) - 1
    const { calls, names } = this.#branches[branch]!
    const known = calls.findIndex(other => sameCall(other, call))
    if (known >= 0) return { branch, call: known }
    names.push(name)
    return { branch, call: calls.push(call) - 1 }
  }

  /** Where a call's column stands among the columns of all calls. */
  position({ branch, call }: CallPlace): number {
    return sum(this.#branches.slice(0, branch).map(({ calls }) => calls.length)) + call
  }
}

function sameGroups(first: GroupJoinBranch, second: GroupJoinBranch): boolean {
  return first.input === second.input && String(first.groupBy) === String(second.groupBy)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
