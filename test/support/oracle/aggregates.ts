/** Aggregates of random queries: which take what, and the types of their results. */
import { TYPES } from './expressions.ts'
import type { ColumnType } from './program.ts'
import type { Random } from './random.ts'

const EXACT: readonly ColumnType[] = ['integer', 'bigint', 'decimal']
const WHOLE: readonly ColumnType[] = ['integer', 'bigint']
const COMMON = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']

/** Those whose last digits PostgreSQL rounds otherwise (STDDEV of DOUBLE) are compared by hand-written queries. */
export const AGGREGATED: Readonly<Record<string, readonly ColumnType[]>> = {
  SUM: ['integer', 'bigint', 'decimal', 'double'],
  AVG: ['integer', 'bigint', 'decimal', 'double'],
  MIN: TYPES.filter(type => type !== 'boolean' && type !== 'jsonb'),
  MAX: TYPES.filter(type => type !== 'boolean' && type !== 'jsonb'),
  COUNT: TYPES,
  BOOL_AND: ['boolean'],
  BOOL_OR: ['boolean'],
  BIT_AND: WHOLE,
  BIT_OR: WHOLE,
  BIT_XOR: WHOLE,
  STDDEV: EXACT,
  STDDEV_POP: EXACT,
  VARIANCE: EXACT,
  VAR_POP: EXACT,
}

export function anyAggregate(random: Random): string {
  return random.pick(random.chance(0.7) ? COMMON : Object.keys(AGGREGATED))
}

/** The type of an aggregate's result. */
export function resultType(aggregate: string, type: ColumnType): ColumnType {
  if (aggregate === 'COUNT') return 'bigint'
  if (/^(MIN|MAX|BOOL|BIT)/.test(aggregate) || type === 'double') return type
  return aggregate === 'SUM' && type === 'integer' ? 'bigint' : 'decimal'
}
