/** The greatest and the least of values of one type, counts of NULLs, and a value as it is. */
import { compareValues } from '../../types/compare.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { VALUE_KINDS } from '../coercion.ts'
import type { Parameter, ScalarSignature } from '../signature.ts'
import { generic, scalar, typeOfKind, type ValueKind } from './define.ts'

const INTEGER = typeOfKind('integer')
const NESTED: readonly Parameter[] = ['T[]', 'struct']

export const CONDITIONAL: readonly ScalarSignature[] = [
  ...VALUE_KINDS.map(kind => extreme('greatest', kind, order => order > 0)),
  ...VALUE_KINDS.map(kind => extreme('least', kind, order => order < 0)),
  ...NESTED.map(parameter => nestedExtreme('greatest', parameter, order => order > 0)),
  ...NESTED.map(parameter => nestedExtreme('least', parameter, order => order < 0)),
  counter('num_nulls', true, "NUM_NULLS(1, NULL, 'a')", '1', 'The number of arguments that are NULL.'),
  counter(
    'num_nonnulls',
    false,
    "NUM_NONNULLS(1, NULL, 'a')",
    '2',
    'The number of arguments that are not NULL.',
  ),
  generic('as_value', ['any'], ([type]) => type!, {
    specialise: () => (value: Value) => value,
    doc: "The value as it is: ksqlDB's way to have a key column among the others too.",
    takesNull: true,
    example: ["AS_VALUE('a')", 'a'],
  }),
]

function extreme(
  name: 'greatest' | 'least',
  kind: ValueKind,
  wins: (order: number) => boolean,
): ScalarSignature {
  const evaluate = bestOf(typeOfKind(kind), wins)
  const doc = docOf(name)
  const result = name === 'greatest' ? '3' : '1'
  return {
    ...scalar(name, [kind], kind, {
      evaluate,
      doc,
      variadic: true,
      takesNull: true,
      ...(kind === 'integer' && { example: [`${name.toUpperCase()}(1, NULL, 3)`, result] }),
    }),
    result: ([type]) => type ?? typeOfKind(kind),
  }
}

function nestedExtreme(
  name: 'greatest' | 'least',
  parameter: Parameter,
  wins: (order: number) => boolean,
): ScalarSignature {
  return generic(name, [parameter], ([type]) => type!, {
    specialise: ([type]) => bestOf(type!, wins),
    doc: docOf(name),
    variadic: true,
    takesNull: true,
  })
}

function docOf(name: string): string {
  return `The ${name} of the arguments that are not NULL; NULL when there are none.`
}

function bestOf(type: SqlType, wins: (order: number) => boolean): (...values: Value[]) => Value {
  const compare = compareValues(type)
  return (...values) =>
    values.reduce((best, value) =>
      best === null || (value !== null && wins(compare(value, best))) ? value : best,
    )
}

function counter(name: string, ofNulls: boolean, call: string, result: string, doc: string): ScalarSignature {
  return generic(name, ['any'], () => INTEGER, {
    specialise:
      () =>
      (...values: Value[]) =>
        values.filter(value => (value === null) === ofNulls).length,
    doc,
    variadic: true,
    takesNull: true,
    example: [call, result],
  })
}
