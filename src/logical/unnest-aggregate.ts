/**
 * A correlated aggregate whose WHERE compares expressions of its rows with expressions of the row around it by equality:
 * `(SELECT COUNT(*) FROM likes WHERE likes.userId = users.userId)`. Its rows are grouped by their side of the equalities,
 * for all rows around it at once, and left-joined by the other side (Kim 1982; Galindo-Legaria and Joshi 2001). COUNT of
 * a group that is not there is 0, so the value is computed above the join. No domain is needed.
 */
import type { BoundSelect, BoundSubquery } from '../analysis/bound.ts'
import { readsParameters } from '../analysis/query-parameters.ts'
import { callExprs, emptyAware } from '../expr/aggregate-call.ts'
import type { CallExpr, Expr } from '../expr/expr.ts'
import { columnsOf, contains, mapColumns } from '../expr/walk.ts'
import { aggregate, filter, join } from './build-nodes.ts'
import { conjunction, conjuncts, isEquality } from './conjuncts.ts'
import { lowerFrom } from './lower-from.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt } from './rewrite.ts'
import { beside } from './semi-joins.ts'
import type { WithValue } from './subquery-values.ts'

/** Null where the subquery is of another form. */
export function groupedValue(
  node: LogicalNode,
  { query, span }: BoundSubquery,
  args: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): WithValue | null {
  if (query.kind !== 'select' || args.length === 0) return null
  const parts = correlation(query)
  if (parts === null || query.from === null || query.grouping === null) return null
  const { pairs, local } = parts
  const rows = lowerFrom(query.from, { subqueries, domain: null })
  const kept = filter(rows, local && { expr: local, span })
  const keys = pairs.map(({ inner }, index) => ({ name: `key${index + 1}`, expr: inner }))
  const groups = aggregate(kept, { keys, determined: 0, calls: query.grouping.calls, sets: null, span })
  const start = node.columns.length
  const on = conjunction(
    pairs.map(({ outer, inner, call, innerFirst }, index): Expr => {
      const row = beside(outer, 0, args)
      const key: Expr = { kind: 'column', type: inner.type, index: start + index }
      return { ...call, args: innerFirst ? [key, row] : [row, key] }
    }),
  )
  const joined = join({ join: 'left', on, span }, node, groups)
  const over = (expr: Expr): Expr =>
    mapColumns(expr, column => {
      const found = columnsAt(joined.columns, [start + pairs.length + column.index])[0]!
      return emptyAware(groups.calls[column.index]!.fn, found)
    })
  const value = over(query.outputs[0]!.expr)
  const { having } = query
  if (having === null) return { node: joined, value }
  const otherwise: Expr = { kind: 'literal', type: value.type, text: null }
  const when = over(having.expr)
  return {
    node: joined,
    value: { kind: 'case', type: value.type, whens: [{ when, then: value }], otherwise },
  }
}

interface Correlation {
  readonly pairs: readonly Pair[]
  /** What the rows alone must fulfil. */
  readonly local: Expr | null
}
interface Pair {
  readonly inner: Expr
  readonly outer: Expr
  readonly call: CallExpr
  readonly innerFirst: boolean
}

function correlation({ from, where, grouping, having, outputs }: BoundSelect): Correlation | null {
  if (
    grouping === null ||
    grouping.keys.length > 0 ||
    grouping.sets !== null ||
    from === null ||
    readsParameters(from)
  )
    return null
  const above = [...outputs.map(({ expr }) => expr), ...(having ? [having.expr] : [])]
  const all = [...above, ...grouping.calls.flatMap(callExprs)]
  if (all.some(expr => hasParameter(expr) || hasSubquery(expr) || contains(expr, 'window'))) return null
  const parts = conjuncts(where?.expr ?? null)
  if (parts.some(hasSubquery)) return null
  const correlated = parts.filter(hasParameter)
  const pairs = correlated.map(pairOf)
  if (pairs.length === 0 || !pairs.every(pair => pair !== null)) return null
  return { pairs, local: conjunction(parts.filter(part => !hasParameter(part))) }
}

/** An equality between the rows' columns and the row around them. */
function pairOf(part: Expr): Pair | null {
  if (!isEquality(part)) return null
  const [first, second] = part.args as [Expr, Expr]
  if (isInner(first) && isOuter(second)) return { inner: first, outer: second, call: part, innerFirst: true }
  if (isOuter(first) && isInner(second)) return { inner: second, outer: first, call: part, innerFirst: false }
  return null
}

function hasParameter(expr: Expr): boolean {
  return contains(expr, 'parameter')
}

function hasSubquery(expr: Expr): boolean {
  return contains(expr, 'subquery')
}

function isInner(expr: Expr): boolean {
  return !hasParameter(expr) && columnsOf(expr).length > 0
}

function isOuter(expr: Expr): boolean {
  return hasParameter(expr) && columnsOf(expr).length === 0
}
