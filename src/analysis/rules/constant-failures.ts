/**
 * An expression has a value for some row. PostgreSQL, too, refuses a query with a constant that fails before it reads a
 * row; unlike it we let one stand where it need not be evaluated, as in a branch of CASE.
 */
import { constantFailure } from '../../expr/constant-failure.ts'
import type { Expr } from '../../expr/expr.ts'
import { fold } from '../../expr/fold.ts'
import { printExpr } from '../../expr/print-expr.ts'
import { childrenOf } from '../../expr/walk.ts'
import type { Expression } from '../../language/ast.ts'
import type { Binding } from '../binding.ts'
import { exprKey } from '../expr-tree.ts'

/** The expression; null when it fails on every row, which is reported. */
export function checkComputable(expr: Expr, { span }: Expression, binding: Binding): Expr | null {
  const failure = constantFailure(expr)
  if (failure === null) return expr
  const written = writtenFor(failure.expr, expr)
  const message = `\`${printExpr(failure.expr, [])}\` always fails: ${failure.reason}`
  binding.diagnostics.error('MV2038', message, (written && binding.spans.get(written)) ?? span, {
    help: 'no row could ever have a value here: correct the constants, or write NULL',
  })
  return null
}

/** The innermost part of an expression that is folded to `folded`. */
function writtenFor(folded: Expr, expr: Expr): Expr | null {
  const key = exprKey(folded)
  const search = (part: Expr): Expr | null => {
    for (const child of childrenOf(part)) {
      const found = search(child)
      if (found !== null) return found
    }
    return exprKey(fold(part)) === key ? part : null
  }
  return search(expr)
}
