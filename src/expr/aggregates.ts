/** All aggregate functions, as far as types go. */
import { VALUE_KINDS } from './coercion.ts'
import { typeOfKind, type ValueKind } from './functions/define.ts'
import type { AggregateSignature } from './signature.ts'

export const AGGREGATES: readonly AggregateSignature[] = [
  count('*', null, 'The number of rows.'),
  count('any', 'any', 'The number of rows in which the argument is not NULL.'),
  numeric('sum', 'smallint', 'bigint'),
  numeric('sum', 'integer', 'bigint'),
  numeric('sum', 'bigint', 'decimal'),
  numeric('sum', 'decimal', 'decimal'),
  numeric('sum', 'real', 'real'),
  numeric('sum', 'double', 'double'),
  numeric('sum', 'interval', 'interval'),
  numeric('avg', 'smallint', 'decimal'),
  numeric('avg', 'integer', 'decimal'),
  numeric('avg', 'bigint', 'decimal'),
  numeric('avg', 'decimal', 'decimal'),
  numeric('avg', 'real', 'double'),
  numeric('avg', 'double', 'double'),
  numeric('avg', 'interval', 'interval'),
  ...VALUE_KINDS.map(kind => extreme('min', kind)),
  ...VALUE_KINDS.map(kind => extreme('max', kind)),
]

const byId: ReadonlyMap<string, AggregateSignature> = new Map(AGGREGATES.map(one => [one.id, one]))

/** The names of the aggregate functions, in lower case. */
export const AGGREGATE_NAMES: readonly string[] = [...new Set(AGGREGATES.map(({ name }) => name))]

/** The aggregate with this id, as plans name it; undefined when there is none. */
export function aggregateById(id: string): AggregateSignature | undefined {
  return byId.get(id)
}

function count(takes: string, parameter: 'any' | null, doc: string): AggregateSignature {
  return { id: `count(${takes})`, name: 'count', parameter, result: () => ({ kind: 'bigint' }), doc }
}

function numeric(name: 'sum' | 'avg', kind: ValueKind, result: ValueKind): AggregateSignature {
  const doc = name === 'sum' ? 'The sum of the values.' : 'The average of the values.'
  const type = typeOfKind(result)
  return {
    id: `${name}(${kind})`,
    name,
    parameter: kind,
    result: () => type,
    doc: `${doc} NULL without any.`,
  }
}

function extreme(name: 'min' | 'max', kind: ValueKind): AggregateSignature {
  return {
    id: `${name}(${kind})`,
    name,
    parameter: kind,
    result: arg => arg ?? typeOfKind(kind),
    doc: `The ${name === 'min' ? 'least' : 'greatest'} value. NULL without any.`,
  }
}
