/** What a subquery of each form is for every row around it, in general: computed over its domain, and joined back. */
import { type BoundSubquery, columnsOfQuery, type SubqueryForm } from '../analysis/bound.ts'
import { type AggregateCallExpr, plainCall } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import type { Column } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'
import { join } from './build-nodes.ts'
import { conjunction } from './conjuncts.ts'
import { distinct, leadingColumns, sameParameters, valuesOf } from './domain.ts'
import { isSingleRow } from './single-row.ts'
import { lowerQuery } from './lower-query.ts'
import type { AggregateNode, LogicalNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

export interface WithValue {
  readonly node: LogicalNode
  readonly value: Expr
}

const BOOLEAN = { kind: 'boolean' } as const
const BIGINT = { kind: 'bigint' } as const
const TRUE: Expr = { kind: 'literal', type: BOOLEAN, text: 'true' }
const FALSE: Expr = { kind: 'literal', type: BOOLEAN, text: 'false' }

/** The value of the only row, NULL where there is none; more than one row is a data error. */
export function singleValue(
  node: LogicalNode,
  subquery: BoundSubquery,
  params: readonly Expr[],
  type: SqlType,
  subqueries: readonly BoundSubquery[],
): WithValue {
  const rows = lowered(node, subquery, params, subqueries)
  const width = params.length
  const [name] = columnsOfQuery(subquery.query)
  const single = isSingleRow(subquery.query) ? rows : checkedSingle(rows, width, { name: name!.name, type })
  const joined = joinByParameters(node, single, params, subquery)
  return { node: joined, value: columnsAt(joined.columns, [node.columns.length + width])[0]! }
}

function checkedSingle(rows: LogicalNode, width: number, column: Column): LogicalNode {
  const value = columnsAt(rows.columns, [width])[0]!
  const groups = grouped(rows, width, [
    { fn: 'count(*)', args: [], column: { name: 'count', type: BIGINT } },
    { fn: `min(${column.type.kind})`, args: [value], column },
  ])
  const [count, found] = columnsAt(groups.columns, [width, width + 1]) as [Expr, Expr]
  const checked: Expr = {
    kind: 'call',
    type: column.type,
    fn: 'single_row(bigint,any)',
    args: [count, found],
  }
  return projectOver(
    groups,
    [...leadingColumns(groups, width), checked],
    [...groups.columns.slice(0, width), column],
  )
}

/** Whether there is a row. */
export function existsFlag(
  node: LogicalNode,
  subquery: BoundSubquery,
  params: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): WithValue {
  const rows = lowered(node, subquery, params, subqueries)
  const flag = flagged(existing(rows, params.length), params.length)
  const joined = joinByParameters(node, flag, params, subquery)
  const found = columnsAt(joined.columns, [node.columns.length + params.length])[0]!
  return { node: joined, value: isTrue(found) }
}

/**
 * `operands IN (rows)`: TRUE where a row is equal; else NULL where one may be, because of NULLs; else FALSE. For one operand
 * that is told by two flags, whether there are rows and whether one of them is NULL; for more, by the pairs themselves.
 */
export function membership(
  node: LogicalNode,
  subquery: BoundSubquery,
  form: Extract<SubqueryForm, { kind: 'in' }>,
  args: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): WithValue {
  const operands = args.slice(0, form.operands)
  const params = args.slice(form.operands)
  const rows = lowered(node, subquery, params, subqueries)
  const width = params.length
  const equal = flagged(distinct(rows), width + operands.length)
  const start = node.columns.length
  const on = conjunction([
    ...parts(sameParameters(params, start)),
    ...operands.map((operand, index) =>
      equality(form.equal[index]!, operand, columnOf(equal, width + index, start)),
    ),
  ])
  const matched = join({ join: 'left', on, span: subquery.span }, node, equal)
  const isEqual = isTrue(columnsAt(matched.columns, [start + width + operands.length])[0]!)
  const maybe =
    operands.length === 1
      ? maybeOne(matched, rows, operands[0]!, params, subquery)
      : maybeSeveral(matched, rows, operands, form.equal, params, subquery)
  const value: Expr = {
    kind: 'case',
    type: BOOLEAN,
    whens: [
      { when: isEqual, then: TRUE },
      { when: maybe.value, then: { kind: 'literal', type: BOOLEAN, text: null } },
    ],
    otherwise: FALSE,
  }
  return { node: maybe.node, value }
}

/** Whether a NULL leaves it open: there are rows and the operand is NULL, or one of the rows is. */
function maybeOne(
  node: LogicalNode,
  rows: LogicalNode,
  operand: Expr,
  params: readonly Expr[],
  subquery: BoundSubquery,
): WithValue {
  const width = params.length
  const some = flagged(existing(rows, width), width)
  const withSome = joinByParameters(node, some, params, subquery)
  const isNull: Expr = { kind: 'is_null', type: BOOLEAN, arg: columnsAt(rows.columns, [width])[0]! }
  const nullRows: LogicalNode = {
    kind: 'filter',
    input: rows,
    predicate: isNull,
    columns: rows.columns,
    span: rows.span,
  }
  const nulls = flagged(existing(nullRows, width), width)
  const withNulls = joinByParameters(withSome, nulls, params, subquery)
  const hasRows = isTrue(columnsAt(withNulls.columns, [node.columns.length + width])[0]!)
  const hasNulls = isTrue(columnsAt(withNulls.columns, [withSome.columns.length + width])[0]!)
  const open: Expr = {
    kind: 'and',
    type: BOOLEAN,
    args: [hasRows, { kind: 'is_null', type: BOOLEAN, arg: operand }],
  }
  return { node: withNulls, value: { kind: 'or', type: BOOLEAN, args: [hasNulls, open] } }
}

/** Whether a row is equal as far as it and the operands are not NULL. */
function maybeSeveral(
  node: LogicalNode,
  rows: LogicalNode,
  operands: readonly Expr[],
  equal: readonly string[],
  params: readonly Expr[],
  subquery: BoundSubquery,
): WithValue {
  const asked = valuesOf(node, [...params, ...operands])
  const start = asked.columns.length
  const width = params.length
  const compatible = operands.map((_, index): Expr => {
    const operand = columnsAt(asked.columns, [width + index])[0]!
    const column = columnOf(rows, width + index, start)
    const isNull = (arg: Expr): Expr => ({ kind: 'is_null', type: BOOLEAN, arg })
    return {
      kind: 'or',
      type: BOOLEAN,
      args: [equality(equal[index]!, operand, column), isNull(operand), isNull(column)],
    }
  })
  const on = conjunction([...parts(sameParameters(leadingColumns(asked, width), start)), ...compatible])
  const open = join({ join: 'semi', on, span: subquery.span }, asked, rows)
  const flag = flagged(open, start)
  const joined = joinByParameters(node, flag, [...params, ...operands], subquery)
  return { node: joined, value: isTrue(columnsAt(joined.columns, [node.columns.length + start])[0]!) }
}

/** The subquery's rows for all values of its parameters that the node has. */
export function lowered(
  node: LogicalNode,
  { query }: BoundSubquery,
  params: readonly Expr[],
  subqueries: readonly BoundSubquery[],
): LogicalNode {
  return lowerQuery(query, { subqueries, domain: params.length === 0 ? null : valuesOf(node, params) })
}

export function joinByParameters(
  node: LogicalNode,
  values: LogicalNode,
  params: readonly Expr[],
  { span }: BoundSubquery,
): LogicalNode {
  return join({ join: 'left', on: sameParameters(params, node.columns.length), span }, node, values)
}

/** The parameters for which there are rows; without parameters one row, if there is any. */
function existing(rows: LogicalNode, width: number): LogicalNode {
  const first = projectOver(rows, leadingColumns(rows, width), rows.columns.slice(0, width))
  if (width > 0) return distinct(first)
  const count = grouped(rows, 0, [{ fn: 'count(*)', args: [], column: { name: 'count', type: BIGINT } }])
  const zero: Expr = { kind: 'literal', type: BIGINT, text: '0' }
  const some: Expr = {
    kind: 'call',
    type: BOOLEAN,
    fn: 'gt(bigint,bigint)',
    args: [columnsAt(count.columns, [0])[0]!, zero],
  }
  return { kind: 'filter', input: count, predicate: some, columns: count.columns, span: rows.span }
}

/** The first columns with a TRUE behind them, which a left join turns into NULL where there is no row. */
function flagged(rows: LogicalNode, width: number): LogicalNode {
  const columns = [...rows.columns.slice(0, width), { name: 'found', type: BOOLEAN }]
  return projectOver(rows, [...leadingColumns(rows, width), TRUE], columns)
}

interface NamedCall extends AggregateCallExpr {
  readonly column: Column
}

export function grouped(input: LogicalNode, width: number, calls: readonly NamedCall[]): AggregateNode {
  return {
    kind: 'aggregate',
    input,
    groupBy: leadingColumns(input, width),
    calls: calls.map(plainCall),
    columns: [...input.columns.slice(0, width), ...calls.map(({ column }) => column)],
    span: input.span,
  }
}

function isTrue(flag: Expr): Expr {
  return { kind: 'not', type: BOOLEAN, arg: { kind: 'is_null', type: BOOLEAN, arg: flag } }
}

function equality(fn: string, left: Expr, right: Expr): Expr {
  return { kind: 'call', type: BOOLEAN, fn, args: [left, right] }
}

/** A column of the right side of a join whose left side has `start` columns. */
function columnOf(right: LogicalNode, index: number, start: number): Expr {
  return { kind: 'column', type: right.columns[index]!.type, index: start + index }
}

function parts(condition: Expr | null): Expr[] {
  return condition === null ? [] : [condition]
}
