/** Aggregates of random queries: which take what, and the types of their results. */
import { TYPES } from './expressions.ts'
import type { ColumnType } from './program.ts'

export const AGGREGATED: Readonly<Record<string, readonly ColumnType[]>> = {
  SUM: ['integer', 'bigint', 'decimal', 'double'],
  AVG: ['integer', 'bigint', 'decimal', 'double'],
  MIN: TYPES.filter(type => type !== 'boolean'),
  MAX: TYPES.filter(type => type !== 'boolean'),
  COUNT: TYPES,
}

/** The type of an aggregate's result. */
export function resultType(aggregate: string, type: ColumnType): ColumnType {
  if (aggregate === 'COUNT') return 'bigint'
  if (aggregate === 'MIN' || aggregate === 'MAX' || type === 'double') return type
  return aggregate === 'SUM' && type === 'integer' ? 'bigint' : 'decimal'
}
