/** Binds ORDER BY where it stands inside of a call or of a window. */
import type { OrderExpr } from '../expr/expr.ts'
import type { SortItem } from '../language/ast.ts'
import type { Binding } from './binding.ts'

/** NULLs come last, and first in a descending order, unless it is said otherwise; null for an error, which is reported. */
export function bindOrderItems(items: readonly SortItem[], binding: Binding): OrderExpr[] | null {
  const bound = items.map(({ expression, descending, nullsFirst }): OrderExpr | null => {
    const expr = binding.bind(expression, binding)
    return expr && { expr, descending, nullsFirst: nullsFirst ?? descending }
  })
  return bound.every(item => item !== null) ? bound : null
}
