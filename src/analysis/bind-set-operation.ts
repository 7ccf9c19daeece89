/** Binds UNION, INTERSECT and EXCEPT: two queries whose columns are brought to the same types. */
import type { SetOperation } from '../language/ast.ts'
import type { QueryResult } from './bind-query.ts'
import { type BoundQuery, columnsOfQuery } from './bound.ts'
import type { FromContext } from './from-result.ts'
import { columnOperand, withOutputs } from './query-outputs.ts'
import { checkWidths } from './rules/query-columns.ts'
import { unifyTypes } from './unify-types.ts'

/** @param left and `right`: the sides of `item`, bound */
export function bindSetOperation(
  item: SetOperation,
  left: QueryResult,
  right: QueryResult,
  context: FromContext,
): QueryResult {
  if (left.query === null || right.query === null) return { query: null, columns: left.columns }
  if (!checkWidths(item, left.columns.length, right.columns.length, context.diagnostics))
    return { query: null, columns: left.columns }
  const unified = unifyColumns(item, left.query, right.query, context)
  if (unified === null) return { query: null, columns: left.columns }
  const { operator, all, span } = item
  const columns = columnsOfQuery(unified.left)
  return {
    query: { kind: 'set_operation', operator, all, ...unified, columns, span },
    columns: columns.map(({ type }, index) => ({ name: left.columns[index]!.name, type })),
  }
}

/** Both sides with columns of the same types; null when there are none, which is reported. */
function unifyColumns(
  item: SetOperation,
  left: BoundQuery,
  right: BoundQuery,
  { diagnostics }: FromContext,
): { readonly left: BoundQuery; readonly right: BoundQuery } | null {
  const [ofLeft, ofRight] = [columnsOfQuery(left), columnsOfQuery(right)]
  const what = item.operator.toUpperCase()
  const pairs = ofLeft.map((column, index) => {
    const operands = [columnOperand(left, column, index), columnOperand(right, ofRight[index]!, index)]
    return unifyTypes(what, operands, item.span, diagnostics)
  })
  if (!pairs.every(pair => pair !== null)) return null
  const [first, second] = [pairs.map(pair => pair[0]!), pairs.map(pair => pair[1]!)]
  return { left: withOutputs(left, first), right: withOutputs(right, second) }
}
