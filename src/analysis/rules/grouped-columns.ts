/** In a query with groups, every column is grouped by or stands in an aggregate. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import type { Expr } from '../../expr/expr.ts'
import type { Origin } from '../binding.ts'

/** Reports columns that have no single value in a group, one error for each place. */
export function reportUngrouped(columns: readonly Origin[], diagnostics: Diagnostics): void {
  for (const span of new Set(columns.map(column => column.span))) {
    const origins = columns.filter(column => column.span === span)
    const names = origins.map(({ text }) => `\`${text}\``).join(', ')
    const { text } = origins[0]!
    const message = `${names} ${origins.length === 1 ? 'is' : 'are'} neither in GROUP BY nor in an aggregate`
    const help =
      origins.length === 1
        ? `add \`${text}\` to GROUP BY, or take one value of each group, such as MAX(${text})`
        : 'list the columns that are grouped by'
    diagnostics.error('MV2042', message, span, { help })
  }
}

/** False when GROUPING is of something that is not grouped by, which is reported. */
export function checkGrouping(
  { args, span }: { readonly args: readonly Expr[]; readonly span: Span },
  isKey: (arg: Expr) => boolean,
  diagnostics: Diagnostics,
): boolean {
  if (args.every(isKey)) return true
  diagnostics.error('MV2046', '`GROUPING` takes expressions of GROUP BY', span, {
    help: 'write them as they stand there',
  })
  return false
}
