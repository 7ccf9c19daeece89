/** Binds TRANSFORM, FILTER and REDUCE and their lambdas. */
import { foldCase } from '../catalog/name.ts'
import { commonType, sameType, typed } from '../expr/coercion.ts'
import type { Expr, LambdaExpr } from '../expr/expr.ts'
import { type HigherOrder, higherOrderNamed } from '../expr/higher-order.ts'
import type { Expression, FunctionCall, Lambda } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { printType } from '../types/type-name.ts'
import { bindOperands } from './bind-comparison.ts'
import type { Binding, Variable } from './binding.ts'
import { convert, type Operand } from './operand.ts'
import { requireBoolean } from './rules/boolean-condition.ts'

const TEXT: SqlType = { kind: 'varchar', length: null }

export function bindHigherOrder(call: FunctionCall, binding: Binding): Expr | null {
  const lambdas = call.args.filter(arg => arg.kind === 'lambda')
  const values = call.args.slice(0, call.args.length - lambdas.length)
  const forms = higherOrderNamed(foldCase(call.name.text))
  const isForm =
    !values.some(({ kind }) => kind === 'lambda') && values.length === (forms[0]!.hasStart ? 2 : 1)
  if (!isForm) return reportForm(call, binding)
  const operands = bindOperands(values, binding)
  if (operands === null) return null
  const { type } = operands[0]!.expr
  const form = forms.find(({ over }) => over === type.kind)
  const fits = form?.lambdas.length === lambdas.length
  if (!form || !fits || !form.lambdas.every((count, i) => lambdas[i]!.parameters.length === count))
    return reportForm(call, binding)
  if (form.hasStart) return bindReduce(form, operands, lambdas[0]!, call, binding)
  const bodies = lambdas.map(lambda => bindLambda(lambda, partsOf(type), binding))
  if (!bodies.every(body => body !== null)) return null
  return form.name === 'filter'
    ? applyFilter(form, operands[0]!.expr, bodies[0]!, lambdas[0]!.body, binding)
    : applyTransform(form, operands[0]!.expr, bodies, lambdas, binding)
}

function reportForm({ name, span }: FunctionCall, { diagnostics }: Binding): null {
  const forms = higherOrderNamed(foldCase(name.text)).map(({ form }) => form)
  diagnostics.error('MV2032', `\`${name.text}\` does not take these arguments`, span, {
    help: `write ${forms.join(' or ')}`,
  })
  return null
}

/** What a lambda is given of each part of an array or a map. */
function partsOf(type: SqlType): readonly SqlType[] {
  if (type.kind === 'array') return [type.element]
  return type.kind === 'map' ? [TEXT, type.value] : []
}

function bindLambda(
  { parameters, body }: Lambda,
  types: readonly SqlType[],
  binding: Binding,
): LambdaExpr | null {
  const variables = parameters.map((name, i): Variable => ({ name, type: types[i]! }))
  const bound = binding.bind(body, {
    ...binding,
    place: 'a lambda',
    aggregates: null,
    windows: null,
    variables: [...binding.variables, ...variables],
  })
  return bound && { parameters: types, body: bound }
}

function applyFilter(
  form: HigherOrder,
  arg: Expr,
  lambda: LambdaExpr,
  written: Expression,
  binding: Binding,
): Expr | null {
  const body = requireBoolean(lambda.body, written, 'FILTER', binding.diagnostics)
  return body && { kind: 'apply', type: arg.type, fn: form.id, args: [arg], lambdas: [{ ...lambda, body }] }
}

function applyTransform(
  form: HigherOrder,
  arg: Expr,
  lambdas: readonly LambdaExpr[],
  written: readonly Lambda[],
  { diagnostics }: Binding,
): Expr | null {
  const typedLambdas = lambdas.map(lambda => ({ ...lambda, body: withType(lambda.body) }))
  const result = typedLambdas.at(-1)!.body.type
  const call = { kind: 'apply', fn: form.id, args: [arg], lambdas: typedLambdas } as const
  if (form.over === 'array') return { ...call, type: { kind: 'array', element: result } }
  const key = typedLambdas[0]!.body.type
  if (key.kind === 'varchar') return { ...call, type: { kind: 'map', value: result } }
  diagnostics.error('MV2030', `a key of a MAP is VARCHAR, not ${printType(key)}`, written[0]!.body.span, {
    help: 'cast it: CAST(… AS VARCHAR)',
  })
  return null
}

/** A bare NULL is text, as in PostgreSQL. */
function withType(expr: Expr): Expr {
  return expr.type.kind === 'null' ? { kind: 'literal', type: TEXT, text: null } : expr
}

/** The state has the common type of the start and of what the lambda makes of it, which may need a second look. */
function bindReduce(
  form: HigherOrder,
  [collection, start]: readonly Operand[],
  lambda: Lambda,
  { span }: FunctionCall,
  binding: Binding,
): Expr | null {
  const parts = partsOf(collection!.expr.type)
  let state = start!.expr.type
  for (;;) {
    const bound = bindLambda(lambda, [state, ...parts], binding)
    if (bound === null) return null
    const common = commonType([typed(state), typed(bound.body.type)])
    if (common === null) {
      const types = `${printType(state)} and ${printType(bound.body.type)}`
      binding.diagnostics.error('MV2037', `REDUCE cannot bring ${types} to one type`, span, {
        help: 'cast the start or the result of the lambda',
      })
      return null
    }
    if (sameType(common, state)) {
      const first = convert(start!, state, binding.diagnostics)
      const body = convert({ expr: bound.body, literal: null }, state, binding.diagnostics)
      if (first === null || body === null) return null
      return {
        kind: 'apply',
        type: state,
        fn: form.id,
        args: [collection!.expr, first],
        lambdas: [{ ...bound, body }],
      }
    }
    state = common
  }
}

/** Reports a lambda where none can stand. */
export function refuseLambda({ span }: Lambda, { diagnostics }: Binding): null {
  diagnostics.error('MV2093', 'a lambda cannot stand here', span, {
    help: 'it is an argument of TRANSFORM, FILTER or REDUCE',
  })
  return null
}
