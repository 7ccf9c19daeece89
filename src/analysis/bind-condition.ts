/** Binds WHERE, ON, HAVING and FILTER: an expression that must be a BOOLEAN. */
import type { Expr } from '../expr/expr.ts'
import type { Expression } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import { requireBoolean } from './rules/boolean-condition.ts'
import { checkComputable } from './rules/constant-failures.ts'

/** The typed condition; null when there is an error, which is reported. */
export function bindCondition(expression: Expression, binding: Binding): Expr | null {
  const expr = binding.bind(expression, binding)
  const condition = expr && requireBoolean(expr, expression, binding.place, binding.diagnostics)
  return condition && checkComputable(condition, expression, binding)
}
