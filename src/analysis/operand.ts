/** Arguments on their way into a call: a typed expression, or a literal that takes the type of its surroundings. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { sameType, typed, type Argument } from '../expr/coercion.ts'
import type { Expr } from '../expr/expr.ts'
import type { Expression, Literal } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { isUntyped, typeLiteral } from './literals.ts'

export interface Operand {
  readonly expr: Expr
  /** The string or NULL that was written; null for what has a type of its own. */
  readonly literal: Literal | null
}

export function operandOf(expression: Expression, expr: Expr): Operand {
  return { expr, literal: isUntyped(expression) ? expression : null }
}

/** What overload resolution looks at. */
export function argumentOf({ expr, literal }: Operand): Argument {
  return literal ? { type: expr.type, untyped: true, text: literal.text } : typed(expr.type)
}

/** The operand as a value of `type`, which it can be; null when its literal is none, which is reported. */
export function convert({ expr, literal }: Operand, type: SqlType, diagnostics: Diagnostics): Expr | null {
  if (literal) return typeLiteral(literal, type, diagnostics)
  return sameType(expr.type, type) ? expr : { kind: 'cast', type, arg: expr }
}
