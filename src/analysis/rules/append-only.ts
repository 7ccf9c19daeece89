/** CREATE STREAM … AS: a row that is there stays, so the query may only pass rows of streams on, each by itself. */
import { contains } from '../../expr/walk.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Identifier } from '../../language/ast.ts'
import { unreachable } from '../../util/assert.ts'
import type { BoundFrom, BoundQuery } from '../bound.ts'

/** False when the query, which gives rows to the stream of this name, could take one back; that is reported. */
export function checkAppendOnly(name: Identifier, query: BoundQuery, diagnostics: Diagnostics): boolean {
  if (isAppendOnly(query)) return true
  diagnostics.error('MV2010', `\`${name.text}\` is a stream, and this query may take rows back`, name.span, {
    help: 'a stream is chosen and computed from the rows of streams, one by one; write CREATE TABLE … AS for all else',
  })
  return false
}

function isAppendOnly(query: BoundQuery): boolean {
  switch (query.kind) {
    case 'select': {
      const { from, where, grouping, distinct, outputs } = query
      const exprs = [...(where ? [where.expr] : []), ...outputs.map(({ expr }) => expr)]
      const single = exprs.every(expr => !contains(expr, 'subquery') && !contains(expr, 'window'))
      return single && grouping === null && !distinct && from !== null && keepsRows(from)
    }
    case 'set_operation':
      return query.operator === 'union' && query.all && isAppendOnly(query.left) && isAppendOnly(query.right)
    case 'values':
    case 'ordered':
      return false
    default:
      return unreachable(query)
  }
}

function keepsRows(from: BoundFrom): boolean {
  switch (from.kind) {
    case 'table':
      return from.relation.appendOnly
    case 'derived':
      return isAppendOnly(from.query)
    case 'computed':
      return keepsRows(from.input)
    case 'unnest':
      return from.input !== null && keepsRows(from.input)
    case 'join':
    case 'lateral':
      return false
    default:
      return unreachable(from)
  }
}
