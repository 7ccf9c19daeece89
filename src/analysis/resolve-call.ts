/** From a name and arguments to a typed call: the overload that fits, with its implicit casts as nodes. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { AGGREGATES } from '../expr/aggregates.ts'
import type { CallExpr, Expr } from '../expr/expr.ts'
import { printParameter } from '../expr/parameters.ts'
import { resolveAggregate, resolveScalar } from '../expr/resolve.ts'
import { scalarsNamed } from '../expr/signatures.ts'
import type { BoundCall } from './bound.ts'
import { argumentOf, convert, type Operand } from './operand.ts'

/** `no overload`: none takes these types. `reported`: a literal is not a value of the type that is needed. */
export type Unresolved = 'no overload' | 'reported'

/** A call of a function or operator, by its name in the table of signatures. */
export function resolveCall(
  name: string,
  operands: readonly Operand[],
  diagnostics: Diagnostics,
): CallExpr | Unresolved {
  const resolved = resolveScalar(name, operands.map(argumentOf))
  if (resolved === null) return 'no overload'
  const args = operands.map((operand, index) =>
    convertTo(operand, resolved.casts[index] ?? null, diagnostics),
  )
  if (!args.every(arg => arg !== null)) return 'reported'
  return { kind: 'call', type: resolved.type, fn: resolved.signature.id, args }
}

/** A call of an aggregate; without an operand over all rows. */
export function resolveAggregateCall(
  name: string,
  operand: Operand | null,
  diagnostics: Diagnostics,
): BoundCall | Unresolved {
  const resolved = resolveAggregate(name, operand ? argumentOf(operand) : 'star')
  if (resolved === null) return 'no overload'
  const arg = operand && convertTo(operand, resolved.cast, diagnostics)
  if (operand && arg === null) return 'reported'
  return { fn: resolved.signature.id, name, arg, type: resolved.type }
}

function convertTo(operand: Operand, type: CallExpr['type'] | null, diagnostics: Diagnostics): Expr | null {
  return type ? convert(operand, type, diagnostics) : operand.expr
}

/** The overloads of a function as a person would write them, such as `ROUND(DECIMAL, INTEGER)`. */
export function scalarForms(name: string): readonly string[] {
  const forms = scalarsNamed(name).map(
    ({ parameters }) => `${name.toUpperCase()}(${parameters.map(printParameter).join(', ')})`,
  )
  return [...new Set(forms)]
}

/** The same for an aggregate. */
export function aggregateForms(name: string): readonly string[] {
  return AGGREGATES.filter(signature => signature.name === name).map(({ parameter }) => {
    const text = parameter === null ? '*' : parameter === 'any' ? 'value' : parameter.toUpperCase()
    return `${name.toUpperCase()}(${text})`
  })
}
