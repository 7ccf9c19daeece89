/** Finds what fails on every row: a constant part that cannot be computed and that nothing lets an evaluation skip. */
import { DataError } from '../types/data-error.ts'
import { compile } from './evaluate.ts'
import type { Expr } from './expr.ts'
import { fold } from './fold.ts'
import { childrenOf } from './walk.ts'

export interface ConstantFailure {
  /** The part that fails, its own parts computed. */
  readonly expr: Expr
  /** A sentence without a full stop. */
  readonly reason: string
}

/** The first part that fails whenever the expression is evaluated; null when some row may have a value. */
export function constantFailure(expr: Expr): ConstantFailure | null {
  return failureIn(fold(expr))
}

/** Values that are there, or are found in rows. */
const NOT_COMPUTED: ReadonlySet<Expr['kind']> = new Set([
  'literal',
  'column',
  'parameter',
  'variable',
  'subquery',
  'window',
])

function failureIn(expr: Expr): ConstantFailure | null {
  for (const part of certainParts(expr)) {
    const failure = failureIn(part)
    if (failure !== null) return failure
  }
  const parts = childrenOf(expr)
  if (NOT_COMPUTED.has(expr.kind) || !parts.every(({ kind }) => kind === 'literal')) return null
  try {
    compile(expr)([])
    return null
  } catch (error) {
    if (error instanceof DataError) return { expr, reason: error.message }
    throw error
  }
}

/** The direct parts of a folded expression that are evaluated for every row. */
function certainParts(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'case':
    case 'coalesce':
    case 'and':
    case 'or':
    case 'in_list':
      return childrenOf(expr).slice(0, 1)
    case 'apply':
      return expr.args
    default:
      return childrenOf(expr)
  }
}
