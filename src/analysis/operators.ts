/** Binds operators: which overload fits the operands, and what to say when none does. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { explicitCast } from '../expr/coercion.ts'
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
  '^': 'power',
  '||': 'append',
  '~': 'regex',
  '~*': 'iregex',
  '!~': 'not_regex',
  '!~*': 'not_iregex',
  '->': 'get',
  '->>': 'get_text',
  '#>': 'get_path',
  '#>>': 'get_path_text',
  '#-': 'delete_path',
  '@>': 'contains',
  '<@': 'contained',
  '&&': 'overlaps',
  '?': 'has_key',
  '?|': 'has_any',
  '?&': 'has_all',
  '=': 'eq',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
}

const COMPARISONS = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge'])
/** Those that are for JSON alone. */
const JSON_OPERATORS = new Set([
  'get',
  'get_text',
  'get_path',
  'get_path_text',
  'delete_path',
  'has_key',
  'has_any',
  'has_all',
])

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

/**
 * Texts become what stands beside them, except for LIKE, which wants texts, and for equality, where the cast of the other
 * side cannot fail; conditions win over numbers.
 */
function adviceFor(fn: string, operands: readonly Operand[]): string | null {
  const types = operands.map(({ expr }) => expr.type)
  const [first, second] = types
  if (!first || !second) return null
  if (/_(any|all)$/.test(fn)) return 'write an array, or a subquery: `x = ANY (SELECT …)`'
  const array = types.find(({ kind }) => kind === 'array')
  if (array && first.kind !== second.kind && COMPARISONS.has(fn))
    return 'write `x = ANY (array)` to look for an element'
  if (fn === 'overlaps' && first.kind === 'boolean') return 'write AND'
  if (JSON_OPERATORS.has(fn) && first.kind === 'varchar') return 'cast the text: CAST(… AS JSON)'
  if (first.kind === second.kind) {
    return fn === 'add' && first.kind === 'varchar' ? 'texts are joined with `||`' : null
  }
  const text = types.find(({ kind }) => kind === 'varchar')
  if (text && (fn === 'eq' || fn === 'ne')) {
    const other = text === first ? second : first
    return `cast the ${printType(other)}: CAST(… AS VARCHAR)`
  }
  const winner = fn === 'like' || fn === 'ilike' ? 'varchar' : 'boolean'
  const to = types.find(({ kind }) => kind === winner) ?? (first.kind === 'varchar' ? second : first)
  return explicitCast(to === first ? second : first, to) ? `cast one side: CAST(… AS ${printType(to)})` : null
}
