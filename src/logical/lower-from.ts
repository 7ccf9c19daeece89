/** A bound FROM clause as scans, views and joins; over a domain, its columns in front. */
import type { BoundFrom, BoundJoin, BoundLateral, BoundTable, BoundUnnest } from '../analysis/bound.ts'
import type { Expr } from '../expr/expr.ts'
import { columnsOf, contains, mapChildren, mapColumns } from '../expr/walk.ts'
import { unreachable } from '../util/assert.ts'
import { readsParameters } from '../analysis/query-parameters.ts'
import type { Span } from '../diagnostics/source.ts'
import { filter, join, project } from './build-nodes.ts'
import { conjunction } from './conjuncts.ts'
import {
  domainWidth,
  leadingColumns,
  type LoweringContext,
  overDomain,
  sameParameters,
  valuesOf,
} from './domain.ts'
import { joinOn } from './lower-on.ts'
import { lowerQuery } from './lower-query.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

/** The rows of FROM behind the columns of the domain: every row for every row of it. */
export function lowerFrom(from: BoundFrom, context: LoweringContext): LogicalNode {
  if (context.domain !== null && !readsParameters(from)) {
    const rows = lowerFrom(from, { ...context, domain: null })
    return join({ join: 'inner', on: null, span: from.span }, context.domain, rows)
  }
  switch (from.kind) {
    case 'table':
      return lowerTable(from)
    case 'derived':
      return lowerQuery(from.query, context)
    case 'join':
      return lowerJoin(from, context)
    case 'lateral':
      return lowerLateral(from, context)
    case 'unnest':
      return lowerUnnest(from, context)
    case 'computed': {
      const input = lowerFrom(from.input, context)
      const domain = leadingColumns(input, domainWidth(context)).map((expr, index) => ({
        name: input.columns[index]!.name,
        expr,
      }))
      const outputs = from.outputs.map(({ name, expr }) => ({ name, expr: overDomain(expr, context) }))
      return project(input, [...domain, ...outputs], from.span)
    }
    default:
      return unreachable(from)
  }
}

/** Arrays that are computed become columns, of which the elements are rows; the columns of the domain stay in front. */
function lowerUnnest(from: BoundUnnest, context: LoweringContext): LogicalNode {
  const { ordinality, outer, span } = from
  const input = from.input ? lowerFrom(from.input, context) : (context.domain ?? oneRow(span))
  const width = input.columns.length
  const arrays = from.arrays.map(array => overDomain(array, context))
  const computed = arrays.filter(({ kind }) => kind !== 'column')
  const rows: LogicalNode = {
    kind: 'unnest',
    input: computed.length === 0 ? input : withColumns(input, computed, span),
    kept: [...input.columns.keys()],
    arrays: arrays.map(array => (array.kind === 'column' ? array.index : width + computed.indexOf(array))),
    ordinality,
    outer,
    columns: [...input.columns, ...from.columns],
    span,
  }
  return filter(rows, from.on && { expr: overDomain(from.on, context), span })
}

function withColumns(input: LogicalNode, exprs: readonly Expr[], span: Span): LogicalNode {
  const before = leadingColumns(input, input.columns.length).map((expr, index) => ({
    name: input.columns[index]!.name,
    expr,
  }))
  return project(input, [...before, ...exprs.map(expr => ({ name: 'array', expr }))], span)
}

function oneRow(span: Span): LogicalNode {
  return { kind: 'values', rows: [[]], columns: [], span }
}

function lowerTable({ relation, span }: BoundTable): LogicalNode {
  if (relation.kind === 'source') {
    return { kind: 'scan', source: relation.source, columns: relation.source.columns, span }
  }
  const columns = relation.columns.flatMap(({ name, type }) => (type ? [{ name: name.text, type }] : []))
  return { kind: 'view', view: relation.name, columns, span }
}

/** Where both sides are lowered over the domain, they are joined by it too, and its columns kept once. */
function lowerJoin(from: BoundJoin, context: LoweringContext): LogicalNode {
  const { on, span } = from
  const width = domainWidth(context)
  const left = lowerFrom(from.left, context)
  if (width === 0 || (from.join !== 'full' && !readsParameters(from.right) && !asksOfRight(from))) {
    const right = lowerFrom(from.right, { ...context, domain: null })
    const how = { join: from.join, on: on && overDomain(on, context), span }
    return joinOn(how, left, right, context.subqueries)
  }
  const right = lowerFrom(from.right, context)
  const leftWidth = left.columns.length
  const condition = on && overBothDomains(on, leftWidth, width)
  const same = sameParameters(leadingColumns(left, width), leftWidth)
  const parts = [same, condition].flatMap(part => (part === null ? [] : [part]))
  const how = { join: from.join, on: conjunction(parts), span }
  const joined = joinOn(how, left, right, context.subqueries)
  const domain = leadingColumns(joined, width).map((column, index) =>
    from.join === 'full'
      ? ({
          kind: 'coalesce',
          type: column.type,
          args: [column, columnsAt(joined.columns, [leftWidth + index])[0]!],
        } as const)
      : column,
  )
  return withoutSecondDomain(joined, domain, leftWidth, width)
}

/** Whether the ON of an outer join has a subquery, which may read the right side and the row around the query. */
function asksOfRight({ join, on }: BoundJoin): boolean {
  return join === 'left' && on !== null && contains(on, 'subquery')
}

/** A condition over both sides, each behind the domain; a subquery that reads the right side has its parameters from there. */
function overBothDomains(expr: Expr, leftWidth: number, width: number): Expr {
  const firstRight = leftWidth - width
  const over = (domain: number, part: Expr): Expr => {
    if (part.kind === 'parameter') return { kind: 'column', type: part.type, index: domain + part.index }
    if (part.kind === 'column')
      return { ...part, index: part.index + (part.index < firstRight ? width : 2 * width) }
    const readsRight = part.kind === 'subquery' && columnsOf(part).some(index => index >= firstRight)
    return mapChildren(part, child => over(readsRight ? leftWidth : domain, child))
  }
  return over(0, expr)
}

/** A condition over left and right columns, where the right ones stand behind a domain of their own. */
function moveRight(expr: Expr, leftWidth: number, width: number): Expr {
  return mapColumns(expr, column =>
    column.index < leftWidth ? column : { ...column, index: column.index + width },
  )
}

function withoutSecondDomain(
  joined: LogicalNode,
  domain: readonly Expr[],
  leftWidth: number,
  width: number,
): LogicalNode {
  const kept = [...joined.columns.keys()].filter(
    column => column >= width && (column < leftWidth || column >= leftWidth + width),
  )
  return projectOver(
    joined,
    [...domain, ...columnsAt(joined.columns, kept)],
    [...joined.columns.slice(0, width), ...kept.map(column => joined.columns[column]!)],
  )
}

/** The query over the values that it reads of the left rows, joined back by them. */
function lowerLateral(from: BoundLateral, context: LoweringContext): LogicalNode {
  const left = lowerFrom(from.left, context)
  const args = from.args.map(arg => overDomain(arg, context))
  const domain = args.length === 0 ? null : valuesOf(left, args)
  const right = lowerQuery(from.query, { ...context, domain })
  const leftWidth = left.columns.length
  const width = args.length
  const on = from.on && moveRight(overDomain(from.on, context), leftWidth, width)
  const parts = [sameParameters(args, leftWidth), on].flatMap(part => (part === null ? [] : [part]))
  const how = { join: from.join, on: conjunction(parts), span: from.span }
  const joined = joinOn(how, left, right, context.subqueries)
  const kept = [...joined.columns.keys()].filter(column => column < leftWidth || column >= leftWidth + width)
  return projectOver(
    joined,
    columnsAt(joined.columns, kept),
    kept.map(column => joined.columns[column]!),
  )
}
