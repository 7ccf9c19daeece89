/**
 * Join ordering: where the written order of inner joins makes pairs of rows that no equality brings together
 * (`FROM a, b, c WHERE a.x = c.x AND b.y = c.y`), the next relation is the first one written that an equality connects with
 * those before it. What nothing connects is joined last. An order without such pairs stays as it is written.
 *
 * Sound: inner joins commute and associate, each condition holds for the same rows wherever its columns are together, and
 * a projection puts the columns back. Conditions that may fail keep the order: they would see other pairs.
 */
import type { Expr } from '../../expr/expr.ts'
import { columnsOf, mapColumns, mayFail } from '../../expr/walk.ts'
import { must } from '../../util/assert.ts'
import { join } from '../build-nodes.ts'
import { conjunction, conjuncts, isEquality, shifted } from '../conjuncts.ts'
import { notDistinctSides } from '../domain.ts'
import type { JoinNode, LogicalNode } from '../plan.ts'
import { columnsAt, mapInputs, projectOver } from '../rewrite.ts'

export function orderJoins(node: LogicalNode): LogicalNode {
  if (node.kind !== 'join' || node.join !== 'inner') return mapInputs(node, orderJoins)
  const cluster = clusterOf(node)
  const inputs = cluster.inputs.map(({ node, start }) => ({ node: orderJoins(node), start }))
  if (cluster.connected || cluster.conditions.some(mayFail)) return mapInputs(node, orderJoins)
  return ordered(node, inputs, cluster.conditions)
}

interface Input {
  readonly node: LogicalNode
  /** Where its columns begin in the written order. */
  readonly start: number
}

/** Inner joins below each other: what they join, and all their conditions over the columns as written. */
interface Cluster {
  readonly inputs: readonly Input[]
  readonly conditions: readonly Expr[]
  /** Whether each join has an equality between its sides. */
  readonly connected: boolean
}

function clusterOf(node: LogicalNode): Cluster {
  if (node.kind !== 'join' || node.join !== 'inner') {
    return { inputs: [{ node, start: 0 }], conditions: [], connected: true }
  }
  const [left, right] = [clusterOf(node.left), clusterOf(node.right)]
  const width = node.left.columns.length
  const own = conjuncts(node.on)
  const ofLeft = positions(0, width)
  const ofRight = positions(width, node.right.columns.length)
  return {
    inputs: [...left.inputs, ...right.inputs.map(({ node, start }) => ({ node, start: start + width }))],
    conditions: [...left.conditions, ...right.conditions.map(part => shifted(part, width)), ...own],
    connected: left.connected && right.connected && own.some(part => connects(part, ofLeft, ofRight)),
  }
}

/** Whether a condition equates something of one set of columns with something of the other. */
function connects(part: Expr, first: ReadonlySet<number>, second: ReadonlySet<number>): boolean {
  const sides = isEquality(part) ? part.args : (notDistinctSides(part) ?? [])
  if (sides.length !== 2) return false
  const [one, other] = sides.map(columnsOf) as [number[], number[]]
  return (
    (isWithin(one, first) && isWithin(other, second)) || (isWithin(one, second) && isWithin(other, first))
  )
}

function isWithin(columns: readonly number[], set: ReadonlySet<number>): boolean {
  return columns.length > 0 && columns.every(column => set.has(column))
}

function positions(start: number, count: number): Set<number> {
  return new Set([...Array(count).keys()].map(index => start + index))
}

/** A join of inputs, and for each of its columns the position that it has in the written order. */
interface Joined {
  readonly node: LogicalNode
  readonly written: readonly number[]
}

function ordered(top: JoinNode, inputs: readonly Input[], conditions: readonly Expr[]): LogicalNode {
  const waiting = inputs.map(({ node, start }): Joined => ({
    node,
    written: [...positions(start, node.columns.length)],
  }))
  const open = new Set(conditions)
  const parts: Joined[] = []
  for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
    let joined = first
    for (let next = takeConnected(joined, waiting, open); next; next = takeConnected(joined, waiting, open))
      joined = together(joined, next, open, top)
    parts.push(joined)
  }
  const all = parts.reduce((left, right) => together(left, right, open, top))
  const back = [...all.written.keys()].map(position => all.written.indexOf(position))
  return projectOver(all.node, columnsAt(all.node.columns, back), top.columns)
}

/** The first of the waiting inputs that an equality connects with the joined ones; it waits no longer. */
function takeConnected(joined: Joined, waiting: Joined[], open: ReadonlySet<Expr>): Joined | undefined {
  const known = new Set(joined.written)
  const at = waiting.findIndex(({ written }) => {
    const columns = new Set(written)
    return [...open].some(part => connects(part, known, columns))
  })
  return at < 0 ? undefined : waiting.splice(at, 1)[0]
}

/** The join of both with all open conditions that their columns are enough for; these are open no longer. */
function together(left: Joined, right: Joined, open: Set<Expr>, { span }: JoinNode): Joined {
  const written = [...left.written, ...right.written]
  const known = new Set(written)
  const met = [...open].filter(part => columnsOf(part).every(column => known.has(column)))
  met.forEach(part => open.delete(part))
  const place = new Map(written.map((column, index) => [column, index]))
  const on = met.map(part =>
    mapColumns(part, column => ({ ...column, index: must(place.get(column.index), 'a column of the join') })),
  )
  return { node: join({ join: 'inner', on: conjunction(on), span }, left.node, right.node), written }
}
