/** Binds the frame of a window: which rows of its partition a function sees. */
import type { Frame, FrameBound, OrderExpr } from '../expr/expr.ts'
import type * as ast from '../language/ast.ts'
import { bindDistance } from './bind-distance.ts'
import type { Binding } from './binding.ts'

/** Without a frame: from the first row to the last that the order does not tell apart from this one. */
const DEFAULT: Frame = {
  unit: 'range',
  start: { kind: 'unbounded_preceding' },
  end: { kind: 'current_row' },
  exclude: 'no_others',
}

/** Null when there is an error, which is reported. @param orderBy of the window, bound */
export function bindFrame(
  { frame, span }: ast.WindowSpec,
  orderBy: readonly OrderExpr[],
  binding: Binding,
): Frame | null {
  if (frame === null) return DEFAULT
  const { unit, exclude } = frame
  if (unit === 'groups' && orderBy.length === 0) {
    binding.diagnostics.error('MV2083', 'GROUPS needs an ORDER BY in the window', span, {
      help: 'without an order all rows are one group',
    })
    return null
  }
  const start = bindBound(frame.start, unit, orderBy, binding)
  const end = bindBound(frame.end, unit, orderBy, binding)
  return start && end && { unit, start, end, exclude }
}

function bindBound(
  bound: ast.FrameBound,
  unit: Frame['unit'],
  orderBy: readonly OrderExpr[],
  binding: Binding,
): FrameBound | null {
  const kind = bound.bound
  if (kind !== 'preceding' && kind !== 'following') return { kind }
  const offset = bindDistance(bound, unit, orderBy, binding)
  return offset === null ? null : { kind, offset }
}
