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
  const conditions = expression.whens.map(({ when }) => bindWhen(expression.operand, when, binding))
  const results = expression.whens.map(({ then }) => then)
  const otherwise = expression.otherwise ?? nullLiteral(expression)
  const operands = bindOperands([...results, otherwise], binding)
  const unified = operands && unifyTypes('CASE', operands, expression.span, binding.diagnostics)
  if (!unified || !conditions.every(condition => condition !== null)) return null
  const whens = conditions.map((when, index) => ({ when, then: unified[index]! }))
  const last = unified.at(-1)!
  return { kind: 'case', type: last.type, whens, otherwise: last }
}

function nullLiteral({ span }: CaseExpression): Expression {
  return { kind: 'literal', literal: 'null', text: 'NULL', span }
}

/** The condition of a WHEN: of a simple CASE, that the operand equals it. */
function bindWhen(operand: Expression | null, when: Expression, binding: Binding): Expr | null {
  const second = binding.bind(when, binding)
  if (operand === null) return second && requireBoolean(second, when, 'WHEN', binding.diagnostics)
  const first = binding.bind(operand, binding)
  if (first === null || second === null) return null
  const operands = [operandOf(operand, first), operandOf(when, second)]
  return bindOperator('eq', '=', operands, when.span, binding.diagnostics)
}
