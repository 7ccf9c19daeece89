/**
 * Joins. Key expressions that are not plain columns are computed below the join and cut off above it. Of an ON condition,
 * what is not a key equality becomes, for an inner join, a filter above. For the others, a filter on the right when it
 * reads the right side alone, part of the left key when it reads the left side alone (a key that is NULL matches nothing),
 * and the join's residual when it reads both. A full join keeps all of it as residual: neither side may be filtered.
 */
import type { Expr } from '../expr/expr.ts'
import { mapColumns } from '../expr/walk.ts'
import { conjunction, shifted } from '../logical/conjuncts.ts'
import type { EqualColumns } from '../logical/keys.ts'
import type { JoinNode } from '../logical/plan.ts'
import { givesPairs } from '../topology/plan.ts'
import { appendColumns, type Computed } from './computed-columns.ts'
import { splitJoinCondition, type JoinCondition } from './join-condition.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

export function planJoin(
  builder: TopologyBuilder,
  node: JoinNode,
  left: Relation,
  right: Relation,
): Relation {
  const condition = conditionOf(node)
  const rightFilter = conjunction(condition.rightOnly)
  const filteredRight = rightFilter === null ? right : builder.filter(right, rightFilter)
  const leftSide = appendColumns(builder, left, guarded(condition))
  const rightSide = appendColumns(
    builder,
    filteredRight,
    condition.pairs.map(pair => pair.right),
  )
  const pairs = orderedPairs(builder, leftSide, rightSide)
  const leftWidth = leftSide.relation.node.columns.length
  const residual = conjunction(condition.residual.map(part => overSides(part, node, leftWidth)))
  const joined = builder.join(
    { join: node.join, nullsMatch: condition.nullsMatch, residual: node.join === 'inner' ? null : residual },
    builder.arranged(
      leftSide.relation,
      pairs.map(([position]) => position),
    ),
    builder.arranged(
      rightSide.relation,
      pairs.map(([, position]) => position),
    ),
    pairs,
  )
  const filtered = node.join === 'inner' && residual !== null ? builder.filter(joined, residual) : joined
  return withoutKeyColumns(builder, node, filtered, leftWidth)
}

/**
 * Where no key is made NULL to match nothing, because there is none or NULLs match, what reads the left side alone is
 * residual too.
 */
function conditionOf(node: JoinNode): JoinCondition {
  const split = splitJoinCondition(node)
  const guards = split.pairs.length > 0 && !split.nullsMatch
  if (node.join === 'inner' || (node.join !== 'full' && guards)) return split
  const { leftOnly, rightOnly, residual } = split
  if (node.join !== 'full') return { ...split, leftOnly: [], residual: [...leftOnly, ...residual] }
  const width = node.left.columns.length
  const ofRight = rightOnly.map(part => shifted(part, width))
  return { ...split, leftOnly: [], rightOnly: [], residual: [...leftOnly, ...ofRight, ...residual] }
}

/** The left key, NULL where the conditions on the left side alone do not hold. */
function guarded({ pairs, leftOnly }: JoinCondition): Expr[] {
  const [first, ...others] = pairs.map(pair => pair.left)
  const when = conjunction(leftOnly)
  if (when === null || first === undefined) return pairs.map(pair => pair.left)
  const otherwise: Expr = { kind: 'literal', type: first.type, text: null }
  return [{ kind: 'case', type: first.type, whens: [{ when, then: first }], otherwise }, ...others]
}

/** In the order of a table's primary key where that saves an arrangement; else by the right side's columns. */
function orderedPairs(builder: TopologyBuilder, left: Computed, right: Computed): EqualColumns[] {
  const pairs = left.positions.map((position, index): EqualColumns => [position, right.positions[index]!])
  return (
    inKeyOrder(builder, right.relation, pairs, 1) ??
    inKeyOrder(builder, left.relation, pairs, 0) ??
    pairs.sort((first, second) => first[1] - second[1])
  )
}

function inKeyOrder(
  builder: TopologyBuilder,
  { node }: Relation,
  pairs: readonly EqualColumns[],
  side: 0 | 1,
): EqualColumns[] | null {
  if (node.kind !== 'source') return null
  const key = builder.sourceKey(node)
  if (key.length !== pairs.length) return null
  const ordered = key.map(position => pairs.find(pair => pair[side] === position))
  return ordered.every(pair => pair !== undefined) ? ordered : null
}

/** A condition over the logical sides, over the sides with their key columns. */
function overSides(part: Expr, { left }: JoinNode, leftWidth: number): Expr {
  const before = left.columns.length
  return mapColumns(part, column => ({
    ...column,
    index: column.index < before ? column.index : column.index - before + leftWidth,
  }))
}

/** Gives the columns that the logical join has. */
function withoutKeyColumns(
  builder: TopologyBuilder,
  node: JoinNode,
  joined: Relation,
  leftWidth: number,
): Relation {
  const before = node.left.columns.length
  const outputs = node.columns.map(({ type }, index): Expr => ({
    kind: 'column',
    type,
    index: index < before || !givesPairs(node.join) ? index : index - before + leftWidth,
  }))
  return builder.project(joined, outputs, node.columns)
}
