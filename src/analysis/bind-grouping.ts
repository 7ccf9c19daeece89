/** Binds GROUPING, which tells the rows of grouping sets apart. */
import type { Expr } from '../expr/expr.ts'
import { MAX_GROUPING_ARGS } from '../expr/grouping-sets.ts'
import type { FunctionCall } from '../language/ast.ts'
import { bindOperands } from './bind-comparison.ts'
import type { Binding } from './binding.ts'
import { refuseAggregate } from './rules/aggregate-places.ts'

/** The column that stands for its value; null when there is an error, which is reported. */
export function bindGrouping(call: FunctionCall, binding: Binding): Expr | null {
  const { aggregates, diagnostics } = binding
  if (aggregates === null) {
    refuseAggregate(call, binding.place, diagnostics)
    return null
  }
  const { length } = call.args
  if (length === 0 || length > MAX_GROUPING_ARGS) {
    diagnostics.error('MV2046', `\`GROUPING\` takes 1 to ${MAX_GROUPING_ARGS} expressions`, call.span)
    return null
  }
  const operands = bindOperands(call.args, {
    ...binding,
    aggregates: null,
    windows: null,
    place: 'an aggregate',
  })
  return (
    operands &&
    aggregates.addGrouping(
      operands.map(({ expr }) => expr),
      call.span,
    )
  )
}
