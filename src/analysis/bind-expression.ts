/** Types an expression: resolves its names and overloads and makes every implicit cast a node. */
import { castTargets, explicitCast, isTextual } from '../expr/coercion.ts'
import type { Expr } from '../expr/expr.ts'
import type {
  BinaryExpression,
  CastExpression,
  ComparisonOperator,
  Expression,
  LogicalExpression,
  UnaryExpression,
} from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { printType } from '../types/type-name.ts'
import { unreachable } from '../util/assert.ts'
import type { Binding, Place } from './binding.ts'
import { bindCall } from './bind-call.ts'
import { bindCase } from './bind-case.ts'
import {
  bindAtTimeZone,
  bindBetween,
  bindIn,
  bindIsDistinct,
  bindLike,
  bindSimilar,
} from './bind-comparison.ts'
import { refuseLambda } from './bind-higher-order.ts'
import {
  bindArray,
  bindFieldAccess,
  bindMap,
  bindQuantifiedArray,
  bindRow,
  bindStruct,
  bindSubscript,
} from './bind-nested.ts'
import { bindRowComparison } from './bind-row.ts'
import type { FromContext } from './from-result.ts'
import { bindExists, bindInSubquery, bindQuantified, bindScalarSubquery } from './bind-subquery.ts'
import { bindLiteral, isUntyped, negateLiteral, typeLiteral } from './literals.ts'
import { bindOperator, OPERATORS } from './operators.ts'
import { operandOf } from './operand.ts'
import { resolveColumn } from './resolve-column.ts'
import { resolveTypeName } from './type-names.ts'
import { requireBoolean } from './rules/boolean-condition.ts'
import type { Scope } from './scope.ts'

const BOOLEAN = { kind: 'boolean' } as const

/** A binding for a clause that takes no aggregates. */
export function bindingFor(scope: Scope, place: Place, context: FromContext): Binding {
  return {
    scope,
    context,
    place,
    diagnostics: context.diagnostics,
    aggregates: null,
    windows: null,
    variables: [],
    origins: new Map(),
    spans: new Map(),
    bind: bindExpression,
  }
}

/** The typed expression over the rows of the binding's scope; null when there is an error, which is reported. */
export function bindExpression(expression: Expression, binding: Binding): Expr | null {
  const expr = bindByKind(expression, binding)
  if (expr) binding.spans.set(expr, expression.span)
  return expr
}

function bindByKind(expression: Expression, binding: Binding): Expr | null {
  switch (expression.kind) {
    case 'literal':
      return bindLiteral(expression, binding.diagnostics)
    case 'column_ref':
      return resolveColumn(expression, binding)
    case 'unary':
      return bindUnary(expression, binding)
    case 'binary':
      return bindBinary(expression, binding)
    case 'logical':
      return bindLogical(expression, binding)
    case 'is_null':
      return bindIsNull(expression.operand, expression.negated, binding)
    case 'is_distinct':
      return bindIsDistinct(expression, binding)
    case 'between':
      return bindBetween(expression, binding)
    case 'in':
      return bindIn(expression, binding)
    case 'like':
      return bindLike(expression, binding)
    case 'case':
      return bindCase(expression, binding)
    case 'cast':
      return bindCast(expression, binding)
    case 'function_call':
      return bindCall(expression, binding)
    case 'subquery':
      return bindScalarSubquery(expression, binding)
    case 'exists':
      return bindExists(expression, binding)
    case 'in_subquery':
      return bindInSubquery(expression, binding)
    case 'quantified':
      return bindQuantified(expression, binding)
    case 'similar':
      return bindSimilar(expression, binding)
    case 'at_time_zone':
      return bindAtTimeZone(expression, binding)
    case 'quantified_array':
      return bindQuantifiedArray(expression, binding)
    case 'row':
      return bindRow(expression, binding)
    case 'array':
      return bindArray(expression, binding)
    case 'map':
      return bindMap(expression, binding)
    case 'struct':
      return bindStruct(expression, binding)
    case 'subscript':
      return bindSubscript(expression, binding)
    case 'field_access':
      return bindFieldAccess(expression, binding)
    case 'lambda':
      return refuseLambda(expression, binding)
    default:
      return unreachable(expression)
  }
}

/** `ARRAY[]` or `MAP()`, which have a type only when they are cast to one. */
function isEmpty(operand: Expression, target: SqlType): boolean {
  if (operand.kind === 'array') return target.kind === 'array' && operand.items.length === 0
  return operand.kind === 'map' && target.kind === 'map' && operand.entries.length === 0
}

function bindUnary(expression: UnaryExpression, binding: Binding): Expr | null {
  const { operator, operand, span } = expression
  if (operator === 'NOT') {
    const arg = bindExpression(operand, binding)
    const boolean = arg && requireBoolean(arg, operand, 'NOT', binding.diagnostics)
    return boolean && { kind: 'not', type: BOOLEAN, arg: boolean }
  }
  if (operand.kind === 'literal' && operand.literal === 'number') {
    return bindLiteral(
      { ...(operator === '-' ? negateLiteral(operand) : operand), span },
      binding.diagnostics,
    )
  }
  const arg = bindExpression(operand, binding)
  if (arg === null) return null
  const negated = bindOperator('negate', operator, [operandOf(operand, arg)], span, binding.diagnostics)
  return operator === '-' ? negated : negated && arg
}

function bindBinary(
  { operator, left, right, operatorSpan }: BinaryExpression,
  binding: Binding,
): Expr | null {
  if (left.kind === 'row' && right.kind === 'row' && isComparison(operator))
    return bindRowComparison(operator, left, right, operatorSpan, binding)
  const first = bindExpression(left, binding)
  const second = bindExpression(right, binding)
  if (first === null || second === null) return null
  const operands = [operandOf(left, first), operandOf(right, second)]
  return bindOperator(OPERATORS[operator], operator, operands, operatorSpan, binding.diagnostics)
}

function isComparison(operator: BinaryExpression['operator']): operator is ComparisonOperator {
  return ['=', '<>', '<', '<=', '>', '>='].includes(operator)
}

/** A chain of the same operator is one node. */
function bindLogical(expression: LogicalExpression, binding: Binding): Expr | null {
  const kind = expression.operator === 'AND' ? 'and' : 'or'
  const args = operandsOf(expression, expression.operator).map(operand => {
    const expr = bindExpression(operand, binding)
    return expr && requireBoolean(expr, operand, expression.operator, binding.diagnostics)
  })
  return args.every(arg => arg !== null) ? { kind, type: BOOLEAN, args } : null
}

function operandsOf(expression: Expression, operator: LogicalExpression['operator']): Expression[] {
  if (expression.kind !== 'logical' || expression.operator !== operator) return [expression]
  return [...operandsOf(expression.left, operator), ...operandsOf(expression.right, operator)]
}

function bindIsNull(operand: Expression, negated: boolean, binding: Binding): Expr | null {
  const arg = bindExpression(operand, binding)
  if (arg === null) return null
  const isNull: Expr = { kind: 'is_null', type: BOOLEAN, arg }
  return negated ? { kind: 'not', type: BOOLEAN, arg: isNull } : isNull
}

/** A string is read as a value of the type at once, as in PostgreSQL; only VARCHAR(n) and CHAR(n) cut, which is a cast's work. */
function bindCast({ operand, type, form, span }: CastExpression, binding: Binding): Expr | null {
  const target = resolveTypeName(type, binding.context.catalog.types, binding.diagnostics)
  if (target && isEmpty(operand, target)) return { kind: 'literal', type: target, text: '{}' }
  const arg = bindExpression(operand, binding)
  if (arg === null || target === null) return null
  const isRead = form !== 'try' && !isTextual(target.kind)
  if (isUntyped(operand) && (isRead || operand.literal === 'null')) {
    return typeLiteral(operand, target, binding.diagnostics)
  }
  if (explicitCast(arg.type, target))
    return { kind: 'cast', type: target, arg, ...(form === 'try' && { try: true }) }
  const message = `there is no cast from ${printType(arg.type)} to ${printType(target)}`
  const targets = castTargets(arg.type).map(kind => kind.toUpperCase())
  binding.diagnostics.error('MV2036', message, span, {
    help: `${printType(arg.type)} can be cast to ${targets.join(', ')}`,
  })
  return null
}
