/** Helpers to write the table of aggregates. */
import { typeOfKind, type ValueKind } from './functions/define.ts'
import type { AggregateSignature, Parameter } from './signature.ts'

/** One overload whose result is the unlimited type of a kind, of values in any order. */
export function ofValues(
  name: string,
  parameters: readonly Parameter[],
  result: ValueKind,
  doc: string,
): AggregateSignature {
  const type = typeOfKind(result)
  return {
    id: `${name}(${parameters.join(',')})`,
    name,
    parameters,
    variadic: false,
    constants: 0,
    withinGroup: false,
    order: null,
    distinct: false,
    skips: 'any',
    result: () => type,
    ofNothing: null,
    doc,
  }
}
