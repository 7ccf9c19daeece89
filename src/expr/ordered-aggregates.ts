/** The aggregates that are computed from the values of a group in order, as far as types go. */
import type { SqlType } from '../types/sql-type.ts'
import { must } from '../util/assert.ts'
import { ofValues } from './define-aggregate.ts'
import type { AggregateSignature, Parameter } from './signature.ts'

const JOINED = 'The texts in order, the second argument between them. NULL without any.'
const LIST = 'All values in order, NULLs too. NULL of no rows.'
const AS_JSON = 'All values in order as a JSON array. NULL of no rows.'
const MEMBERS = 'A JSON object with a member for each row. NULL of no rows.'
const FRACTION = 'The value that so much of all values is not above, between two values if need be.'
const MEMBER = 'The first value that so much of all values is not above.'
const LARGEST = 'So many of the largest values, the largest first.'
const MIDDLE = 'The value in the middle: PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x).'

export const ORDERED_AGGREGATES: readonly AggregateSignature[] = [
  { ...ofValues('string_agg', ['varchar', 'varchar'], 'varchar', JOINED), order: 'given', skips: 'first' },
  { ...ofValues('string_agg', ['bytes', 'bytes'], 'bytes', JOINED), order: 'given', skips: 'first' },
  list('array_agg', LIST),
  list('collect_list', LIST),
  { ...list('collect_set', 'The different values in order, NULL too. NULL of no rows.'), distinct: true },
  json('json_agg', ['any'], AS_JSON),
  json('jsonb_agg', ['any'], AS_JSON),
  json('json_object_agg', ['varchar', 'any'], MEMBERS),
  json('jsonb_object_agg', ['varchar', 'any'], MEMBERS),
  {
    ...ofValues('histogram', ['varchar'], 'varchar', 'How often each text is there. NULL without any.'),
    order: 'ascending',
    result: () => ({ kind: 'map', value: { kind: 'bigint' } }),
  },
  largest('topk', `${LARGEST} NULL without any.`),
  { ...largest('topkdistinct', `${LARGEST} Each value once. NULL without any.`), distinct: true },
  ...median(),
  {
    ...ofValues('mode', ['T'], 'varchar', 'The most frequent value, of several the first in order.'),
    withinGroup: true,
    order: 'given',
    result: first,
  },
  ...percentile('percentile_cont', ['double', 'interval'], FRACTION),
  ...percentile('percentile_disc', ['T'], MEMBER),
]

function first([type]: readonly SqlType[]): SqlType {
  return must(type, 'an aggregate of values in order has an argument')
}

function listOf(types: readonly SqlType[]): SqlType {
  return { kind: 'array', element: first(types) }
}

function list(name: string, doc: string): AggregateSignature {
  return { ...ofValues(name, ['T'], 'varchar', doc), order: 'given', skips: 'none', result: listOf }
}

function json(name: string, parameters: readonly Parameter[], doc: string): AggregateSignature {
  return { ...ofValues(name, parameters, 'json', doc), order: 'given', skips: 'none' }
}

function largest(name: string, doc: string): AggregateSignature {
  return {
    ...ofValues(name, ['T', 'integer'], 'varchar', doc),
    constants: 1,
    order: 'descending',
    result: listOf,
  }
}

function median(): AggregateSignature[] {
  return (['double', 'interval'] as const).map(kind => ({
    ...ofValues('median', [kind], kind, MIDDLE),
    order: 'ascending',
  }))
}

/** With one fraction, and with an array of them. */
function percentile(
  name: string,
  kinds: readonly ('double' | 'interval' | 'T')[],
  doc: string,
): AggregateSignature[] {
  const form = { constants: 1, withinGroup: true, order: 'given' } as const
  return kinds.flatMap(kind => [
    { ...ofValues(name, [kind, 'double'], 'double', doc), ...form, result: first },
    { ...ofValues(name, [kind, 'double[]'], 'double', doc), ...form, result: listOf },
  ])
}
