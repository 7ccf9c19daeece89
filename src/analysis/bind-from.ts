/** Binds a FROM clause: its relations to the catalogue, its join conditions to their columns. */
import type { FromItem, Join, TableRef } from '../language/ast.ts'
import { unreachable } from '../util/assert.ts'
import { bindAggregateJoin } from './bind-aggregate-join.ts'
import { bindCondition } from './bind-condition.ts'
import { bindingFor } from './bind-expression.ts'
import type { BoundOutput } from './bound.ts'
import { findRelation } from './find-relation.ts'
import type { FromContext, FromResult } from './from-result.ts'
import { checkJoinKind } from './rules/join-kinds.ts'
import { dropRepeatedNames, repeatsName } from './rules/relation-names.ts'
import { joinScopes, relationScope, unknownScope } from './scope.ts'

export function bindFrom(item: FromItem, context: FromContext): FromResult {
  switch (item.kind) {
    case 'table_ref':
      return bindTable(item, context)
    case 'join':
      return bindJoin(item, context)
    case 'aggregate_join':
      return bindAggregateJoin(item, bindFrom(item.left, context), context)
    default:
      return unreachable(item)
  }
}

function bindTable({ name, alias, span }: TableRef, context: FromContext): FromResult {
  const relation = findRelation(name, context)
  if (relation === null) return { from: null, scope: unknownScope(alias ?? name) }
  const visible = alias ?? { ...name, text: relation.name }
  return { from: { kind: 'table', relation, span }, scope: relationScope(relation, visible) }
}

function bindJoin(item: Join, context: FromContext): FromResult {
  const left = bindFrom(item.left, context)
  const right = bindFrom(item.right, context)
  const kind = checkJoinKind(item, context.diagnostics)
  const rightSide = kind === 'left' ? computeColumns(right) : right
  const scope = joinScopes(left.scope, dropRepeatedNames(left.scope, rightSide.scope, context.diagnostics))
  const on = item.on && bindCondition(item.on, bindingFor(scope, 'ON', context.diagnostics))
  const usable = kind !== null && !repeatsName(left.scope, right.scope)
  if (left.from === null || rightSide.from === null || !usable || !on) return { from: null, scope }
  return {
    from: { kind: 'join', join: kind, left: left.from, right: rightSide.from, on, span: item.span },
    scope,
  }
}

/**
 * Makes columns of the expressions that names of a scope stand for. Needed on the right of a left join: behind it,
 * `COALESCE(count, 0)` would give 0 where the join has to give NULL.
 */
function computeColumns({ from, scope }: FromResult): FromResult {
  const all = scope.relations.flatMap(({ columns }) => columns)
  if (from === null || all.every(({ expr }) => expr === null || expr.kind === 'column'))
    return { from, scope }
  const outputs: BoundOutput[] = []
  const relations = scope.relations.map(relation => ({
    ...relation,
    columns: relation.columns.map(({ name, expr }) => {
      if (expr === null) return { name, expr }
      const index = outputs.push({ name: name.text, expr }) - 1
      return { name, expr: { kind: 'column' as const, type: expr.type, index } }
    }),
  }))
  return {
    from: { kind: 'computed', input: from, outputs, span: from.span },
    scope: { relations, width: outputs.length },
  }
}
