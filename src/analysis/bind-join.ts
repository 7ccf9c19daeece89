/** Binds joins: sides, conditions, USING and NATURAL, and queries that read the rows on their left. */
import type { Expr } from '../expr/expr.ts'
import { contains, mapColumns } from '../expr/walk.ts'
import type { DerivedTable, Join, TableFunction } from '../language/ast.ts'
import { bindCondition } from './bind-condition.ts'
import { bindingFor } from './bind-expression.ts'
import { bindDerived, bindFrom } from './bind-from.ts'
import { bindTableFunction } from './bind-table-function.ts'
import type { BoundFrom, BoundJoin, BoundOutput } from './bound.ts'
import type { FromContext, FromResult } from './from-result.ts'
import { columnsOfFrom } from './keys.ts'
import { Parameters } from './parameters.ts'
import { checkJoinCondition, checkOuterCondition } from './rules/join-conditions.ts'
import { dropRepeatedNames, repeatsName } from './rules/relation-names.ts'
import { joinScopes, type Scope } from './scope.ts'
import { mergeColumns, type Merged } from './merge-columns.ts'

export function bindJoin(item: Join, context: FromContext): FromResult {
  const left = bindFrom(item.left, context)
  if (item.right.kind === 'derived_table' && item.right.lateral)
    return bindLateral(item, item.right, left, context)
  if (item.right.kind === 'table_function') return bindUnnest(item, item.right, left, context)
  const right = bindFrom(item.right, context)
  const sides = {
    left: item.join === 'right' || item.join === 'full' ? computeColumns(left) : left,
    right: item.join === 'left' || item.join === 'full' ? computeColumns(right) : right,
  }
  const { scope, on } = bindOn(item, sides.left.scope, sides.right.scope, context)
  const usable = checkJoinCondition(item, context.diagnostics) && !repeatsName(left.scope, right.scope)
  if (sides.left.from === null || sides.right.from === null || !usable || on === undefined)
    return { from: null, scope }
  return { from: joined(item, sides.left.from, sides.right.from, on), scope }
}

interface BoundOn {
  readonly scope: Scope
  /** Null for all pairs, undefined for an error, which is reported. */
  readonly on: Expr | null | undefined
}

function bindOn(item: Join, left: Scope, right: Scope, context: FromContext): BoundOn {
  const distinct = dropRepeatedNames(left, right, context.diagnostics)
  const scope = joinScopes(left, distinct)
  if (item.using !== null || item.natural) return merged(mergeColumns(item, left, scope, context))
  if (item.on === null) return { scope, on: null }
  const on = bindCondition(item.on, bindingFor(scope, 'ON', context))
  const isOuter = item.join !== 'inner' && item.join !== 'cross'
  const usable = on && isOuter ? checkOuterCondition(on, left.width, item.on.span, context.diagnostics) : on
  return { scope, on: usable ?? undefined }
}

function merged({ scope, on }: Merged): BoundOn {
  return { scope, on }
}

/** A right join is a left join of the sides swapped, and its columns swapped back. */
function joined({ join, span }: Join, left: BoundFrom, right: BoundFrom, on: Expr | null): BoundFrom {
  if (join !== 'right') {
    const kind: BoundJoin['join'] = join === 'cross' ? 'inner' : join
    return { kind: 'join', join: kind, left, right, on, span }
  }
  const [ofLeft, ofRight] = [columnsOfFrom(left), columnsOfFrom(right)]
  const swapped = (index: number): number =>
    index < ofLeft.length ? index + ofRight.length : index - ofLeft.length
  const turned = on && mapColumns(on, column => ({ ...column, index: swapped(column.index) }))
  const outputs = [...ofLeft, ...ofRight].map(({ name, type }, index): BoundOutput => ({
    name,
    expr: { kind: 'column', type, index: swapped(index) },
  }))
  const input: BoundFrom = { kind: 'join', join: 'left', left: right, right: left, on: turned, span }
  return { kind: 'computed', input, outputs, span }
}

function bindLateral(item: Join, table: DerivedTable, left: FromResult, context: FromContext): FromResult {
  const parameters = new Parameters()
  const binding = bindingFor(left.scope, 'SELECT', context)
  const right = bindDerived(table, { ...context, outer: { binding, parameters } })
  const { scope, on } = bindOn(item, left.scope, right.scope, context)
  const usable = checkJoinCondition(item, context.diagnostics) && !repeatsName(left.scope, right.scope)
  if (!mayDepend(item, context)) return { from: null, scope }
  if (left.from === null || right.from?.kind !== 'derived' || !usable || on === undefined)
    return { from: null, scope }
  const { query } = right.from
  const join = item.join === 'left' ? 'left' : 'inner'
  return {
    from: { kind: 'lateral', join, left: left.from, query, args: parameters.args, on, span: item.span },
    scope,
  }
}

/** Each row on the left with the elements of its arrays. */
function bindUnnest(item: Join, table: TableFunction, left: FromResult, context: FromContext): FromResult {
  const right = bindTableFunction(table, item, left, context)
  const { scope, on } = bindOn(item, left.scope, right.scope, context)
  const usable = checkJoinCondition(item, context.diagnostics) && !repeatsName(left.scope, right.scope)
  if (!mayDepend(item, context) || right.from?.kind !== 'unnest' || !usable || on === undefined)
    return { from: null, scope }
  const always = on === null || (on.kind === 'literal' && on.text === 'true')
  if (!always && (item.join === 'left' || contains(on, 'subquery'))) {
    const what = item.join === 'left' ? 'a condition of LEFT JOIN with a function' : 'a subquery in this ON'
    context.diagnostics.error('MV2010', `${what} is not supported`, item.on?.span ?? item.span, {
      help: 'write ON TRUE, and the condition behind WHERE or in a derived table',
    })
    return { from: null, scope }
  }
  return { from: { ...right.from, on: always ? null : on }, scope }
}

/** Whether the right side of a join can read the left one: reported if not. */
function mayDepend({ join, right }: Join, { diagnostics }: FromContext): boolean {
  if (join !== 'right' && join !== 'full') return true
  const message = `${join.toUpperCase()} JOIN LATERAL has no meaning: its rows depend on those on the left`
  diagnostics.error('MV2051', message, right.span, { help: 'write LEFT JOIN LATERAL or CROSS JOIN LATERAL' })
  return false
}

/**
 * Makes columns of the expressions that names of a scope stand for. Needed on the side of an outer join that may be
 * NULL: behind it, `COALESCE(count, 0)` would give 0 where the join has to give NULL.
 */
function computeColumns({ from, scope }: FromResult): FromResult {
  const all = scope.relations.flatMap(({ columns }) => columns)
  if (from === null || all.every(({ expr }) => expr === null || expr.kind === 'column'))
    return { from, scope }
  const outputs: BoundOutput[] = []
  const relations = scope.relations.map(relation => ({
    ...relation,
    columns: relation.columns.map(column => {
      const { name, expr } = column
      if (expr === null) return column
      const index = outputs.push({ name: name.text, expr }) - 1
      return { ...column, expr: { kind: 'column' as const, type: expr.type, index } }
    }),
  }))
  return {
    from: { kind: 'computed', input: from, outputs, span: from.span },
    scope: { relations, width: outputs.length },
  }
}
