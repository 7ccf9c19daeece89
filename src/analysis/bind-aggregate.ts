/** Binds aggregate calls. FILTER becomes a CASE around the argument: what it leaves out is NULL, which aggregates skip. */
import { foldCase } from '../catalog/name.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { AGGREGATE_NAMES } from '../expr/aggregates.ts'
import type { Expr } from '../expr/expr.ts'
import type { FunctionCall, Identifier } from '../language/ast.ts'
import { bindOperands } from './bind-comparison.ts'
import { bindCondition } from './bind-condition.ts'
import type { Binding } from './binding.ts'
import type { BoundCall } from './bound.ts'
import type { Operand } from './operand.ts'
import { aggregateForms, resolveAggregateCall } from './resolve-call.ts'
import { reportArguments, typesOf } from './rules/arguments.ts'
import { refuseAggregate } from './rules/aggregate-places.ts'
import { checkComputable } from './rules/constant-failures.ts'

/** The column that stands for the call's result; null when there is an error, which is reported. */
export function bindAggregate(call: FunctionCall, binding: Binding): Expr | null {
  const { aggregates, diagnostics } = binding
  if (aggregates === null) {
    refuseAggregate(call, binding.place, diagnostics)
    return null
  }
  const inner: Binding = { ...binding, aggregates: null, windows: null }
  const filter = call.filter && bindCondition(call.filter, { ...inner, place: 'FILTER' })
  const operands = bindOperands(call.args, { ...inner, place: 'an aggregate' })
  if ((call.filter && filter === null) || operands === null) return null
  const unfiltered = call.filter ? [] : operands
  if (!unfiltered.every(({ expr }, index) => checkComputable(expr, call.args[index]!, binding))) return null
  const fn = foldCase(call.name.text)
  if (call.star ? fn !== 'count' : operands.length !== 1) {
    reportArguments(
      call.name.text,
      call.star ? '*' : typesOf(operands),
      aggregateForms(fn),
      call.span,
      diagnostics,
    )
    return null
  }
  const bound = bindAggregateOf(call.name, filtered(operands[0] ?? null, filter), call.name.text, diagnostics)
  // The least of all values is the least of the distinct ones.
  const distinct = call.distinct && fn !== 'min' && fn !== 'max'
  return bound && aggregates.add({ ...bound, ...(distinct && { distinct }) })
}

/** An aggregate over an operand (null for all rows); null when no overload takes it, which is reported. */
export function bindAggregateOf(
  { text, span }: Identifier,
  operand: Operand | null,
  name: string,
  diagnostics: Diagnostics,
): BoundCall | null {
  const fn = foldCase(text)
  if (!AGGREGATE_NAMES.includes(fn)) {
    diagnostics.error('MV2062', `\`${text}\` is no aggregate`, span, {
      help: `the aggregates are ${AGGREGATE_NAMES.map(aggregate => aggregate.toUpperCase()).join(', ')}`,
    })
    return null
  }
  const call = resolveAggregateCall(fn, operand, diagnostics)
  if (call === 'no overload')
    reportArguments(text, typesOf(operand ? [operand] : []), aggregateForms(fn), span, diagnostics)
  return typeof call === 'string' ? null : { ...call, name: foldCase(name) === fn ? fn : name }
}

/** The operand where the filter holds, NULL elsewhere. */
export function filtered(operand: Operand | null, filter: Expr | null): Operand | null {
  if (filter === null) return operand
  const then: Expr = operand?.expr ?? { kind: 'literal', type: { kind: 'boolean' }, text: 'true' }
  const otherwise: Expr = { kind: 'literal', type: then.type, text: null }
  return {
    expr: { kind: 'case', type: then.type, whens: [{ when: filter, then }], otherwise },
    literal: null,
  }
}
