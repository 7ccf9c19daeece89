/** Expressions that an operator needs as columns of its input. */
import type { Expr } from '../expr/expr.ts'
import { printExpr } from '../expr/print-expr.ts'
import type { Column } from '../topology/plan.ts'
import { equalExprs } from './join-condition.ts'
import type { Relation, TopologyBuilder } from './topology-builder.ts'

export interface Computed {
  readonly relation: Relation
  /** Where each expression stands in the relation's rows. */
  readonly positions: readonly number[]
}

/** The relation with those expressions appended that are not plain columns of it. */
export function appendColumns(builder: TopologyBuilder, input: Relation, exprs: readonly Expr[]): Computed {
  const all: Expr[] = input.node.columns.map(({ type }, index) => ({ kind: 'column', type, index }))
  const positions = exprs.map(expr => positionIn(all, expr))
  const columns = all.map((expr, index) => input.node.columns[index] ?? computedColumn(expr, input))
  return { relation: builder.project(input, all, columns), positions }
}

/** Only the given expressions, each once; the relation itself when all of them are columns of it. */
export function onlyColumns(builder: TopologyBuilder, input: Relation, exprs: readonly Expr[]): Computed {
  if (exprs.every(expr => expr.kind === 'column')) {
    return { relation: input, positions: exprs.map(expr => expr.index) }
  }
  const all: Expr[] = []
  const positions = exprs.map(expr => positionIn(all, expr))
  const columns = all.map(expr =>
    expr.kind === 'column' ? input.node.columns[expr.index]! : computedColumn(expr, input),
  )
  return { relation: builder.project(input, all, columns), positions }
}

function positionIn(list: Expr[], expr: Expr): number {
  const known = list.findIndex(other => equalExprs(other, expr))
  return known >= 0 ? known : list.push(expr) - 1
}

/** Named by its text, for people. */
function computedColumn(expr: Expr, { node }: Relation): Column {
  const names = node.columns.map(({ name }) => name)
  return { name: printExpr(expr, names), type: expr.type }
}
