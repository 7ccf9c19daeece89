/** Subqueries in expressions: scalar, EXISTS, IN, and comparisons with ANY and ALL. */
import type { Expr } from '../expr/expr.ts'
import type {
  ExistsExpression,
  Expression,
  InSubquery,
  QuantifiedComparison,
  Query,
  ScalarSubquery,
} from '../language/ast.ts'
import type { Span } from '../diagnostics/source.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Binding } from './binding.ts'
import { bindOperator, OPERATORS } from './operators.ts'
import { bindQuery } from './bind-query.ts'
import { columnsOfQuery, type BoundQuery, type SubqueryForm } from './bound.ts'
import { operandOf } from './operand.ts'
import { Parameters } from './parameters.ts'

const BOOLEAN = { kind: 'boolean' } as const

export function bindScalarSubquery({ query, span }: ScalarSubquery, binding: Binding): Expr | null {
  const inner = bindInner(query, binding)
  if (inner === null) return null
  const columns = columnsOfQuery(inner.query)
  if (!isOneColumn(columns.length, span, binding)) return null
  return add({ kind: 'scalar' }, inner, columns[0]!.type, [], span, binding)
}

export function bindExists({ query, span }: ExistsExpression, binding: Binding): Expr | null {
  const inner = bindInner(query, binding)
  return inner && add({ kind: 'exists' }, inner, BOOLEAN, [], span, binding)
}

export function bindInSubquery({ operand, query, negated, span }: InSubquery, binding: Binding): Expr | null {
  const found = bindMembership(operand, query, span, binding)
  return found && (negated ? { kind: 'not', type: BOOLEAN, arg: found } : found)
}

/** `x = ANY (q)` is `x IN (q)`, `x <> ALL (q)` is `x NOT IN (q)`. */
export function bindQuantified(
  { left, operator, quantifier, query, span }: QuantifiedComparison,
  binding: Binding,
): Expr | null {
  if (operator === '=' && quantifier === 'any') return bindMembership(left, query, span, binding)
  if (operator === '<>' && quantifier === 'all') {
    const found = bindMembership(left, query, span, binding)
    return found && { kind: 'not', type: BOOLEAN, arg: found }
  }
  binding.diagnostics.error('MV2010', `${operator} ${quantifier.toUpperCase()} is not supported yet`, span, {
    help: 'compare with a MIN or MAX of the subquery, or write EXISTS',
  })
  return null
}

function bindMembership(operand: Expression, query: Query, span: Span, binding: Binding): Expr | null {
  const items = operand.kind === 'row' ? operand.items : [operand]
  const exprs = items.map(item => binding.bind(item, binding))
  const inner = bindInner(query, binding)
  if (inner === null || !exprs.every(expr => expr !== null)) return null
  const columns = columnsOfQuery(inner.query)
  if (columns.length !== items.length) {
    const [wanted, has] = [items.length, columns.length]
    binding.diagnostics.error(
      'MV2080',
      `the subquery gives ${has} columns for ${wanted} on the left of IN`,
      span,
      {
        help: 'select as many columns as stand on the left',
      },
    )
    return null
  }
  const operands: Expr[] = []
  const equal: string[] = []
  const outputs: Expr[] = []
  for (const [index, expr] of exprs.entries()) {
    const column: Expr = { kind: 'column', type: columns[index]!.type, index }
    const sides = [operandOf(items[index]!, expr), { expr: column, literal: null }]
    const comparison = bindOperator(OPERATORS['='], '=', sides, span, binding.diagnostics)
    if (comparison === null || comparison.kind !== 'call') return null
    equal.push(comparison.fn)
    operands.push(comparison.args[0]!)
    outputs.push(comparison.args[1]!)
  }
  const converted = withOutputs(inner.query, outputs)
  const form = { kind: 'in', operands: operands.length, equal } as const
  return add(form, { ...inner, query: converted }, BOOLEAN, operands, span, binding)
}

/** The query with its columns in the type that they are compared in. */
function withOutputs(query: BoundQuery, exprs: readonly Expr[]): BoundQuery {
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

interface Inner {
  readonly query: BoundQuery
  readonly parameters: Parameters
}

function bindInner(query: Query, binding: Binding): Inner | null {
  const parameters = new Parameters()
  const outer = { binding, parameters }
  const { query: bound } = bindQuery(query, { ...binding.context, isView: false, outer })
  return bound && { query: bound, parameters }
}

function isOneColumn(width: number, span: Span, { diagnostics }: Binding): boolean {
  if (width === 1) return true
  diagnostics.error(
    'MV2080',
    `a subquery that stands for a value gives one column, and this one ${width}`,
    span,
    {
      help: 'select the one column that is meant',
    },
  )
  return false
}

function add(
  form: SubqueryForm,
  { query, parameters }: Inner,
  type: SqlType,
  operands: readonly Expr[],
  span: Span,
  { context, place, diagnostics }: Binding,
): Expr | null {
  if (place === 'ON') {
    diagnostics.error('MV2010', 'a subquery in ON is not supported yet', span, {
      help: 'put the condition into WHERE, or join the subquery itself',
    })
    return null
  }
  const types = parameters.args.map(arg => arg.type)
  const id = context.subqueries.push({ form, query, parameters: types, span }) - 1
  return { kind: 'subquery', type, id, args: [...operands, ...parameters.args] }
}
