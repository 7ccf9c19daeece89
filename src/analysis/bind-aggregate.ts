/** Binds aggregate calls: their arguments, FILTER, DISTINCT and the order of their values. */
import { foldCase } from '../catalog/name.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { suggest } from '../diagnostics/suggest.ts'
import { AGGREGATE_NAMES, aggregateForm } from '../expr/aggregates.ts'
import type { Expr, OrderExpr } from '../expr/expr.ts'
import type { FunctionCall, Identifier } from '../language/ast.ts'
import { must } from '../util/assert.ts'
import { bindOperands } from './bind-comparison.ts'
import { bindCondition } from './bind-condition.ts'
import type { Binding } from './binding.ts'
import type { BoundCall } from './bound.ts'
import type { Operand } from './operand.ts'
import { orderOfValues } from './order-of-values.ts'
import { bindOrderItems } from './order-items.ts'
import { aggregateForms, resolveAggregateCall } from './resolve-call.ts'
import { checkConstants, checkForm } from './rules/aggregate-forms.ts'
import { refuseAggregate } from './rules/aggregate-places.ts'
import { reportArguments, typesOf } from './rules/arguments.ts'
import { checkComputable } from './rules/constant-failures.ts'

/** What is said of a call beside its arguments. */
export interface CallModifiers {
  readonly filter?: Expr | null
  readonly distinct?: boolean
  readonly orderBy?: readonly OrderExpr[]
  /** The order of WITHIN GROUP, whose expression is the first operand. */
  readonly withinGroup?: OrderExpr
}

/** The column that stands for the call's result; null when there is an error, which is reported. */
export function bindAggregate(call: FunctionCall, binding: Binding): Expr | null {
  const { aggregates, diagnostics } = binding
  if (aggregates === null) {
    refuseAggregate(call, binding.place, diagnostics)
    return null
  }
  const fn = foldCase(call.name.text)
  const form = must(aggregateForm(fn), 'an aggregate')
  if (!checkForm(call, form, diagnostics)) return null
  const inner: Binding = { ...binding, aggregates: null, windows: null, place: 'an aggregate' }
  const filter = call.filter && bindCondition(call.filter, { ...inner, place: 'FILTER' })
  const written = [...call.withinGroup.map(({ expression }) => expression), ...call.args]
  const operands = bindOperands(written, inner)
  const orderBy = bindOrderItems(call.orderBy, inner)
  if ((call.filter && filter === null) || operands === null || orderBy === null) return null
  const unfiltered = call.filter ? [] : operands
  if (!unfiltered.every(({ expr }, index) => checkComputable(expr, written[index]!, binding))) return null
  if (call.star ? fn !== 'count' : operands.length === 0 && !form.withinGroup) {
    reportArguments(call.name.text, call.star ? '*' : '', aggregateForms(fn), call.span, diagnostics)
    return null
  }
  const [within] = call.withinGroup
  const { descending = false, nullsFirst } = within ?? {}
  const bound = bindAggregateOf(call.name, operands, call.name.text, diagnostics, {
    filter,
    distinct: call.distinct,
    orderBy,
    ...(within && {
      withinGroup: { expr: operands[0]!.expr, descending, nullsFirst: nullsFirst ?? descending },
    }),
  })
  return bound && aggregates.add(bound)
}

/** The least of all values is the least of the distinct ones. */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  'min',
  'max',
  'bool_and',
  'bool_or',
  'every',
  'bit_and',
  'bit_or',
])

/**
 * An aggregate over operands (none for all rows), the constants last; null when no overload takes them, or for another
 * error, which is reported.
 * @param label what the value is called for people
 */
export function bindAggregateOf(
  { text, span }: Identifier,
  operands: readonly Operand[],
  label: string,
  diagnostics: Diagnostics,
  modifiers: CallModifiers = {},
): BoundCall | null {
  const fn = foldCase(text)
  const form = aggregateForm(fn)
  if (form === undefined) {
    const similar = suggest(fn, AGGREGATE_NAMES)
    diagnostics.error('MV2062', `\`${text}\` is no aggregate`, span, {
      help: similar
        ? `did you mean \`${similar.toUpperCase()}\`?`
        : 'write COUNT, SUM, AVG, MIN, MAX or another aggregate',
    })
    return null
  }
  if (form.withinGroup && !modifiers.withinGroup) {
    diagnostics.error('MV2047', `\`${text}\` needs WITHIN GROUP`, span, {
      help: `it is ${aggregateForms(fn)[0]!}`,
    })
    return null
  }
  const { filter = null } = modifiers
  const taken = form.order === null ? filtered(operands, filter) : operands
  const call = resolveAggregateCall(fn, taken, diagnostics)
  if (call === 'no overload') reportArguments(text, typesOf(operands), aggregateForms(fn), span, diagnostics)
  if (typeof call === 'string') return null
  const { signature, type } = call
  const args = call.args.slice(0, call.args.length - signature.constants)
  const constants = checkConstants(text, call.args.slice(args.length), span, diagnostics)
  const distinct = form.distinct || (modifiers.distinct === true && !IDEMPOTENT.has(fn))
  const orderBy = orderOfValues(text, signature, args, { ...modifiers, distinct }, span, diagnostics)
  if (constants === null || orderBy === null) return null
  return {
    fn: signature.id,
    args,
    ...(distinct && { distinct }),
    ...(orderBy.length > 0 && { orderBy }),
    ...(form.order !== null && filter && { filter }),
    ...(constants.length > 0 && { constants }),
    name: foldCase(label) === fn ? fn : label,
    type,
  }
}

/** The operands with the first as it is where the filter holds, NULL elsewhere: what most aggregates leave out. */
export function filtered(operands: readonly Operand[], filter: Expr | null): readonly Operand[] {
  if (filter === null) return operands
  const [first, ...others] = operands
  const then: Expr = first?.expr ?? { kind: 'literal', type: { kind: 'boolean' }, text: 'true' }
  const otherwise: Expr = { kind: 'literal', type: then.type, text: null }
  const expr: Expr = { kind: 'case', type: then.type, whens: [{ when: filter, then }], otherwise }
  return [{ expr, literal: null }, ...others]
}
