/** WHERE, ON, HAVING, FILTER and the operands of AND, OR and NOT are BOOLEAN. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Expr } from '../../expr/expr.ts'
import type { Expression } from '../../language/ast.ts'
import { printType } from '../../types/type-name.ts'
import { isUntyped, typeLiteral } from '../literals.ts'

const BOOLEAN = { kind: 'boolean' } as const

/** The expression as a BOOLEAN; null when it is none, which is reported. `where` names what needs it, such as WHERE. */
export function requireBoolean(
  expr: Expr,
  expression: Expression,
  where: string,
  diagnostics: Diagnostics,
): Expr | null {
  if (expr.type.kind === 'boolean') return expr
  if (isUntyped(expression)) return typeLiteral(expression, BOOLEAN, diagnostics)
  const message = `${where} needs a BOOLEAN, and this is ${printType(expr.type)}`
  diagnostics.error('MV2034', message, expression.span, { help: adviceFor(where, expr) })
  return null
}

function adviceFor(where: string, { type }: Expr): string {
  if (where === 'ON') return 'say which columns are equal: ON a.key = b.key'
  const isNumber = ['integer', 'bigint', 'decimal', 'double'].includes(type.kind)
  return isNumber
    ? 'compare it with a number, such as `… <> 0`'
    : 'compare it with something, or write `… IS NOT NULL`'
}
