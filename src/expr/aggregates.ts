/** All aggregate functions, as far as types go. */
import type { SqlType } from '../types/sql-type.ts'
import { VALUE_KINDS } from './coercion.ts'
import type { ValueKind } from './functions/define.ts'
import { ofValues } from './define-aggregate.ts'
import { ORDERED_AGGREGATES } from './ordered-aggregates.ts'
import { fitsParameter } from './parameters.ts'
import type { AggregateSignature, Parameter } from './signature.ts'

const WHOLE = ['smallint', 'integer', 'bigint'] as const
const EXACT = [...WHOLE, 'decimal'] as const
const BINARY = ['real', 'double'] as const

/** What MIN and MAX take. */
const ORDERED: readonly Parameter[] = [...VALUE_KINDS, 'T[]', 'map<T>', 'struct']

export const AGGREGATES: readonly AggregateSignature[] = [
  count('count', '*', [], 'The number of rows.'),
  count('count', 'any', ['any'], 'The number of rows in which the argument is not NULL.'),
  {
    ...count('count_distinct', 'any', ['any'], 'The number of different values: COUNT(DISTINCT x).'),
    distinct: true,
  },
  ...numeric('sum', 'The sum of the values.', {
    smallint: 'bigint',
    integer: 'bigint',
    bigint: 'decimal',
    decimal: 'decimal',
    real: 'real',
    double: 'double',
    interval: 'interval',
  }),
  ...numeric('avg', 'The average of the values.', {
    ...each(EXACT, 'decimal'),
    ...each(BINARY, 'double'),
    interval: 'interval',
  }),
  ...ORDERED.map(parameter => extreme('min', 'The least value.', parameter)),
  ...ORDERED.map(parameter => extreme('max', 'The greatest value.', parameter)),
  ofValues('bool_and', ['boolean'], 'boolean', 'Whether all values are true.'),
  ofValues('every', ['boolean'], 'boolean', 'Whether all values are true.'),
  ofValues('bool_or', ['boolean'], 'boolean', 'Whether a value is true.'),
  ...WHOLE.map(kind => ofValues('bit_and', [kind], kind, 'The bits that all values have.')),
  ...WHOLE.map(kind => ofValues('bit_or', [kind], kind, 'The bits that any value has.')),
  ...WHOLE.map(kind => ofValues('bit_xor', [kind], kind, 'The bits that an odd number of values have.')),
  ...spread('stddev', 'The standard deviation of a sample. NULL of less than two values.'),
  ...spread('stddev_samp', 'The standard deviation of a sample. NULL of less than two values.'),
  ...spread('stddev_pop', 'The standard deviation of all values. NULL without any.'),
  ...spread('variance', 'The variance of a sample. NULL of less than two values.'),
  ...spread('var_samp', 'The variance of a sample. NULL of less than two values.'),
  ...spread('var_pop', 'The variance of all values. NULL without any.'),
  ofPairs('corr', 'The coefficient of correlation.'),
  ofPairs('covar_pop', 'The covariance of all pairs.'),
  ofPairs('covar_samp', 'The covariance of a sample. NULL of less than two pairs.'),
  ofPairs('regr_avgx', 'The average of the second arguments.'),
  ofPairs('regr_avgy', 'The average of the first arguments.'),
  {
    ...ofPairs('regr_count', 'The number of rows in which neither argument is NULL.'),
    result: () => ({ kind: 'bigint' }),
    ofNothing: '0',
  },
  ofPairs('regr_intercept', 'Where the line that fits best meets the y axis.'),
  ofPairs('regr_r2', 'The square of the coefficient of correlation.'),
  ofPairs('regr_slope', 'The slope of the line that fits best.'),
  ofPairs('regr_sxx', 'The sum of the squared distances of the second arguments from their average.'),
  ofPairs('regr_sxy', 'The sum of the products of the distances of both arguments from their averages.'),
  ofPairs('regr_syy', 'The sum of the squared distances of the first arguments from their average.'),
  ...ORDERED_AGGREGATES,
]

const byId: ReadonlyMap<string, AggregateSignature> = new Map(AGGREGATES.map(one => [one.id, one]))

/** The names of the aggregate functions, in lower case. */
export const AGGREGATE_NAMES: readonly string[] = [...new Set(AGGREGATES.map(({ name }) => name))]

/** What all overloads of an aggregate have in common; by its name in lower case. */
export function aggregateForm(
  name: string,
): Pick<AggregateSignature, 'constants' | 'withinGroup' | 'order' | 'distinct' | 'skips'> | undefined {
  return AGGREGATES.find(signature => signature.name === name)
}

/** The aggregate with this id, as plans name it; undefined when there is none. */
export function aggregateById(id: string): AggregateSignature | undefined {
  return byId.get(id)
}

/** Whether arguments of these types fit as they are. */
export function takesTypes({ parameters }: AggregateSignature, types: readonly SqlType[]): boolean {
  return (
    types.length === parameters.length &&
    parameters.every((parameter, index) => fitsParameter(parameter, types[index]!))
  )
}

function count(
  name: string,
  takes: string,
  parameters: readonly Parameter[],
  doc: string,
): AggregateSignature {
  return { ...ofValues(name, parameters, 'bigint', doc), id: `${name}(${takes})`, ofNothing: '0' }
}

function numeric(
  name: string,
  doc: string,
  results: Partial<Record<ValueKind, ValueKind>>,
): AggregateSignature[] {
  return Object.entries(results).map(([kind, result]) =>
    ofValues(name, [kind as ValueKind], result, `${doc} NULL without any.`),
  )
}

function spread(name: string, doc: string): AggregateSignature[] {
  return [
    ...EXACT.map(kind => ofValues(name, [kind], 'decimal', doc)),
    ...BINARY.map(kind => ofValues(name, [kind], 'double', doc)),
  ]
}

/** Of the pairs in which neither is NULL: y, then x. */
function ofPairs(name: string, doc: string): AggregateSignature {
  return ofValues(name, ['double', 'double'], 'double', doc)
}

function extreme(name: 'min' | 'max', doc: string, parameter: Parameter): AggregateSignature {
  return { ...ofValues(name, [parameter], 'varchar', `${doc} NULL without any.`), result: ([arg]) => arg! }
}

function each(kinds: readonly ValueKind[], result: ValueKind): Partial<Record<ValueKind, ValueKind>> {
  return Object.fromEntries(kinds.map(kind => [kind, result]))
}
