/** Helpers to write signature tables. */
import type { ScalarKind, SqlType } from '../../types/sql-type.ts'
import { InternalError } from '../../util/assert.ts'
import type { Evaluate, Example, Parameter, ScalarSignature } from '../signature.ts'

/** The kinds that values and columns have and that are not made of others. */
export type ValueKind = ScalarKind

/** The type of a kind without limits. */
export function typeOfKind(kind: ScalarKind | 'null'): SqlType {
  switch (kind) {
    case 'decimal':
      return { kind, precision: null, scale: null }
    case 'varchar':
    case 'char':
      return { kind, length: null }
    default:
      return { kind }
  }
}

interface Properties {
  readonly doc: string
  /** Absent: no argument makes it throw. */
  readonly mayFail?: boolean
  /** Absent: the last parameter takes one argument. */
  readonly variadic?: boolean
  /** Absent: it is strict. */
  readonly takesNull?: boolean
  readonly example?: Example
}

/** One overload whose result is of one type, or the unlimited type of a kind. */
export function scalar(
  name: string,
  parameters: readonly Parameter[],
  result: ValueKind | SqlType,
  { evaluate, ...properties }: Properties & { readonly evaluate: Evaluate },
): ScalarSignature {
  const type = typeof result === 'string' ? typeOfKind(result) : result
  return { ...signature(name, parameters, properties), result: () => type, evaluate }
}

/** One overload that depends on the types of its arguments. */
export function generic(
  name: string,
  parameters: readonly Parameter[],
  result: ScalarSignature['result'],
  { specialise, ...properties }: Properties & { readonly specialise: (args: readonly SqlType[]) => Evaluate },
): ScalarSignature {
  const evaluate = () => {
    throw new InternalError(`${name} is called without regard to types`)
  }
  return { ...signature(name, parameters, properties), result, evaluate, specialise }
}

/** The same overloads under another name. */
export function alias(name: string, of: readonly ScalarSignature[]): ScalarSignature[] {
  return of.map(one => ({ ...one, name, id: idOf(name, one.parameters, one.variadic), example: null }))
}

function signature(
  name: string,
  parameters: readonly Parameter[],
  { doc, mayFail = false, variadic = false, takesNull = false, example }: Properties,
): Omit<ScalarSignature, 'result' | 'evaluate'> {
  return {
    id: idOf(name, parameters, variadic),
    name,
    parameters,
    variadic,
    takesNull,
    specialise: null,
    mayFail,
    doc,
    example: example ?? null,
  }
}

function idOf(name: string, parameters: readonly Parameter[], variadic: boolean): string {
  return `${name}(${parameters.join(',')}${variadic ? '...' : ''})`
}
