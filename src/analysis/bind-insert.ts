/** INSERT INTO … SELECT: the rows of more queries in a relation, by the position of their columns. */
import type { Relation, RelationColumn } from '../catalog/relation.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { assignmentCast } from '../expr/coercion.ts'
import type { Expr } from '../expr/expr.ts'
import type { InsertInto } from '../language/ast.ts'
import { printType } from '../types/type-name.ts'
import { bindQuery } from './bind-query.ts'
import { type BoundQuery, columnsOfQuery } from './bound.ts'
import type { FromContext } from './from-result.ts'
import { convert } from './operand.ts'
import { checkAppendOnly } from './rules/append-only.ts'
import { columnOperand, withOutputs } from './query-outputs.ts'

/** What rows are inserted into. */
export type Target = Pick<Relation, 'columns' | 'appendOnly'>

/** The rows of `query` and of all inserts; null when one of these has an error, which is reported. */
export function withInserts(
  query: BoundQuery,
  into: Target,
  inserts: readonly InsertInto[],
  context: FromContext,
): BoundQuery | null {
  return inserts.reduce<BoundQuery | null>((left, insert) => {
    const right = bindInsert(insert, into, context)
    if (left === null || right === null) return null
    const { span } = insert
    return {
      kind: 'set_operation',
      operator: 'union',
      all: true,
      left,
      right,
      columns: columnsOfQuery(left),
      span,
    }
  }, query)
}

function bindInsert(
  { target, query, span }: InsertInto,
  { columns, appendOnly }: Target,
  context: FromContext,
): BoundQuery | null {
  const { query: bound } = bindQuery(query, { ...context, isView: false })
  if (bound === null || (appendOnly && !checkAppendOnly(target, bound, context.diagnostics))) return null
  const given = columnsOfQuery(bound)
  if (given.length !== columns.length) {
    const message = `\`${target.text}\` has ${count(columns.length)}, and the query gives ${given.length}`
    context.diagnostics.error('MV2080', message, target.span, {
      help: 'select a value for each column, in their order',
    })
    return null
  }
  const outputs = columns.map((column, index) => assigned(bound, column, index, span, context.diagnostics))
  return outputs.every(expr => expr !== null) ? withOutputs(bound, outputs) : null
}

function count(columns: number): string {
  return columns === 1 ? 'one column' : `${columns} columns`
}

/** A column of the query as the column of the relation takes it. */
function assigned(
  query: BoundQuery,
  { name, type }: RelationColumn,
  index: number,
  span: Span,
  diagnostics: Diagnostics,
): Expr | null {
  if (type === null) return null
  const operand = columnOperand(query, columnsOfQuery(query)[index]!, index)
  const from = operand.expr.type
  if (from.kind === 'null' || assignmentCast(from, type)) return convert(operand, type, diagnostics)
  const message = `\`${name.text}\` is ${printType(type)}, and the query gives ${printType(from)}`
  diagnostics.error('MV2080', message, span, { help: `write CAST(… AS ${printType(type)})` })
  return null
}
