/** Frames of window functions as SQL writes them. */
import type { Frame, FrameBound } from '../expr/expr.ts'
import { printExpr } from '../expr/print-expr.ts'

const EXCLUDED = { current_row: 'CURRENT ROW', group: 'GROUP', ties: 'TIES' } as const

/** The frame; empty for the one that is taken where none is written. */
export function frameWords({ unit, start, end, exclude }: Frame): string {
  const isDefault = unit === 'range' && start.kind === 'unbounded_preceding' && end.kind === 'current_row'
  if (isDefault && exclude === 'no_others') return ''
  const words = `${unit.toUpperCase()} BETWEEN ${boundWords(start)} AND ${boundWords(end)}`
  return exclude === 'no_others' ? words : `${words} EXCLUDE ${EXCLUDED[exclude]}`
}

function boundWords(bound: FrameBound): string {
  const kind = bound.kind.replace('_', ' ').toUpperCase()
  if (!('offset' in bound)) return kind
  return `${typeof bound.offset === 'number' ? bound.offset : printExpr(bound.offset, [])} ${kind}`
}
