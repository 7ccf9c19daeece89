/**
 * What bound queries read of the row around them. Expressions inside a subquery or a LATERAL query have parameters of their
 * own: what they read of this level stands in their arguments.
 */
import { mapCallExprs } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import { contains, mapParameters } from '../expr/walk.ts'
import { unreachable } from '../util/assert.ts'
import type { BoundFrom, BoundOutput, BoundQuery, BoundSelect, Condition } from './bound.ts'
import type { Outer } from './from-result.ts'

type Rewrite = (expr: Expr) => Expr

/** Whether a FROM clause reads the row around its query. */
export function readsParameters(from: BoundFrom): boolean {
  return findsParameter(rewrite => rewriteFrom(from, rewrite))
}

function queryReadsParameters(query: BoundQuery): boolean {
  return findsParameter(rewrite => rewriteQuery(query, rewrite))
}

/**
 * A query that was bound inside of `from`, as it reads there, for a place inside of `to`, which is `from` or deeper in it:
 * each level on the way hands its parameters on to the next.
 */
export function carryParameters(query: BoundQuery, from: Outer | null, to: Outer | null): BoundQuery {
  if (from === to || from === null || to === null || !queryReadsParameters(query)) return query
  const outside = carryParameters(query, from, to.binding.context.outer)
  return rewriteQuery(outside, expr => mapParameters(expr, parameter => to.parameters.add(parameter)))
}

function findsParameter(visit: (rewrite: Rewrite) => unknown): boolean {
  let found = false
  visit(expr => {
    found ||= contains(expr, 'parameter')
    return expr
  })
  return found
}

function rewriteQuery(query: BoundQuery, rewrite: Rewrite): BoundQuery {
  switch (query.kind) {
    case 'select':
      return rewriteSelect(query, rewrite)
    case 'set_operation':
      return { ...query, left: rewriteQuery(query.left, rewrite), right: rewriteQuery(query.right, rewrite) }
    case 'values':
      return { ...query, rows: query.rows.map(row => row.map(rewrite)) }
    case 'ordered':
      return { ...query, input: rewriteQuery(query.input, rewrite) }
    default:
      return unreachable(query)
  }
}

function rewriteSelect(select: BoundSelect, rewrite: Rewrite): BoundSelect {
  const { from, where, grouping, having, outputs } = select
  return {
    ...select,
    from: from && rewriteFrom(from, rewrite),
    where: where && rewriteCondition(where, rewrite),
    grouping: grouping && {
      ...grouping,
      keys: rewriteOutputs(grouping.keys, rewrite),
      calls: grouping.calls.map(call => mapCallExprs(call, rewrite)),
    },
    having: having && rewriteCondition(having, rewrite),
    outputs: rewriteOutputs(outputs, rewrite),
  }
}

function rewriteFrom(from: BoundFrom, rewrite: Rewrite): BoundFrom {
  switch (from.kind) {
    case 'table':
      return from
    case 'derived':
      return { ...from, query: rewriteQuery(from.query, rewrite) }
    case 'join': {
      const [left, right] = [rewriteFrom(from.left, rewrite), rewriteFrom(from.right, rewrite)]
      return { ...from, left, right, on: from.on && rewrite(from.on) }
    }
    case 'lateral': {
      const left = rewriteFrom(from.left, rewrite)
      return { ...from, left, args: from.args.map(rewrite), on: from.on && rewrite(from.on) }
    }
    case 'unnest': {
      const input = from.input && rewriteFrom(from.input, rewrite)
      return { ...from, input, arrays: from.arrays.map(rewrite), on: from.on && rewrite(from.on) }
    }
    case 'computed':
      return {
        ...from,
        input: rewriteFrom(from.input, rewrite),
        outputs: rewriteOutputs(from.outputs, rewrite),
      }
    default:
      return unreachable(from)
  }
}

function rewriteCondition({ expr, span }: Condition, rewrite: Rewrite): Condition {
  return { expr: rewrite(expr), span }
}

function rewriteOutputs(outputs: readonly BoundOutput[], rewrite: Rewrite): BoundOutput[] {
  return outputs.map(({ name, expr }) => ({ name, expr: rewrite(expr) }))
}
