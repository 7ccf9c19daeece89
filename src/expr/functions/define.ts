/** Helpers to write signature tables. */
import type { SqlType, TypeKind } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import type { ScalarSignature } from '../signature.ts'

/** The kinds that values and columns have. */
export type ValueKind = Exclude<TypeKind, 'null'>

/** The type of a kind without limits. */
export function typeOfKind(kind: TypeKind): SqlType {
  switch (kind) {
    case 'decimal':
      return { kind, precision: null, scale: null }
    case 'varchar':
      return { kind, length: null }
    default:
      return { kind }
  }
}

interface Definition {
  readonly evaluate: (...args: never[]) => Value
  readonly doc: string
  /** Absent: no argument makes it throw. */
  readonly mayFail?: boolean
}

/** One overload whose result is the unlimited type of a kind. */
export function scalar(
  name: string,
  parameters: readonly ValueKind[],
  result: ValueKind,
  { evaluate, doc, mayFail = false }: Definition,
): ScalarSignature {
  const type = typeOfKind(result)
  return {
    id: `${name}(${parameters.join(',')})`,
    name,
    parameters,
    result: () => type,
    evaluate,
    mayFail,
    doc,
  }
}
