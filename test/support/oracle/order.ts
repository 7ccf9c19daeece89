/** Random ORDER BY with LIMIT or OFFSET: by all columns, so that only equal rows are ties. */
import type { Sql } from './expressions.ts'
import type { Making } from './making.ts'
import { listed } from './model.ts'

const DIRECTIONS = ['', ' ASC', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST']

/** The first rows of a query whose columns are called so. */
export function firstRows(making: Making, columns: readonly string[]): { sql: Sql; limit: number | null } {
  const { random } = making
  making.forms.add('first rows')
  const limit = random.chance(0.85) ? random.between(1, 4) : null
  const offset = limit === null || random.chance(0.3) ? ` OFFSET ${random.between(0, 2)}` : ''
  const sql = [
    orderBy(making, random.shuffled(columns)),
    `${limit === null ? '' : ` LIMIT ${limit}`}${offset}`,
  ]
  return { sql, limit }
}

export function orderBy({ random }: Making, columns: readonly string[]): Sql {
  return ['ORDER BY ', listed(columns.map(column => column + random.pick(DIRECTIONS)))]
}
