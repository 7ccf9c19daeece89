/** In a query with groups, every column is grouped by or stands in an aggregate. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Origin } from '../binding.ts'

/** Reports a column that has no single value in a group. */
export function reportUngrouped({ text, span }: Origin, diagnostics: Diagnostics): void {
  diagnostics.error('MV2042', `\`${text}\` is neither in GROUP BY nor in an aggregate`, span, {
    help: `add \`${text}\` to GROUP BY, or take one value of each group, such as MAX(${text})`,
  })
}
