/** Questions about typed expressions that binding asks. */
import type { Expr } from '../expr/expr.ts'
import { columnsOf, mapColumns } from '../expr/walk.ts'
import { compactJson, type Json } from '../topology/canonical-json.ts'

/** The same expression over rows that have `by` more columns in front. */
export function shiftColumns(expr: Expr, by: number): Expr {
  return mapColumns(expr, column => ({ ...column, index: column.index + by }))
}

/** A text that is equal for equal expressions. */
export function exprKey(expr: Expr): string {
  return compactJson(JSON.parse(JSON.stringify(expr)) as Json)
}

/** The conjuncts of a condition. */
export function conjunctsOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'and' ? expr.args.flatMap(conjunctsOf) : [expr]
}

/** Whether an expression reads a column at this position or behind it. */
export function readsFrom(expr: Expr, position: number): boolean {
  return columnsOf(expr).some(index => index >= position)
}
