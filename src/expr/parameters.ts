/** What the parameters of a signature are for the arguments of one call: PostgreSQL's `anycompatible` types. */
import type { ScalarKind, SqlType } from '../types/sql-type.ts'
import { type Argument, commonType, isUnknown } from './coercion.ts'
import { typeOfKind } from './functions/define.ts'
import { type Overload, type Parameter, parametersFor } from './signature.ts'

/** The types of the parameters, null for a value of any type; null when the signature does not take these arguments. */
export function parameterTypes(
  signature: Overload,
  args: readonly Argument[],
): readonly (SqlType | null)[] | null {
  const parameters = parametersFor(signature, args.length)
  if (parameters === null) return null
  if (!parameters.some(isGeneric)) return parameters.map(parameter => typeOfParameter(parameter, null))
  const variable = typeVariable(parameters, args)
  return variable && parameters.map(parameter => typeOfParameter(parameter, variable))
}

/** Whether a value of this type is what the parameter takes, without a cast. */
export function fitsParameter(parameter: Parameter, type: SqlType): boolean {
  if (parameter === 'any' || parameter === 'T') return true
  if (parameter.endsWith('[]'))
    return type.kind === 'array' && fitsParameter(parameter.slice(0, -2) as Parameter, type.element)
  if (parameter.startsWith('map<'))
    return type.kind === 'map' && fitsParameter(parameter.slice(4, -1) as Parameter, type.value)
  return type.kind === parameter
}

/** How overloads for all types of its kind name the type, as `T[]` names every array. */
export function parameterOf(type: SqlType): Parameter | 'null' {
  if (type.kind === 'array') return 'T[]'
  return type.kind === 'map' ? 'map<T>' : type.kind
}

/** The parameter as documentation and messages name it. */
export function printParameter(parameter: Parameter): string {
  if (parameter === 'any') return 'value'
  if (parameter.endsWith('[]')) return `ARRAY<${printParameter(parameter.slice(0, -2) as Parameter)}>`
  if (parameter.startsWith('map<'))
    return `MAP<VARCHAR, ${printParameter(parameter.slice(4, -1) as Parameter)}>`
  return parameter.toUpperCase()
}

function isGeneric(parameter: Parameter): boolean {
  return parameter === 'struct' || parameter.includes('T')
}

/** What `T` is: the common type of what the arguments have in its place; null when there is none. */
function typeVariable(parameters: readonly Parameter[], args: readonly Argument[]): SqlType | null {
  const found: Argument[] = []
  for (const [i, parameter] of parameters.entries()) {
    const arg = args[i]!
    if (!isGeneric(parameter)) continue
    if (isUnknown(arg)) {
      if (parameter === 'T') found.push(arg)
      continue
    }
    const type = inPlaceOfT(parameter, arg.type)
    if (type === null) return null
    found.push({ type, untyped: false, text: null })
  }
  return found.some(arg => !isUnknown(arg)) || parameters.includes('T') ? commonType(found) : null
}

function inPlaceOfT(parameter: Parameter, type: SqlType): SqlType | null {
  if (parameter === 'T') return type
  if (parameter === 'struct') return type.kind === 'struct' ? type : null
  if (parameter.endsWith('[]'))
    return type.kind === 'array' ? inPlaceOfT(parameter.slice(0, -2) as Parameter, type.element) : null
  return type.kind === 'map' ? inPlaceOfT(parameter.slice(4, -1) as Parameter, type.value) : null
}

/** The type of a parameter, null of one that takes any. @param variable what `T` and `struct` are */
export function typeOfParameter(parameter: Parameter, variable: SqlType | null): SqlType | null {
  if (parameter === 'any') return null
  if (parameter === 'T' || parameter === 'struct') return variable
  if (parameter.endsWith('[]')) {
    const element = typeOfParameter(parameter.slice(0, -2) as Parameter, variable)
    return element && { kind: 'array', element }
  }
  if (parameter.startsWith('map<')) {
    const value = typeOfParameter(parameter.slice(4, -1) as Parameter, variable)
    return value && { kind: 'map', value }
  }
  return typeOfKind(parameter as ScalarKind)
}
