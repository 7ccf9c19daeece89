/** Binds operators: which overload fits the operands, and what to say when none does. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import type { BinaryExpression } from '../language/ast.ts'
import { printType } from '../types/type-name.ts'
import type { Operand } from './operand.ts'
import { resolveCall } from './resolve-call.ts'

/** Names of the operators in the table of signatures. */
export const OPERATORS: Readonly<Record<BinaryExpression['operator'], string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '||': 'concat',
  '=': 'eq',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
}

/** The typed call; null when the operator does not take the operands, which is reported at `span`. */
export function bindOperator(
  fn: string,
  sign: string,
  operands: readonly Operand[],
  span: Span,
  diagnostics: Diagnostics,
): Expr | null {
  const call = resolveCall(fn, operands, diagnostics)
  if (call === 'reported') return null
  if (call !== 'no overload') return call
  const types = operands.map(({ expr }) => printType(expr.type)).join(' and ')
  const help = adviceFor(fn, operands)
  diagnostics.error('MV2030', `\`${sign}\` does not take ${types}`, span, help === null ? {} : { help })
  return null
}

function adviceFor(fn: string, operands: readonly Operand[]): string | null {
  const [first, second] = operands.map(({ expr }) => expr.type)
  if (!first || !second || first.kind === second.kind) {
    return fn === 'add' && first?.kind === 'varchar' ? 'texts are joined with `||`' : null
  }
  const wanted = first.kind === 'varchar' ? second : first
  return `cast one side, for example CAST(… AS ${printType(wanted)})`
}
