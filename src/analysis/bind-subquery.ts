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
import { withOutputs } from './query-outputs.ts'

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

/**
 * `x = ANY (q)` is `x IN (q)`, `x <> ALL (q)` is `x NOT IN (q)`; and as what holds for all is what fails for none,
 * `x < ALL (q)` is `NOT x >= ANY (q)`.
 */
export function bindQuantified(expression: QuantifiedComparison, binding: Binding): Expr | null {
  const { left, operator, quantifier, query, span } = expression
  const asked = quantifier === 'any' ? operator : NEGATED[operator]
  const found =
    asked === '=' ? bindMembership(left, query, span, binding) : bindAny(expression, asked, binding)
  return found && (quantifier === 'any' ? found : { kind: 'not', type: BOOLEAN, arg: found })
}

type Operator = QuantifiedComparison['operator']

const NEGATED: Readonly<Record<Operator, Operator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

/** By which row's value it is decided whether the comparison holds for any row. */
const DECISIVE: Readonly<Record<Exclude<Operator, '='>, readonly ('min' | 'max')[]>> = {
  '<>': ['min', 'max'],
  '<': ['max'],
  '<=': ['max'],
  '>': ['min'],
  '>=': ['min'],
}

function bindAny(
  expression: QuantifiedComparison,
  operator: Exclude<Operator, '='>,
  binding: Binding,
): Expr | null {
  const { left, query, span } = expression
  if (left.kind === 'row') return refuseQuantified(expression, binding)
  const operand = binding.bind(left, binding)
  const inner = bindInner(query, binding)
  if (operand === null || inner === null) return null
  const columns = columnsOfQuery(inner.query)
  if (!isOneColumn(columns.length, span, binding)) return null
  const column: Expr = { kind: 'column', type: columns[0]!.type, index: 0 }
  const sides = [operandOf(left, operand), { expr: column, literal: null }]
  const comparison = bindOperator(OPERATORS[operator], operator, sides, span, binding.diagnostics)
  if (comparison?.kind !== 'call') return null
  const [x, value] = comparison.args as [Expr, Expr]
  const form = { kind: 'any', compare: comparison.fn, decisive: DECISIVE[operator] } as const
  return add(form, { ...inner, query: withOutputs(inner.query, [value]) }, BOOLEAN, [x], span, binding)
}

function refuseQuantified({ operator, quantifier, span }: QuantifiedComparison, binding: Binding): null {
  binding.diagnostics.error('MV2010', `${operator} ${quantifier.toUpperCase()} is not supported here`, span, {
    help: 'write EXISTS with the comparison in the WHERE of the subquery',
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

interface Inner {
  readonly query: BoundQuery
  readonly parameters: Parameters
}

function bindInner(query: Query, binding: Binding): Inner | null {
  if (binding.variables.length > 0) {
    binding.diagnostics.error('MV2010', 'a subquery in a lambda is not supported', query.span, {
      help: 'compute it beside the lambda, as a column of a derived table',
    })
    return null
  }
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
  { context }: Binding,
): Expr {
  const types = parameters.args.map(arg => arg.type)
  const id = context.subqueries.push({ form, query, parameters: types, span }) - 1
  return { kind: 'subquery', type, id, args: [...operands, ...parameters.args] }
}
