/** Random window functions whose values do not depend on how ties stand: ranks, frames of peers, or all columns in ORDER BY. */
import { AGGREGATED, anyAggregate, resultType } from './aggregates.ts'
import type { Sql } from './expressions.ts'
import type { Making } from './making.ts'
import { orderBy } from './order.ts'
import type { ColumnType } from './program.ts'
import type { OuterColumn } from './relations.ts'

export interface WindowItem {
  readonly sql: Sql
  readonly type: ColumnType
  readonly canonical: boolean
}

const RANKS: readonly (readonly [string, ColumnType])[] = [
  ['RANK()', 'bigint'],
  ['DENSE_RANK()', 'bigint'],
  ['PERCENT_RANK()', 'double'],
  ['CUME_DIST()', 'double'],
]
const BOUNDS = ['UNBOUNDED PRECEDING', '2 PRECEDING', '1 PRECEDING', 'CURRENT ROW', '1 FOLLOWING']
const ENDS = ['1 PRECEDING', 'CURRENT ROW', '1 FOLLOWING', '2 FOLLOWING', 'UNBOUNDED FOLLOWING']
const EXCLUDES = ['', '', '', ' EXCLUDE CURRENT ROW', ' EXCLUDE GROUP', ' EXCLUDE TIES']

/** A window function over rows of these columns. */
export function windowFunction(making: Making, columns: readonly OuterColumn[]): WindowItem {
  const { random, forms } = making
  forms.add('window function')
  const shuffled = random.shuffled(columns)
  const partition = shuffled.slice(0, random.chance(0.3) ? 0 : 1)
  const some = random.shuffled(columns).slice(0, random.between(1, 2))
  const isTotal = columns.every(({ canonical }) => canonical) && random.chance(0.7)
  const order = isTotal ? random.shuffled(columns) : some
  const { call, type, canonical, frame } = isTotal
    ? totalCall(making, columns)
    : random.chance(0.5)
      ? rankCall(making)
      : aggregateCall(making, columns, random.pick(['GROUPS', 'RANGE']))
  const over: Sql[] = [
    ...(partition.length === 0 ? [] : [['PARTITION BY ', partition[0]!.sql, ' '] as const]),
    orderBy(
      making,
      order.map(({ sql }) => sql),
    ),
    frame,
  ]
  return { sql: [call, ' OVER (', ...over, ')'], type, canonical }
}

interface Call {
  readonly call: Sql
  readonly type: ColumnType
  readonly canonical: boolean
  readonly frame: string
}

function rankCall({ random }: Making): Call {
  const [call, type] = random.pick(RANKS)
  return { call, type, canonical: true, frame: '' }
}

/** What needs an order without ties. */
function totalCall(making: Making, columns: readonly OuterColumn[]): Call {
  const { random } = making
  const column = random.pick(columns)
  const value = { type: column.type, canonical: column.canonical, frame: '' }
  switch (random.between(0, 5)) {
    case 0:
      return { call: 'ROW_NUMBER()', type: 'bigint', canonical: true, frame: '' }
    case 1:
      return { call: `NTILE(${random.between(1, 4)})`, type: 'integer', canonical: true, frame: '' }
    case 2: {
      const name = random.pick(['LAG', 'LEAD'])
      const distance = random.chance(0.4) ? `, ${random.between(0, 3)}` : ''
      return { ...value, call: [`${name}(`, column.sql, `${distance})`] }
    }
    case 3: {
      const [name, behind] = random.pick([
        ['FIRST_VALUE', ''],
        ['LAST_VALUE', ''],
        ['NTH_VALUE', ', 2'],
      ] as const)
      return { ...value, call: [`${name}(`, column.sql, `${behind})`], frame: frameOf(making, 'ROWS') }
    }
    default:
      return aggregateCall(making, columns, 'ROWS')
  }
}

function aggregateCall(making: Making, columns: readonly OuterColumn[], unit: string): Call {
  const { random } = making
  const frame = frameOf(making, unit)
  const name = anyAggregate(random)
  const usable = columns.filter(
    ({ type, canonical }) => AGGREGATED[name]!.includes(type) && (canonical || !name.startsWith('M')),
  )
  if (usable.length === 0 || name === 'COUNT')
    return { call: 'COUNT(*)', type: 'bigint', canonical: true, frame }
  const column = random.pick(usable)
  const type = resultType(name, column.type)
  return { call: [`${name}(`, column.sql, ')'], type, canonical: type !== 'decimal', frame }
}

/** A frame that PostgreSQL takes: it does not end before it starts; RANGE knows no distance here. */
function frameOf({ random }: Making, unit: string): string {
  if (random.chance(0.3)) return ''
  const usable = (bound: string): boolean => unit !== 'RANGE' || !/^\d/.test(bound)
  const start = random.pick(BOUNDS.filter(usable))
  const startsAt = start === 'UNBOUNDED PRECEDING' ? -Infinity : signed(start)
  const ends = ENDS.filter(usable).filter(end => end === 'UNBOUNDED FOLLOWING' || signed(end) >= startsAt)
  return ` ${unit} BETWEEN ${start} AND ${random.pick(ends)}${random.pick(EXCLUDES)}`
}

/** Where a bound is, in rows from the current one. */
function signed(bound: string): number {
  const distance = Number.parseInt(bound, 10) || 0
  return bound.endsWith('PRECEDING') ? -distance : distance
}
