/** The columns of bound queries as operands, and queries with other expressions over them as their columns. */
import type { Expr } from '../expr/expr.ts'
import type { Column } from '../topology/plan.ts'
import { type BoundQuery, columnsOfQuery } from './bound.ts'
import type { Operand } from './operand.ts'

/** A column of a query; a bare NULL, which stands there as VARCHAR, has no type of its own. */
export function columnOperand(query: BoundQuery, { type }: Column, index: number): Operand {
  const expr = query.kind === 'select' ? query.outputs[index]!.expr : null
  const isNull = expr?.kind === 'literal' && expr.text === null && expr.type.kind === 'varchar'
  return { expr: { kind: 'column', type: isNull ? { kind: 'null' } : type, index }, literal: null }
}

/** The query with an expression over its columns in the place of each. */
export function withOutputs(query: BoundQuery, exprs: readonly Expr[]): BoundQuery {
  if (exprs.every((expr, index) => expr.kind === 'column' && expr.index === index)) return query
  const { span } = query
  const names = columnsOfQuery(query).map(({ name }) => name)
  return {
    kind: 'select',
    from: { kind: 'derived', query, span },
    where: null,
    grouping: null,
    having: null,
    outputs: exprs.map((expr, index) => ({ name: names[index]!, expr })),
    distinct: false,
    span,
  }
}
