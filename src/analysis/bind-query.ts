/** Binds a query expression: WITH, set operations, VALUES, ORDER BY and LIMIT around SELECT. */
import { foldCase } from '../catalog/name.ts'
import type { RelationColumn } from '../catalog/relation.ts'
import type { Query, QueryBody, SetOperation, SortItem, Values } from '../language/ast.ts'
import type { Column } from '../topology/plan.ts'
import { unreachable } from '../util/assert.ts'
import { bindCut, type Cut } from './bind-cut.ts'
import { bindingFor } from './bind-expression.ts'
import { bindSelect } from './bind-select.ts'
import { type BoundOutput, type BoundQuery, columnsOfQuery } from './bound.ts'
import type { CommonTableRelation, FromContext } from './from-result.ts'
import { operandOf, type Operand } from './operand.ts'
import { checkWidths, renamed } from './rules/query-columns.ts'
import { refuseRecursion } from './rules/unsupported-forms.ts'
import { EMPTY_SCOPE } from './scope.ts'
import { sortColumns } from './sort-columns.ts'
import { unifyTypes } from './unify-types.ts'

export interface QueryResult {
  /** Null when there is an error, which is reported. */
  readonly query: BoundQuery | null
  /** The columns of the result as far as they are known. */
  readonly columns: readonly RelationColumn[]
}

export function bindQuery(query: Query, outside: FromContext): QueryResult {
  if (query.recursive) refuseRecursion(query, outside.diagnostics)
  const context = withCommonTables(query, outside)
  const cut = bindCut(query, context)
  // Rows of a relation have no order: ORDER BY says nothing but which rows are the first.
  const orderBy = cut === null && !keepsFirst(query.body) ? [] : query.orderBy
  const result = bindBody(query.body, context, orderBy, cut)
  return cut === undefined ? { ...result, query: null } : result
}

function keepsFirst(body: QueryBody): boolean {
  return body.kind === 'select' && body.distinctOn.length > 0
}

/** @param cut undefined when it has an error, which is reported */
function bindBody(
  body: QueryBody,
  context: FromContext,
  orderBy: readonly SortItem[],
  cut: Cut | null | undefined,
): QueryResult {
  switch (body.kind) {
    case 'select':
      return bindSelect(body, context, orderBy, cut ?? null)
    case 'set_operation':
      return ordered(bindSetOperation(body, context), orderBy, cut ?? null, context)
    case 'values':
      return ordered(bindValues(body, context), orderBy, cut ?? null, context)
    case 'query':
      return ordered(bindQuery(body, context), orderBy, cut ?? null, context)
    default:
      return unreachable(body)
  }
}

/** The cut of a query whose ORDER BY can name its columns only. */
function ordered(
  result: QueryResult,
  orderBy: readonly SortItem[],
  cut: Cut | null,
  context: FromContext,
): QueryResult {
  const { query, columns } = result
  if (cut === null || query === null) return result
  const order = sortColumns(orderBy, columns, context.diagnostics)
  if (order === null) return { query: null, columns }
  const width = columns.length
  const { span } = query
  return {
    columns,
    query: { kind: 'ordered', input: query, partitionBy: [], orderBy: order, ...cut, width, span },
  }
}

/** Each common table sees those before it. */
function withCommonTables(query: Query, outside: FromContext): FromContext {
  let context = outside
  for (const { name, columns: names, query: inner } of query.with) {
    const { query: bound, columns } = bindQuery(inner, { ...context, isView: false })
    const given = renamed(columns, names, name, context.diagnostics)
    const table: CommonTableRelation = {
      name,
      query: given === null ? null : bound,
      columns: given ?? columns,
      outer: context.outer,
    }
    context = { ...context, commonTables: [table, ...context.commonTables] }
  }
  return context
}

function bindSetOperation(item: SetOperation, context: FromContext): QueryResult {
  const left = bindBody(item.left, context, [], null)
  const right = bindBody(item.right, { ...context, isView: false }, [], null)
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
  const outputs = ofLeft.map((column, index) => {
    const operands = [columnOperand(left, column, index), columnOperand(right, ofRight[index]!, index)]
    const exprs = unifyTypes(what, operands, item.span, diagnostics)
    return exprs && exprs.map((expr): BoundOutput => ({ name: column.name, expr }))
  })
  if (!outputs.every(pair => pair !== null)) return null
  return {
    left: converted(
      left,
      outputs.map(pair => pair[0]!),
    ),
    right: converted(
      right,
      outputs.map(pair => pair[1]!),
    ),
  }
}

/** A column of a side; a bare NULL takes the type of the other side. */
function columnOperand(query: BoundQuery, { type }: Column, index: number): Operand {
  const expr = query.kind === 'select' ? query.outputs[index]!.expr : null
  const isNull = expr?.kind === 'literal' && expr.text === null
  return { expr: { kind: 'column', type: isNull ? { kind: 'null' } : type, index }, literal: null }
}

function converted(query: BoundQuery, outputs: readonly BoundOutput[]): BoundQuery {
  if (outputs.every(({ expr }, index) => expr.kind === 'column' && expr.index === index)) return query
  const { span } = query
  return {
    kind: 'select',
    from: { kind: 'derived', query, span },
    where: null,
    grouping: null,
    having: null,
    outputs,
    distinct: false,
    span,
  }
}

function bindValues({ rows, span }: Values, context: FromContext): QueryResult {
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
