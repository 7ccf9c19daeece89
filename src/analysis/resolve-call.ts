/** From a name and arguments to a typed call: the overload that fits, with its implicit casts as nodes. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { AGGREGATES } from '../expr/aggregates.ts'
import type { CallExpr, Expr } from '../expr/expr.ts'
import { printParameter } from '../expr/parameters.ts'
import { resolveAggregate, resolveScalar } from '../expr/resolve.ts'
import { scalarsNamed } from '../expr/signatures.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { AggregateSignature } from '../expr/signature.ts'
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
  const args = convertAll(operands, resolved.casts, diagnostics)
  if (args === null) return 'reported'
  return { kind: 'call', type: resolved.type, fn: resolved.signature.id, args }
}

export interface ResolvedCall {
  readonly signature: AggregateSignature
  /** As many as it has parameters. */
  readonly args: readonly Expr[]
  readonly type: SqlType
}

/** A call of an aggregate; without operands over all rows. */
export function resolveAggregateCall(
  name: string,
  operands: readonly Operand[],
  diagnostics: Diagnostics,
): ResolvedCall | Unresolved {
  const resolved = resolveAggregate(name, operands.map(argumentOf))
  if (resolved === null) return 'no overload'
  const args = convertAll(operands, resolved.casts, diagnostics)
  return args === null ? 'reported' : { signature: resolved.signature, args, type: resolved.type }
}

function convertAll(
  operands: readonly Operand[],
  casts: readonly (SqlType | null)[],
  diagnostics: Diagnostics,
): readonly Expr[] | null {
  const args = operands.map((operand, index) => {
    const type = casts[index] ?? null
    return type ? convert(operand, type, diagnostics) : operand.expr
  })
  return args.every(arg => arg !== null) ? args : null
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
  return AGGREGATES.filter(signature => signature.name === name).map(({ parameters, withinGroup }) => {
    const texts = parameters.map(printParameter)
    if (withinGroup)
      return `${name.toUpperCase()}(${texts.slice(1).join(', ')}) WITHIN GROUP (ORDER BY ${texts[0]})`
    return `${name.toUpperCase()}(${texts.length === 0 ? '*' : texts.join(', ')})`
  })
}
