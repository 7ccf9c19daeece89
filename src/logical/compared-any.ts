/**
 * `x < ANY (query)`: what holds for some row holds for the least or the greatest, so the rows are one group for each value
 * of the parameters, with these two. TRUE by them; else NULL where a NULL leaves it open; else FALSE.
 */
import type { BoundSubquery, SubqueryForm } from '../analysis/bound.ts'
import type { Expr } from '../expr/expr.ts'
import { parameterOf } from '../expr/parameters.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt } from './rewrite.ts'
import { grouped, joinByParameters, lowered, type WithValue } from './subquery-values.ts'

const BOOLEAN = { kind: 'boolean' } as const
const BIGINT = { kind: 'bigint' } as const

/** @param args the operand, then the parameters */
export function comparedWithAny(
  node: LogicalNode,
  subquery: BoundSubquery,
  { compare, decisive }: Extract<SubqueryForm, { kind: 'any' }>,
  [operand, ...params]: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): WithValue {
  const rows = lowered(node, subquery, params, subqueries)
  const width = params.length
  const { type } = rows.columns[width]!
  const [arg] = columnsAt(rows.columns, [width])
  const groups = grouped(rows, width, [
    { fn: 'count(*)', args: [], column: { name: 'rows', type: BIGINT } },
    { fn: 'count(any)', args: [arg!], column: { name: 'values', type: BIGINT } },
    ...decisive.map(which => ({
      fn: `${which}(${parameterOf(type)})`,
      args: [arg!],
      column: { name: which, type },
    })),
  ])
  const joined = joinByParameters(node, groups, params, subquery)
  const start = node.columns.length + width
  const found = columnsAt(joined.columns, [...joined.columns.keys()].slice(start))
  const [count, values, ...extremes] = found as [Expr, Expr, ...Expr[]]
  const holds = extremes.map((extreme): Expr => call(compare, operand!, extreme))
  const open: Expr[] = [
    { kind: 'is_null', type: BOOLEAN, arg: operand! },
    call('gt(bigint,bigint)', count, values),
  ]
  const zero: Expr = { kind: 'literal', type: BIGINT, text: '0' }
  const maybe: Expr[] = [call('gt(bigint,bigint)', count, zero), { kind: 'or', type: BOOLEAN, args: open }]
  const value: Expr = {
    kind: 'case',
    type: BOOLEAN,
    whens: [
      {
        when: { kind: 'or', type: BOOLEAN, args: holds },
        then: { kind: 'literal', type: BOOLEAN, text: 'true' },
      },
      {
        when: { kind: 'and', type: BOOLEAN, args: maybe },
        then: { kind: 'literal', type: BOOLEAN, text: null },
      },
    ],
    otherwise: { kind: 'literal', type: BOOLEAN, text: 'false' },
  }
  return { node: joined, value }
}

function call(fn: string, first: Expr, second: Expr): Expr {
  return { kind: 'call', type: BOOLEAN, fn, args: [first, second] }
}
