/** Whether a query gives at most one row for each value of its parameters, whatever its input is. */
import type { BoundQuery } from '../analysis/bound.ts'

export function isSingleRow(query: BoundQuery): boolean {
  switch (query.kind) {
    case 'select':
      return query.from === null || (query.grouping?.keys.length === 0 && query.grouping.sets === null)
    case 'values':
      return query.rows.length <= 1
    case 'ordered':
      return (
        isSingleRow(query.input) ||
        (query.limit !== null && query.limit <= 1 && query.partitionBy.length === 0)
      )
    case 'set_operation':
      return false
  }
}
