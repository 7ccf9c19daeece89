/**
 * Predicate push-down: each AND-ed part of a condition goes as near to the sources as it may, so that state and work are
 * spent only on rows that count. Parts over both sides of an inner join become part of its ON condition.
 *
 * Sound where only values count: a filter commutes with a projection, with the side of an inner join that it reads, with
<<<<<<< HEAD
 * the left side of a left join, and with an aggregation if it reads columns only that every set groups by; the ON condition
 * of a left join may filter the right side, not the left.
=======
 * the left side of a left join, and with an aggregation, windows and first rows if it reads the columns of groups (of
 * partitions) only; the ON condition of a left join
 * may filter the right side, not the left.
>>>>>>> d0f95d8 (ROW_NUMBER and RANK up to a number are first rows; column pruning through windows and first rows)
 *
 * Sound where evaluation may fail: a part that may fail never passes a join (it would see rows that match nothing), and
 * runs after the parts that cannot, in filters of its own (AND goes on after NULL, a filter does not). So it sees a
 * subset of the rows that it saw before. One rule belongs to the language itself: a part of a left join's ON condition
 * over the right side alone counts as evaluated for every row of that side, as do the key expressions of a join.
 */
import type { Expr } from '../../expr/expr.ts'
import { columnsOf, mapColumns, mayFail } from '../../expr/walk.ts'
import { hasSeveralForms } from '../../types/compare.ts'
import { unreachable } from '../../util/assert.ts'
import { partition } from '../../util/partition.ts'
import { conjuncts, shifted, sideOf, substituted } from '../conjuncts.ts'
import type {
  AggregateNode,
  JoinNode,
  LogicalNode,
  SetOperationNode,
  TopNNode,
  UnionNode,
  UnnestNode,
  WindowNode,
} from '../plan.ts'
import { filterOver, joinOver } from '../rewrite.ts'

export function pushDownPredicates(node: LogicalNode): LogicalNode {
  return push(node, [])
}

/** The node under a filter of `parts`, which are over its output and in the order in which they are evaluated. */
function push(node: LogicalNode, parts: readonly Expr[]): LogicalNode {
  switch (node.kind) {
    case 'scan':
    case 'view':
    case 'values':
      return filtered(node, parts)
    case 'union':
      return pushIntoUnion(node, parts)
    case 'set_operation':
      return pushIntoSetOperation(node, parts)
    case 'unnest':
      return pushIntoUnnest(node, parts)
    case 'window':
    case 'top_n':
      return pushIntoPartitions(node, parts)
    case 'filter':
      return push(node.input, [...conjuncts(node.predicate), ...parts])
    case 'project': {
      const below = parts.map(part => substituted(part, node.exprs))
      return { ...node, input: push(node.input, below) }
    }
    case 'aggregate':
      return pushIntoAggregate(node, parts)
    case 'join':
      return pushIntoJoin(node, parts)
    default:
      return unreachable(node)
  }
}

function pushIntoAggregate(node: AggregateNode, parts: readonly Expr[]): LogicalNode {
  const { groupBy, sets } = node
  const isCommon = (index: number): boolean =>
    index < groupBy.length && (sets?.sets.every(set => set.includes(index)) ?? true)
  const [below, above] = partition(parts, part => {
    const columns = [...columnsOf(part)]
    return !mayFail(part) && columns.length > 0 && columns.every(isCommon)
  })
  const input = push(
    node.input,
    below.map(part => substituted(part, node.groupBy)),
  )
  return filtered({ ...node, input }, above)
}

/** A part over the columns that partitions are made by takes whole partitions away, unless equal values have several forms. */
function pushIntoPartitions(node: WindowNode | TopNNode, parts: readonly Expr[]): LogicalNode {
  const isOfPartition = (index: number): boolean =>
    node.partitionBy.includes(index) && !hasSeveralForms(node.columns[index]!.type)
  const [below, above] = partition(parts, part => {
    const columns = [...columnsOf(part)]
    return !mayFail(part) && columns.length > 0 && columns.every(isOfPartition)
  })
  return filtered({ ...node, input: push(node.input, below) }, above)
}

/** What looks at the kept columns alone holds for all elements of a row or for none. */
function pushIntoUnnest(node: UnnestNode, parts: readonly Expr[]): LogicalNode {
  const [below, above] = partition(
    parts,
    part => !mayFail(part) && columnsOf(part).every(index => index < node.kept.length),
  )
  const moved = below.map(part =>
    mapColumns(part, column => ({ ...column, index: node.kept[column.index]! })),
  )
  return filtered({ ...node, input: push(node.input, moved) }, above)
}

function pushIntoUnion(node: UnionNode, parts: readonly Expr[]): LogicalNode {
  const [safe, failing] = partition(parts, part => !mayFail(part))
  return filtered({ ...node, inputs: node.inputs.map(input => push(input, safe)) }, failing)
}

/** Not below: of equal rows in different forms (1.0 and 1.00) a condition on the form may hold for one alone. */
function pushIntoSetOperation(node: SetOperationNode, parts: readonly Expr[]): LogicalNode {
  return filtered({ ...node, left: push(node.left, []), right: push(node.right, []) }, parts)
}

function pushIntoJoin(node: JoinNode, parts: readonly Expr[]): LogicalNode {
  switch (node.join) {
    case 'inner':
      return pushIntoInner(node, parts)
    case 'left':
      return pushIntoLeft(node, parts)
    case 'full':
      return filtered({ ...node, left: push(node.left, []), right: push(node.right, []) }, parts)
    case 'semi':
    case 'anti':
      return pushIntoSemi(node, parts)
    default:
      return unreachable(node.join)
  }
}

/** All columns are of the left side. A part of ON over the right side alone filters that side. */
function pushIntoSemi(node: JoinNode, parts: readonly Expr[]): LogicalNode {
  const width = node.left.columns.length
  const [left, above] = partition(parts, part => !mayFail(part))
  const [right, on] = partition(conjuncts(node.on), part => sideOf(part, width) === 'right')
  const rightInput = push(
    node.right,
    right.map(part => shifted(part, -width)),
  )
  return filtered(joinOver(node, push(node.left, left), rightInput, on), above)
}

function pushIntoInner(node: JoinNode, parts: readonly Expr[]): LogicalNode {
  const width = node.left.columns.length
  const left: Expr[] = []
  const right: Expr[] = []
  const on: Expr[] = []
  const [movable, above] = partition(parts, part => !mayFail(part))
  for (const part of [...conjuncts(node.on), ...movable]) {
    const side = mayFail(part) ? 'both' : sideOf(part, width)
    if (side === 'both') on.push(part)
    else if (side === 'right') right.push(shifted(part, -width))
    else left.push(part)
  }
  return filtered(joinOver(node, push(node.left, left), push(node.right, right), on), above)
}

function pushIntoLeft(node: JoinNode, parts: readonly Expr[]): LogicalNode {
  const width = node.left.columns.length
  const [left, above] = partition(parts, part => !mayFail(part) && sideOf(part, width) === 'left')
  const [right, on] = partition(conjuncts(node.on), part => sideOf(part, width) === 'right')
  const rightInput = push(
    node.right,
    right.map(part => shifted(part, -width)),
  )
  return filtered(joinOver(node, push(node.left, left), rightInput, on), above)
}

/** One filter for all parts that cannot fail, then one for each part that can. */
function filtered(node: LogicalNode, parts: readonly Expr[]): LogicalNode {
  const [failing, safe] = partition(parts, mayFail)
  return failing.reduce((input, part) => filterOver(input, [part]), filterOver(node, safe))
}
