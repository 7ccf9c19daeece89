/** Binds the comparisons that have a syntax of their own: BETWEEN, IN, LIKE and IS DISTINCT FROM. */
import type { Expr } from '../expr/expr.ts'
import type {
  AtTimeZone,
  BetweenExpression,
  Expression,
  InExpression,
  IsDistinctExpression,
  LikeExpression,
  SimilarExpression,
} from '../language/ast.ts'
import { bindRowIn } from './bind-row.ts'
import type { Binding } from './binding.ts'
import { operandOf, type Operand } from './operand.ts'
import { bindOperator } from './operators.ts'
import { unifyTypes } from './unify-types.ts'

const BOOLEAN = { kind: 'boolean' } as const

function negate(expr: Expr, negated: boolean): Expr {
  return negated ? { kind: 'not', type: BOOLEAN, arg: expr } : expr
}

/** All of them bound, or null when one has an error. */
export function bindOperands(expressions: readonly Expression[], binding: Binding): Operand[] | null {
  const operands = expressions.map(expression => {
    const expr = binding.bind(expression, binding)
    return expr && operandOf(expression, expr)
  })
  return operands.every(operand => operand !== null) ? operands : null
}

/** `a BETWEEN b AND c` is `a >= b AND a <= c`; if it is symmetric, for the bounds in one or the other order. */
export function bindBetween(expression: BetweenExpression, binding: Binding): Expr | null {
  const { operand, low, high, symmetric, negated } = expression
  const operands = bindOperands([operand, low, high], binding)
  if (operands === null) return null
  const [value, from, to] = operands as [Operand, Operand, Operand]
  const inside = within(value, from, to, expression, binding)
  if (!symmetric) return inside && negate(inside, negated)
  const turned = inside && within(value, to, from, expression, binding)
  return turned && negate({ kind: 'or', type: BOOLEAN, args: [inside, turned] }, negated)
}

function within(
  value: Operand,
  from: Operand,
  to: Operand,
  { span }: BetweenExpression,
  { diagnostics }: Binding,
): Expr | null {
  const atLeast = bindOperator('ge', 'BETWEEN', [value, from], span, diagnostics)
  const atMost = atLeast && bindOperator('le', 'BETWEEN', [value, to], span, diagnostics)
  return atLeast && atMost && { kind: 'and', type: BOOLEAN, args: [atLeast, atMost] }
}

export function bindIn({ operand, items, negated, span }: InExpression, binding: Binding): Expr | null {
  if (operand.kind === 'row') {
    const found = bindRowIn(operand, items, span, binding)
    return found && negate(found, negated)
  }
  const operands = bindOperands([operand, ...items], binding)
  const unified = operands && unifyTypes('IN', operands, span, binding.diagnostics)
  if (!unified) return null
  const [arg, ...rest] = unified
  return negate({ kind: 'in_list', type: BOOLEAN, arg: arg!, items: rest }, negated)
}

export function bindLike(expression: LikeExpression, binding: Binding): Expr | null {
  const { operand, pattern, escape, caseInsensitive, negated, span } = expression
  const operands = bindOperands([operand, pattern, ...(escape ? [escape] : [])], binding)
  const [fn, sign] = caseInsensitive ? (['ilike', 'ILIKE'] as const) : (['like', 'LIKE'] as const)
  const like = operands && bindOperator(fn, sign, operands, span, binding.diagnostics)
  return like && negate(like, negated)
}

export function bindSimilar(expression: SimilarExpression, binding: Binding): Expr | null {
  const { operand, pattern, escape, negated, span } = expression
  const operands = bindOperands([operand, pattern, ...(escape ? [escape] : [])], binding)
  const similar = operands && bindOperator('similar_to', 'SIMILAR TO', operands, span, binding.diagnostics)
  return similar && negate(similar, negated)
}

/** `x AT TIME ZONE zone` is `timezone(zone, x)`. */
export function bindAtTimeZone({ operand, zone, span }: AtTimeZone, binding: Binding): Expr | null {
  const operands = bindOperands([zone, operand], binding)
  return operands && bindOperator('timezone', 'AT TIME ZONE', operands, span, binding.diagnostics)
}

/** `a IS DISTINCT FROM b`: of two NULLs no, of one yes, otherwise `a <> b`. */
export function bindIsDistinct(
  { left, right, negated, span }: IsDistinctExpression,
  binding: Binding,
): Expr | null {
  const operands = bindOperands([left, right], binding)
  const unified = operands && unifyTypes('IS DISTINCT FROM', operands, span, binding.diagnostics)
  if (!unified) return null
  const pair = unified.map(expr => ({ expr, literal: null }))
  const differs = bindOperator('ne', 'IS DISTINCT FROM', pair, span, binding.diagnostics)
  if (differs === null) return null
  const [first, second] = unified as [Expr, Expr]
  const isNull = (arg: Expr): Expr => ({ kind: 'is_null', type: BOOLEAN, arg })
  const whens = [
    { when: isNull(first), then: negate(isNull(second), true) },
    { when: isNull(second), then: { kind: 'literal', type: BOOLEAN, text: 'true' } as const },
  ]
  return negate({ kind: 'case', type: BOOLEAN, whens, otherwise: differs }, negated)
}
