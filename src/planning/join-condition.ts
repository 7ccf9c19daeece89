/**
 * Takes the ON condition of a join apart: pairs of expressions that must be equal (the join key), and what is left over
 * on one side or on both.
 */
import type { CallExpr, Expr } from '../expr/expr.ts'
import { mayFail } from '../expr/walk.ts'
import { notDistinctSides } from '../logical/domain.ts'
import { conjuncts, isEquality, shifted, sideOf } from '../logical/conjuncts.ts'
import type { JoinNode } from '../logical/plan.ts'
import { compactJson, type Json } from '../topology/canonical-json.ts'
import type { JoinKind } from '../topology/plan.ts'

/** `left` over the left input's columns, `right` over the right input's. */
export interface KeyPair {
  readonly left: Expr
  readonly right: Expr
}

/** All parts in the order in which they were written; `rightOnly` is over the right input's columns. */
export interface JoinCondition {
  readonly pairs: readonly KeyPair[]
  readonly leftOnly: readonly Expr[]
  readonly rightOnly: readonly Expr[]
  /** Over the join's output. For an inner join everything that is no pair. */
  readonly residual: readonly Expr[]
  /** The pairs are compared by IS NOT DISTINCT FROM. */
  readonly nullsMatch: boolean
}

export function splitJoinCondition(node: JoinNode): JoinCondition {
  const width = node.left.columns.length
  const parts = conjuncts(node.on)
  if (!parts.some(part => isKeyEquality(part, width))) {
    const split = splitByNullSafe(node, parts, width)
    if (split !== null) return split
  }
  const equalities = new Set(chosenEqualities(parts, width, node.join))
  const pairs: KeyPair[] = []
  const rest: Expr[] = []
  for (const part of parts) {
    if (!equalities.has(part)) {
      rest.push(part)
      continue
    }
    const pair = pairOf(part as CallExpr, width)
    const implied = impliedEquality(part as CallExpr, pair, pairs, width)
    if (implied === null) pairs.push(pair)
    else if (implied !== 'repeated') rest.push(implied)
  }
  return { pairs, ...bySide(node, rest, width), nullsMatch: false }
}

/** Without a plain equality, pairs that are equal or both NULL are the key; null when there is none of these either. */
function splitByNullSafe(node: JoinNode, parts: readonly Expr[], width: number): JoinCondition | null {
  const pairs: KeyPair[] = []
  const rest: Expr[] = []
  for (const part of parts) {
    const pair = nullSafePair(part, width)
    if (pair === null) rest.push(part)
    else if (!pairs.some(known => sharesSide(known, pair))) pairs.push(pair)
    else rest.push(part)
  }
  return pairs.length === 0 ? null : { pairs, ...bySide(node, rest, width), nullsMatch: true }
}

function nullSafePair(part: Expr, width: number): KeyPair | null {
  const sides = notDistinctSides(part)
  if (sides === null) return null
  const [first, second] = sides.map(side => sideOf(side, width))
  if (first === 'left' && second === 'right') return { left: sides[0], right: shifted(sides[1], -width) }
  if (first === 'right' && second === 'left') return { left: sides[1], right: shifted(sides[0], -width) }
  return null
}

/** A column of either side stands in a key once. */
function sharesSide(first: KeyPair, second: KeyPair): boolean {
  return equalExprs(first.left, second.left) || equalExprs(first.right, second.right)
}

function bySide(
  { join }: JoinNode,
  rest: readonly Expr[],
  width: number,
): Pick<JoinCondition, 'leftOnly' | 'rightOnly' | 'residual'> {
  if (join === 'inner') return { leftOnly: [], rightOnly: [], residual: rest }
  const onRight = (part: Expr): boolean => sideOf(part, width) === 'right'
  const onBoth = (part: Expr): boolean => sideOf(part, width) === 'both'
  return {
    leftOnly: rest.filter(part => !onRight(part) && !onBoth(part)),
    rightOnly: rest.filter(onRight).map(part => shifted(part, -width)),
    residual: rest.filter(onBoth),
  }
}

/**
 * Which parts become the key. Key expressions are evaluated for every row, so an equality that may fail is one only where
 * there is no other way.
 */
function chosenEqualities(parts: readonly Expr[], width: number, join: JoinKind): readonly Expr[] {
  const equalities = parts.filter(part => isKeyEquality(part, width))
  const safe = equalities.filter(part => !mayFail(part))
  return join === 'inner' && safe.length > 0 ? safe : equalities
}

/** `expression of one side = expression of the other`. */
function isKeyEquality(part: Expr, width: number): boolean {
  if (!isEquality(part)) return false
  const sides = part.args.map(arg => sideOf(arg, width))
  return sides.includes('left') && sides.includes('right')
}

function pairOf({ args }: CallExpr, width: number): KeyPair {
  const [first, second] = args as [Expr, Expr]
  return sideOf(first, width) === 'left'
    ? { left: first, right: shifted(second, -width) }
    : { left: second, right: shifted(first, -width) }
}

/** `a = x AND b = x` is `a = x AND a = b`: one key column and a condition on one side. Null when the pair is a new one. */
function impliedEquality(
  part: CallExpr,
  pair: KeyPair,
  pairs: readonly KeyPair[],
  width: number,
): Expr | 'repeated' | null {
  const sameRight = pairs.find(({ right }) => equalExprs(right, pair.right))
  const sameLeft = pairs.find(({ left }) => equalExprs(left, pair.left))
  if (sameRight !== undefined && sameRight === sameLeft) return 'repeated'
  if (sameRight !== undefined) return { ...part, args: [sameRight.left, pair.left] }
  if (sameLeft !== undefined)
    return { ...part, args: [shifted(sameLeft.right, width), shifted(pair.right, width)] }
  return null
}

export function equalExprs(first: Expr, second: Expr): boolean {
  return compactJson(first as object as Json) === compactJson(second as object as Json)
}
