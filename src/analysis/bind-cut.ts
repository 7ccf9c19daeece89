/** LIMIT and OFFSET: constants. */
import { fold } from '../expr/fold.ts'
import type { Expression, Query } from '../language/ast.ts'
import { bindingFor } from './bind-expression.ts'
import type { FromContext } from './from-result.ts'
import { EMPTY_SCOPE } from './scope.ts'

export interface Cut {
  /** Rows; null for all. */
  readonly limit: number | null
  readonly offset: number
}

/** Null without LIMIT and OFFSET; undefined when one has an error, which is reported. */
export function bindCut({ limit, offset }: Query, context: FromContext): Cut | null | undefined {
  if (limit === null && offset === null) return null
  const rows = limit && bindCount(limit, 'LIMIT', context)
  const skipped = offset && bindCount(offset, 'OFFSET', context)
  if (rows === undefined || skipped === undefined) return undefined
  return rows === null && (skipped ?? 0) === 0 ? null : { limit: rows, offset: skipped ?? 0 }
}

/** A whole number; null for NULL, undefined for an error, which is reported. */
function bindCount(expression: Expression, clause: string, context: FromContext): number | null | undefined {
  const expr = bindingFor(EMPTY_SCOPE, 'LIMIT', context).bind(
    expression,
    bindingFor(EMPTY_SCOPE, 'LIMIT', context),
  )
  if (expr === null) return undefined
  const value = fold(expr)
  if (value.kind === 'literal' && value.text === null) return null
  if (value.kind === 'literal' && /^\d{1,15}$/.test(value.text ?? '')) return Number(value.text)
  context.diagnostics.error('MV2081', `${clause} takes a number of rows`, expression.span, {
    help: `write a whole number from 0 on: ${clause} 10`,
  })
  return undefined
}
