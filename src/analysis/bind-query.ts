/** Binds a query expression: WITH, set operations, VALUES, ORDER BY and LIMIT around SELECT. */
import type { RelationColumn } from '../catalog/relation.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CommonTable, Query, QueryBody, SetOperation, SortItem } from '../language/ast.ts'
import { unreachable } from '../util/assert.ts'
import { bindCut, type Cut } from './bind-cut.ts'
import { bindSelect } from './bind-select.ts'
import { bindSetOperation } from './bind-set-operation.ts'
import { bindValues } from './bind-values.ts'
import type { BoundQuery } from './bound.ts'
import type { CommonTableRelation, FromContext } from './from-result.ts'
import { renamed } from './rules/query-columns.ts'
import { checkRecursion } from './rules/recursion.ts'
import { sortColumns } from './sort-columns.ts'

export interface QueryResult {
  /** Null when there is an error, which is reported. */
  readonly query: BoundQuery | null
  /** The columns of the result as far as they are known. */
  readonly columns: readonly RelationColumn[]
}

export function bindQuery(query: Query, outside: FromContext): QueryResult {
  const context = withCommonTables(query, outside)
  const cut = bindCut(query, context)
  const isCut = cut !== null || keepsFirst(query.body)
  if (!isCut) warnOfOrder(query.orderBy, context.diagnostics)
  const orderBy = isCut ? query.orderBy : []
  const result = bindBody(query.body, context, orderBy, cut)
  return cut === undefined ? { ...result, query: null } : result
}

/** Rows of a relation have no order: ORDER BY says nothing but which rows are the first. */
function warnOfOrder(orderBy: readonly SortItem[], diagnostics: Diagnostics): void {
  const [first] = orderBy
  if (first === undefined) return
  diagnostics.warn(
    'MV2084',
    'ORDER BY without LIMIT has no effect: the rows of a view have no order',
    first.span,
    {
      help: 'leave it out, or say with LIMIT how many of the first rows there are',
    },
  )
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
      return ordered(bindSides(body, context), orderBy, cut ?? null, context)
    case 'values':
      return ordered(bindValues(body, context), orderBy, cut ?? null, context)
    case 'query':
      return ordered(bindQuery(body, context), orderBy, cut ?? null, context)
    default:
      return unreachable(body)
  }
}

function bindSides(item: SetOperation, context: FromContext): QueryResult {
  const left = bindBody(item.left, context, [], null)
  const right = bindBody(item.right, { ...context, isView: false }, [], null)
  return bindSetOperation(item, left, right, context)
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
  for (const item of query.with) {
    const { name, columns: names, query: inner } = item
    if (query.recursive && !checkRecursion(item, context.diagnostics)) {
      context = { ...context, commonTables: [brokenTable(item, context), ...context.commonTables] }
      continue
    }
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

/** One that cannot be bound: the columns that its list names, of types that are not known. */
function brokenTable({ name, columns }: CommonTable, { outer }: FromContext): CommonTableRelation {
  return { name, query: null, columns: columns.map(column => ({ name: column, type: null })), outer }
}
