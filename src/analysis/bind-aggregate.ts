/** Binds aggregate calls. FILTER becomes a CASE around the argument: what it leaves out is NULL, which aggregates skip. */
import { foldCase } from '../catalog/name.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { suggest } from '../diagnostics/suggest.ts'
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
  if (call.star ? fn !== 'count' : operands.length === 0) {
    reportArguments(call.name.text, call.star ? '*' : '', aggregateForms(fn), call.span, diagnostics)
    return null
  }
  const bound = bindAggregateOf(call.name, filtered(operands, filter), call.name.text, diagnostics)
  const distinct = call.distinct && !IDEMPOTENT.has(fn)
  return bound && aggregates.add({ ...bound, ...(distinct && { distinct }) })
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

/** An aggregate over operands (none for all rows); null when no overload takes it, which is reported. */
export function bindAggregateOf(
  { text, span }: Identifier,
  operands: readonly Operand[],
  name: string,
  diagnostics: Diagnostics,
): BoundCall | null {
  const fn = foldCase(text)
  if (!AGGREGATE_NAMES.includes(fn)) {
    const similar = suggest(fn, AGGREGATE_NAMES)
    diagnostics.error('MV2062', `\`${text}\` is no aggregate`, span, {
      help: similar
        ? `did you mean \`${similar.toUpperCase()}\`?`
        : 'write COUNT, SUM, AVG, MIN, MAX or another aggregate',
    })
    return null
  }
  const call = resolveAggregateCall(fn, operands, diagnostics)
  if (call === 'no overload') reportArguments(text, typesOf(operands), aggregateForms(fn), span, diagnostics)
  if (typeof call === 'string') return null
  const meant = fn === 'count_distinct' ? { fn: 'count(any)', distinct: true as const } : {}
  return { ...call, ...meant, name: foldCase(name) === fn ? fn : name }
}

/** The operands with the first as it is where the filter holds, NULL elsewhere. */
export function filtered(operands: readonly Operand[], filter: Expr | null): readonly Operand[] {
  if (filter === null) return operands
  const [first, ...others] = operands
  const then: Expr = first?.expr ?? { kind: 'literal', type: { kind: 'boolean' }, text: 'true' }
  const otherwise: Expr = { kind: 'literal', type: then.type, text: null }
  const expr: Expr = { kind: 'case', type: then.type, whens: [{ when: filter, then }], otherwise }
  return [{ expr, literal: null }, ...others]
}
