/**
 * Equi-joins. Key expressions that are not plain columns are computed below the join and cut off above it. Of an ON
 * condition, what is not a key equality becomes, for an inner join, a filter above; for a left join, a filter on the
 * right when it reads the right side alone, and part of the left key when it reads the left side alone: a key that is
 * NULL matches nothing. What reads both sides is refused there: whether a row has a match would depend on all its pairs.
 */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Expr } from '../expr/expr.ts'
import { mapColumns } from '../expr/walk.ts'
import { conjunction } from '../logical/conjuncts.ts'
import type { EqualColumns } from '../logical/keys.ts'
import type { JoinNode } from '../logical/plan.ts'
import { appendColumns, type Computed } from './computed-columns.ts'
import { splitJoinCondition, type JoinCondition } from './join-condition.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

/** The join's relation; null after an error. */
export function planJoin(
  builder: TopologyBuilder,
  diagnostics: Diagnostics,
  node: JoinNode,
  left: Relation,
  right: Relation,
): Relation | null {
  const condition = splitJoinCondition(node)
  if (!isPlannable(node, condition, diagnostics)) return null
  const rightFilter = conjunction(condition.rightOnly)
  const filteredRight = rightFilter === null ? right : builder.filter(right, rightFilter)
  const leftExprs = guarded(condition)
  const leftSide = appendColumns(builder, left, leftExprs)
  const rightSide = appendColumns(
    builder,
    filteredRight,
    condition.pairs.map(pair => pair.right),
  )
  const pairs = orderedPairs(builder, leftSide, rightSide)
  const joined = builder.join(
    node.join,
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
  return withoutKeyColumns(builder, node, condition.residual, joined, leftSide.relation.node.columns.length)
}

function isPlannable(node: JoinNode, { pairs, residual }: JoinCondition, diagnostics: Diagnostics): boolean {
  if (pairs.length === 0) {
    diagnostics.error(
      'MV3001',
      'this join has no key: no equality between a column of the left side and one of the right',
      node.span,
      {
        help: 'add an equality such as `ON a.id = b.a_id`; each change is matched through it',
      },
    )
    return false
  }
  if (node.join === 'left' && residual.length > 0) {
    diagnostics.error(
      'MV3002',
      'the ON condition of this LEFT JOIN compares both sides by more than equality, which cannot be kept up to date yet',
      node.span,
      {
        help: 'keep equalities and conditions on one side in ON; with an INNER JOIN any further condition works',
      },
    )
    return false
  }
  return true
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

/** Applies what is left of the condition, then gives the columns that the logical join has. */
function withoutKeyColumns(
  builder: TopologyBuilder,
  node: JoinNode,
  residual: readonly Expr[],
  joined: Relation,
  leftWidth: number,
): Relation {
  const before = node.left.columns.length
  const position = (index: number): number => (index < before ? index : index - before + leftWidth)
  const filter = conjunction(
    residual.map(part => mapColumns(part, column => ({ ...column, index: position(column.index) }))),
  )
  const filtered = filter === null ? joined : builder.filter(joined, filter)
  const outputs = node.columns.map(({ type }, index): Expr => ({
    kind: 'column',
    type,
    index: position(index),
  }))
  return builder.project(filtered, outputs, node.columns)
}
