/** A call has the number and types of arguments that one of its overloads takes. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import { printType } from '../../types/type-name.ts'
import type { Operand } from '../operand.ts'

/** Says that no overload fits what is given, and shows them. */
export function reportArguments(
  name: string,
  given: string,
  forms: readonly string[],
  span: Span,
  diagnostics: Diagnostics,
): void {
  const message = given === '' ? `\`${name}\` needs arguments` : `\`${name}\` does not take ${given}`
  diagnostics.error('MV2032', message, span, { help: `it takes ${forms.join(' or ')}` })
}

/** The types of arguments, for messages. */
export function typesOf(operands: readonly Operand[]): string {
  return operands.map(({ expr }) => printType(expr.type)).join(', ')
}
