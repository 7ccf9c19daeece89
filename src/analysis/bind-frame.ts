/** Binds the frame of a window: which rows of its partition a function sees. */
import type { Frame, FrameBound } from '../expr/expr.ts'
import { fold } from '../expr/fold.ts'
import type * as ast from '../language/ast.ts'
import type { Binding } from './binding.ts'

/** Without a frame: from the first row to the last that the order does not tell apart from this one. */
const DEFAULT: Frame = {
  unit: 'range',
  start: { kind: 'unbounded_preceding' },
  end: { kind: 'current_row' },
  exclude: 'no_others',
}

/** Null when there is an error, which is reported. */
export function bindFrame({ frame, orderBy, span }: ast.WindowSpec, binding: Binding): Frame | null {
  if (frame === null) return DEFAULT
  const { unit, exclude } = frame
  if (unit === 'groups' && orderBy.length === 0) {
    binding.diagnostics.error('MV2083', 'GROUPS needs an ORDER BY in the window', span, {
      help: 'without an order all rows are one group',
    })
    return null
  }
  const start = bindBound(frame.start, unit, binding)
  const end = bindBound(frame.end, unit, binding)
  return start && end && { unit, start, end, exclude }
}

function bindBound(
  { bound, offset, span }: ast.FrameBound,
  unit: Frame['unit'],
  binding: Binding,
): FrameBound | null {
  if (bound !== 'preceding' && bound !== 'following') return { kind: bound }
  if (unit === 'range') {
    binding.diagnostics.error('MV2010', 'RANGE with a distance is not supported yet', span, {
      help: 'count rows with ROWS, or groups of equal rows with GROUPS',
    })
    return null
  }
  const expr = offset && binding.bind(offset, { ...binding, windows: null, aggregates: null })
  if (expr === null) return null
  const value = fold(expr)
  if (value.kind === 'literal' && /^\d{1,9}$/.test(value.text ?? ''))
    return { kind: bound, offset: Number(value.text) }
  binding.diagnostics.error('MV2083', 'the distance of a frame is a whole number from 0 on', span, {
    help: 'write a number, such as ROWS 2 PRECEDING',
  })
  return null
}
