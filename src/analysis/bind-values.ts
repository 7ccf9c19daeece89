/** Binds VALUES: rows of expressions that read no column, each column of one type. */
import { foldCase } from '../catalog/name.ts'
import type { Values } from '../language/ast.ts'
import type { Column } from '../topology/plan.ts'
import { bindingFor } from './bind-expression.ts'
import type { QueryResult } from './bind-query.ts'
import type { FromContext } from './from-result.ts'
import { operandOf } from './operand.ts'
import { EMPTY_SCOPE } from './scope.ts'
import { unifyTypes } from './unify-types.ts'

export function bindValues({ rows, span }: Values, context: FromContext): QueryResult {
  const binding = bindingFor(EMPTY_SCOPE, 'VALUES', context)
  const width = rows[0]!.length
  const odd = rows.find(row => row.length !== width)
  if (odd) {
    context.diagnostics.error(
      'MV2080',
      'the rows of VALUES have different numbers of columns',
      odd[0]?.span ?? span,
      {
        help: `the first row has ${width}`,
      },
    )
    return { query: null, columns: [] }
  }
  const bound = rows.map(row =>
    row.map(expression => ({ expression, expr: binding.bind(expression, binding) })),
  )
  const columns = [...Array(width).keys()].map(index => {
    const operands = bound.map(row => row[index]!)
    if (!operands.every(({ expr }) => expr !== null)) return null
    const typed = operands.map(({ expression, expr }) => operandOf(expression, expr!))
    return unifyTypes('VALUES', typed, span, context.diagnostics)
  })
  const named = columns.map((exprs, index) => ({
    name: { text: foldCase(`column${index + 1}`), quoted: false },
    type: exprs?.[0]?.type ?? null,
  }))
  if (!columns.every(exprs => exprs !== null)) return { query: null, columns: named }
  const types = columns.map((exprs, index): Column => ({
    name: named[index]!.name.text,
    type: exprs[0]!.type,
  }))
  return {
    query: {
      kind: 'values',
      rows: rows.map((_, row) => columns.map(exprs => exprs[row]!)),
      columns: types,
      span,
    },
    columns: named,
  }
}
