/** A call has the number and types of arguments that one of its overloads takes. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import { printType } from '../../types/type-name.ts'
import type { Operand } from '../operand.ts'

/** Says that no overload fits, and shows them. */
export function reportArguments(
  name: string,
  operands: readonly Operand[],
  signatures: readonly string[],
  span: Span,
  diagnostics: Diagnostics,
): void {
  const given =
    operands.length === 0 ? 'no arguments' : operands.map(({ expr }) => printType(expr.type)).join(', ')
  diagnostics.error('MV2032', `\`${name}\` does not take ${given}`, span, {
    help: `it takes ${signatures.join(' or ')}`,
  })
}
