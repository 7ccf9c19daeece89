/** The ON of an aggregate join picks one group for each left row: every BY column equals something of the left side. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import type { Expr } from '../../expr/expr.ts'
import type { BoundOutput } from '../bound.ts'
import { columnsOf } from '../../expr/walk.ts'
import { conjunctsOf } from '../expr-tree.ts'

/** Returns the condition, or null when it may pick several groups, which is reported. */
export function checkOneGroup(
  on: Expr,
  span: Span,
  leftWidth: number,
  by: readonly BoundOutput[],
  source: string,
  diagnostics: Diagnostics,
): Expr | null {
  const fixed = new Set(conjunctsOf(on).flatMap(conjunct => fixedBy(conjunct, leftWidth)))
  const free = by.filter((_, index) => !fixed.has(leftWidth + index))
  if (free.length === 0) return on
  const names = free.map(({ name }) => `\`${source}.${name}\``).join(' and ')
  diagnostics.error('MV2061', `ON does not say what ${names} has to be equal to`, span, {
    help: `an aggregate join needs an equality for each BY column: ON ${source}.${free[0]!.name} = …`,
  })
  return null
}

/** The right column that an equality fixes, if it is one between a BY column and the left side alone. */
function fixedBy(conjunct: Expr, leftWidth: number): number[] {
  if (conjunct.kind !== 'call' || !conjunct.fn.startsWith('eq(')) return []
  const [first, second] = conjunct.args.map(arg => ({ arg, columns: columnsOf(arg) }))
  const pairs = [
    [first!, second!],
    [second!, first!],
  ] as const
  return pairs.flatMap(([right, left]) => {
    const column = right.arg.kind === 'cast' ? right.arg.arg : right.arg
    const isRight = column.kind === 'column' && column.index >= leftWidth
    return isRight && left.columns.every(index => index < leftWidth) ? [column.index] : []
  })
}
