/** Conditions as lists of their AND-ed parts. */
import { columnsOf, mapColumns } from '../expr/walk.ts'
import type { CallExpr, Expr } from '../expr/expr.ts'
import { must } from '../util/assert.ts'

/** The parts of a condition, in the order in which they are evaluated; none for no condition. */
export function conjuncts(condition: Expr | null): Expr[] {
  if (condition === null) return []
  return condition.kind === 'and' ? condition.args.flatMap(conjuncts) : [condition]
}

/** One condition of all parts; null for none. */
export function conjunction(parts: readonly Expr[]): Expr | null {
  if (parts.length <= 1) return parts[0] ?? null
  return { kind: 'and', type: { kind: 'boolean' }, args: parts }
}

/** The columns of an expression all moved by `distance`. */
export function shifted(expr: Expr, distance: number): Expr {
  return mapColumns(expr, column => ({ ...column, index: column.index + distance }))
}

/** `expr` over the output of a projection, as an expression over the projection's input. */
export function substituted(expr: Expr, outputs: readonly Expr[]): Expr {
  return mapColumns(expr, column => must(outputs[column.index], 'column of the projection'))
}

/** Which side of a join an expression reads. */
export type Side = 'none' | 'left' | 'right' | 'both'

export function sideOf(expr: Expr, leftWidth: number): Side {
  const columns = [...columnsOf(expr)]
  const left = columns.some(index => index < leftWidth)
  const right = columns.some(index => index >= leftWidth)
  if (left) return right ? 'both' : 'left'
  return right ? 'right' : 'none'
}

export function isEquality(expr: Expr): expr is CallExpr {
  return expr.kind === 'call' && expr.fn.startsWith('eq(')
}
