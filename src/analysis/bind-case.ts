/** Binds CASE. A simple CASE is lowered to a searched one. */
import type { Expr } from '../expr/expr.ts'
import type { CaseExpression, Expression } from '../language/ast.ts'
import { bindOperands } from './bind-comparison.ts'
import type { Binding } from './binding.ts'
import { operandOf } from './operand.ts'
import { bindOperator } from './operators.ts'
import { requireBoolean } from './rules/boolean-condition.ts'
import { unifyTypes } from './unify-types.ts'

export function bindCase(expression: CaseExpression, binding: Binding): Expr | null {
  const conditions = bindConditions(expression, binding)
  const results = expression.whens.map(({ then }) => then)
  const otherwise = expression.otherwise ?? nullLiteral(expression)
  const operands = bindOperands([...results, otherwise], binding)
  const unified = operands && unifyTypes('CASE', operands, expression.span, binding.diagnostics)
  if (!unified || conditions === null) return null
  const whens = conditions.map((when, index) => ({ when, then: unified[index]! }))
  const last = unified.at(-1)!
  return { kind: 'case', type: last.type, whens, otherwise: last }
}

function nullLiteral({ span }: CaseExpression): Expression {
  return { kind: 'literal', literal: 'null', text: 'NULL', span }
}

/** The conditions of the branches: of a simple CASE, that the operand equals what stands behind WHEN. */
function bindConditions({ operand, whens }: CaseExpression, binding: Binding): Expr[] | null {
  const subject = operand && bindOperands([operand], binding)
  const conditions = whens.map(({ when }) => {
    const expr = binding.bind(when, binding)
    if (expr === null) return null
    if (operand === null) return requireBoolean(expr, when, 'WHEN', binding.diagnostics)
    return (
      subject && bindOperator('eq', '=', [...subject, operandOf(when, expr)], when.span, binding.diagnostics)
    )
  })
  return conditions.every(condition => condition !== null) ? conditions : null
}
