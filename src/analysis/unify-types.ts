/** Brings alternatives to one type: the branches of CASE, the arguments of COALESCE, the items of IN. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { commonType } from '../expr/coercion.ts'
import type { Expr } from '../expr/expr.ts'
import { printType } from '../types/type-name.ts'
import { argumentOf, convert, type Operand } from './operand.ts'

/** The expressions, all of one type; null when there is none, which is reported. Literals give way to the others. */
export function unifyTypes(
  what: string,
  operands: readonly Operand[],
  span: Span,
  diagnostics: Diagnostics,
): Expr[] | null {
  const type = commonType(operands.map(argumentOf))
  if (type === null) {
    const typed = operands.filter(({ literal }) => literal === null).map(({ expr }) => printType(expr.type))
    diagnostics.error(
      'MV2037',
      `${what} cannot bring ${[...new Set(typed)].join(' and ')} to one type`,
      span,
      {
        help: 'cast them to one type, such as CAST(… AS VARCHAR)',
      },
    )
    return null
  }
  const unified = operands.map(operand => convert(operand, type, diagnostics))
  return unified.every(expr => expr !== null) ? unified : null
}
