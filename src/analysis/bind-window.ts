/** Binds window functions: a call with OVER, the window that it names, and its frame. */
import { foldCase, refersTo } from '../catalog/name.ts'
import { suggest } from '../diagnostics/suggest.ts'
import { AGGREGATE_NAMES, aggregateForm } from '../expr/aggregates.ts'
import type { Expr, WindowExpr } from '../expr/expr.ts'
import { windowFunction, type WindowSignature } from '../expr/window-functions.ts'
import type { FunctionCall, Identifier, WindowSpec } from '../language/ast.ts'
import { bindAggregateOf, filtered } from './bind-aggregate.ts'
import { bindOperands } from './bind-comparison.ts'
import { bindCondition } from './bind-condition.ts'
import { bindFrame } from './bind-frame.ts'
import type { Binding } from './binding.ts'
import { convert, type Operand } from './operand.ts'
import { bindOrderItems } from './order-items.ts'
import { reportArguments, typesOf } from './rules/arguments.ts'
import { unifyTypes } from './unify-types.ts'

/** The value of a window function; null when there is an error, which is reported. */
export function bindWindow(call: FunctionCall, over: FunctionCall['over'], binding: Binding): Expr | null {
  if (!isAllowed(call, binding)) return null
  const spec = over && resolveWindow(over, binding)
  if (!spec) return null
  const inner: Binding = { ...binding, windows: null }
  const partitionBy = spec.partitionBy.map(expression => binding.bind(expression, inner))
  const orderBy = bindOrderItems(spec.orderBy, inner)
  const called = bindFunction(call, inner)
  if (!partitionBy.every(expr => expr !== null) || orderBy === null) return null
  const frame = bindFrame(spec, orderBy, binding)
  if (called === null || frame === null) return null
  return { kind: 'window', ...called, partitionBy, orderBy, frame }
}

function isAllowed(call: FunctionCall, binding: Binding): boolean {
  const { name, over, distinct, span } = call
  const { windows, place, diagnostics } = binding
  const refuse = (message: string, help: string): false => {
    diagnostics.error('MV2083', message, span, { help })
    return false
  }
  if (over === null)
    return refuse(
      `\`${name.text}\` is a window function: it needs OVER`,
      `write ${name.text}(…) OVER (ORDER BY …)`,
    )
  if (windows === null) {
    const where = place === 'SELECT' || place === 'ORDER BY' ? 'another window function' : place
    return refuse(
      `a window function cannot stand in ${where}`,
      'compute it in a query in FROM, and use its column: SELECT … FROM (SELECT …, ROW_NUMBER() OVER (…) AS n …) x WHERE n = 1',
    )
  }
  if (call.orderBy.length > 0 || call.withinGroup.length > 0)
    return refuse(
      'a call over a window has no order of its own',
      'order the window: OVER (ORDER BY …); or aggregate with GROUP BY and join',
    )
  return !distinct || refuseDistinct(call, binding) !== null
}

function refuseFilter({ name, span }: FunctionCall, { diagnostics }: Binding): null {
  diagnostics.error('MV2083', `\`${name.text}\` takes NULL, and so no FILTER over a window`, span, {
    help: 'choose the rows with WHERE in a query in FROM',
  })
  return null
}

function refuseDistinct({ span }: FunctionCall, { diagnostics }: Binding): null {
  diagnostics.error('MV2083', 'DISTINCT cannot stand in a window function', span, {
    help: 'leave it out, or use SELECT DISTINCT',
  })
  return null
}

/** The window with everything that it takes over from the ones that it names. */
function resolveWindow(over: WindowSpec | Identifier, binding: Binding): WindowSpec | null {
  if (over.kind === 'window') {
    if (over.base === null) return over
    const base = resolveWindow(over.base, binding)
    return base && extended(base, over, binding)
  }
  const found = binding.windows?.find(({ name }) => refersTo(over, name.text))
  if (found) return resolveWindow(found.window, binding)
  const similar = suggest(over.text, binding.windows?.map(({ name }) => name.text) ?? [])
  binding.diagnostics.error('MV2083', `there is no window \`${over.text}\``, over.span, {
    help: similar ? `did you mean \`${similar}\`?` : `define it: WINDOW ${over.text} AS (…)`,
  })
  return null
}

/** As in PostgreSQL: a window that names another adds an order where there is none, and its own frame. */
function extended(base: WindowSpec, own: WindowSpec, { diagnostics }: Binding): WindowSpec | null {
  const repeats =
    own.partitionBy.length > 0
      ? 'PARTITION BY'
      : own.orderBy.length > 0 && base.orderBy.length > 0
        ? 'ORDER BY'
        : null
  if (repeats === null)
    return {
      ...own,
      partitionBy: base.partitionBy,
      orderBy: base.orderBy.length > 0 ? base.orderBy : own.orderBy,
    }
  diagnostics.error('MV2083', `${repeats} cannot be changed in a window that names another`, own.span, {
    help: `leave out ${repeats}, or write the window anew`,
  })
  return null
}

type Called = Pick<WindowExpr, 'type' | 'fn' | 'args'>

function bindFunction(call: FunctionCall, binding: Binding): Called | null {
  const name = foldCase(call.name.text)
  const signature = windowFunction(name)
  if (signature !== undefined) return bindNamed(call, signature, binding)
  if (!AGGREGATE_NAMES.includes(name)) {
    binding.diagnostics.error('MV2083', `\`${call.name.text}\` is no window function`, call.name.span, {
      help: 'OVER goes with aggregates and with ROW_NUMBER, RANK, LAG and their like',
    })
    return null
  }
  const filter = call.filter && bindCondition(call.filter, { ...binding, aggregates: null, place: 'FILTER' })
  const operands = bindOperands(call.args, binding)
  if ((call.filter && filter === null) || operands === null) return null
  const takesNull = aggregateForm(name)?.skips === 'none'
  const bound = takesNull
    ? bindAggregateOf(call.name, operands, name, binding.diagnostics, { filter })
    : bindAggregateOf(call.name, filtered(operands, filter), name, binding.diagnostics)
  if (bound?.distinct) return refuseDistinct(call, binding)
  if (bound?.filter) return refuseFilter(call, binding)
  return bound && { type: bound.type, fn: bound.fn, args: [...bound.args, ...(bound.constants ?? [])] }
}

function bindNamed(call: FunctionCall, signature: WindowSignature, binding: Binding): Called | null {
  const { diagnostics } = binding
  const { name, parameters, optional, result } = signature
  const operands = bindOperands(call.args, binding)
  if (operands === null) return null
  const fits = operands.length <= parameters.length && operands.length >= parameters.length - optional
  if (!fits || call.star || call.filter) {
    reportArguments(call.name.text, typesOf(operands), [formOf(signature)], call.span, diagnostics)
    return null
  }
  const values = operands.filter((_, index) => parameters[index] !== 'integer')
  const unified = values.length === 0 ? [] : unifyTypes(name.toUpperCase(), values, call.span, diagnostics)
  if (unified === null) return null
  let next = 0
  const args = operands.map((operand, index) =>
    parameters[index] === 'integer' ? asInteger(operand, call, binding) : unified[next++]!,
  )
  if (!args.every(arg => arg !== null)) return null
  return { type: result ?? unified[0]!.type, fn: name, args }
}

function asInteger(operand: Operand, call: FunctionCall, { diagnostics }: Binding): Expr | null {
  const { kind } = operand.expr.type
  if (kind === 'integer' || kind === 'smallint' || kind === 'null')
    return convert(operand, { kind: 'integer' }, diagnostics)
  diagnostics.error('MV2083', `\`${call.name.text}\` counts rows by an INTEGER`, call.span, {
    help: 'cast it: CAST(… AS INTEGER)',
  })
  return null
}

function formOf({ name, parameters, optional }: WindowSignature): string {
  const required = parameters.slice(0, parameters.length - optional).join(', ')
  const more = parameters.slice(parameters.length - optional).map(parameter => `[, ${parameter}]`)
  return `${name.toUpperCase()}(${required}${more.join('')})`
}
