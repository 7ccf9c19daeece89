/** Binds calls: aggregates, the functions that are no strict calls, and those of the table of signatures. */
import { foldCase } from '../catalog/name.ts'
import { suggest } from '../diagnostics/suggest.ts'
import { AGGREGATE_NAMES } from '../expr/aggregates.ts'
import type { Expr } from '../expr/expr.ts'
import { SCALAR_FUNCTION_NAMES } from '../expr/signatures.ts'
import { HIGHER_ORDER, higherOrderNamed } from '../expr/higher-order.ts'
import { windowFunction } from '../expr/window-functions.ts'
import type { FunctionCall } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import { bindAggregate } from './bind-aggregate.ts'
import { bindHigherOrder } from './bind-higher-order.ts'
import { bindOperands } from './bind-comparison.ts'
import { bindGrouping } from './bind-grouping.ts'
import { isTableFunction } from './bind-table-function.ts'
import { bindWindow } from './bind-window.ts'
import type { Operand } from './operand.ts'
import { bindOperator } from './operators.ts'
import { resolveCall, scalarForms } from './resolve-call.ts'
import { reportArguments, typesOf } from './rules/arguments.ts'
import { checkCallForm } from './rules/unsupported-forms.ts'
import { refuseFunction } from './rules/unsupported-functions.ts'
import { isVolatile, refuseVolatile } from './rules/volatile-functions.ts'
import { unifyTypes } from './unify-types.ts'

/** Functions that look at their arguments one by one and so are no strict calls. */
const SPECIAL: Readonly<
  Record<string, (call: FunctionCall, operands: Operand[], binding: Binding) => Expr | null>
> = {
  coalesce: bindCoalesce,
  ifnull: bindCoalesce,
  nullif: bindNullif,
}

export function bindCall(call: FunctionCall, binding: Binding): Expr | null {
  if (!checkCallForm(call, binding.diagnostics)) return null
  const name = foldCase(call.name.text)
  if (call.over !== null || windowFunction(name) !== undefined) return bindWindow(call, call.over, binding)
  if (AGGREGATE_NAMES.includes(name)) return bindAggregate(call, binding)
  if (name === 'grouping') return acceptsModifiers(call, binding) ? bindGrouping(call, binding) : null
  // UNIX_TIMESTAMP of a time is a function of it, but alone it is the clock.
  if (call.args.length === 0 && isVolatile(name)) {
    refuseVolatile(call.name.text, call.name.span, binding.diagnostics)
    return null
  }
  if (higherOrderNamed(name).length > 0)
    return acceptsModifiers(call, binding) ? bindHigherOrder(call, binding) : null
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name]! : null
  if (!special && !SCALAR_FUNCTION_NAMES.includes(name)) {
    reportUnknown(call, binding)
    return null
  }
  if (!acceptsModifiers(call, binding)) return null
  const operands = bindOperands(call.args, binding)
  if (operands === null) return null
  return special ? special(call, operands, binding) : bindScalar(call, operands, binding)
}

function reportUnknown({ name }: FunctionCall, { diagnostics }: Binding): void {
  if (isVolatile(name.text)) return refuseVolatile(name.text, name.span, diagnostics)
  if (isTableFunction(name.text)) {
    const call = `${name.text.toUpperCase()}(…)`
    diagnostics.error('MV2010', `\`${name.text}\` outside FROM is not supported yet`, name.span, {
      help: `write \`FROM …, ${call} AS x\`, and \`x\` here`,
    })
    return
  }
  if (refuseFunction(name, diagnostics)) return
  const similar = suggest(foldCase(name.text), [
    ...SCALAR_FUNCTION_NAMES,
    ...AGGREGATE_NAMES,
    ...Object.keys(SPECIAL),
    ...HIGHER_ORDER.map(one => one.name),
  ])
  diagnostics.error('MV2031', `there is no function \`${name.text}\``, name.span, {
    ...(similar && { help: `did you mean \`${similar.toUpperCase()}\`?` }),
  })
}

/** `*`, DISTINCT, FILTER and an order belong to aggregates. */
function acceptsModifiers(call: FunctionCall, { diagnostics }: Binding): boolean {
  const { name, span } = call
  const modifier = modifierOf(call)
  if (modifier === null) return true
  diagnostics.error('MV2045', `\`${name.text}\` does not take ${modifier}: it is no aggregate`, span)
  return false
}

function modifierOf({ star, distinct, filter, orderBy, withinGroup }: FunctionCall): string | null {
  if (star) return '*'
  if (distinct) return 'DISTINCT'
  if (filter) return 'FILTER'
  if (orderBy.length > 0) return 'ORDER BY'
  return withinGroup.length > 0 ? 'WITHIN GROUP' : null
}

function bindScalar(
  { name, span }: FunctionCall,
  operands: Operand[],
  { diagnostics }: Binding,
): Expr | null {
  const fn = foldCase(name.text)
  const call = resolveCall(fn, operands, diagnostics)
  if (call === 'no overload')
    reportArguments(name.text, typesOf(operands), scalarForms(fn), span, diagnostics)
  return typeof call === 'string' ? null : call
}

function bindCoalesce(
  { name, span }: FunctionCall,
  operands: Operand[],
  { diagnostics }: Binding,
): Expr | null {
  if (operands.length === 0) {
    reportArguments(name.text, typesOf([]), ['COALESCE(value, …)'], span, diagnostics)
    return null
  }
  const args = unifyTypes('COALESCE', operands, span, diagnostics)
  return args && { kind: 'coalesce', type: args[0]!.type, args }
}

/** `NULLIF(a, b)` is `CASE WHEN a = b THEN NULL ELSE a END`. */
function bindNullif({ name, span }: FunctionCall, operands: Operand[], binding: Binding): Expr | null {
  if (operands.length !== 2) {
    reportArguments(name.text, typesOf(operands), ['NULLIF(value, value)'], span, binding.diagnostics)
    return null
  }
  const when = bindOperator('eq', '=', operands, span, binding.diagnostics)
  if (when === null) return null
  const value = operands[0]!.expr
  const then: Expr = { kind: 'literal', type: value.type, text: null }
  return { kind: 'case', type: value.type, whens: [{ when, then }], otherwise: value }
}
