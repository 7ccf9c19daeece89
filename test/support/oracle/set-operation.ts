/** Random UNION, INTERSECT and EXCEPT of two or three queries. */
import { ExpressionMaker, type Sql, TYPES } from './expressions.ts'
import type { Form } from './forms.ts'
import { FromMaker } from './from-maker.ts'
import type { Making } from './making.ts'
import { type ModelSelect, selectSql } from './model.ts'
import { firstRows } from './order.ts'
import { type MadeQuery, plainSelect, whereOf } from './query-maker.ts'
import type { OuterColumn, RelationColumn } from './relations.ts'

const OPERATORS: readonly (readonly [string, Form])[] = [
  ['UNION', 'union'],
  ['UNION ALL', 'union all'],
  ['INTERSECT', 'intersect'],
  ['INTERSECT ALL', 'intersect all'],
  ['EXCEPT', 'except'],
  ['EXCEPT ALL', 'except all'],
]

/** A column of the result: of this type, rather of this domain. */
type Wanted = Pick<OuterColumn, 'type' | 'domain'>

export function setOperation(making: Making, depth: number): MadeQuery {
  const { random, forms } = making
  const from = new FromMaker(making, depth).make(1)
  const wanted = wantedColumns(making, from)
  const left = side(making, from, wanted, depth)
  const columns = wanted.map(({ type, domain }, at): RelationColumn => ({
    name: left.items[at]!.alias!,
    type,
    typeText: '',
    domain,
    canonical: true,
  }))
  let size = from.size
  const tail: Sql[] = []
  for (let i = random.chance(0.25) ? 2 : 1; i > 0; i--) {
    const [operator, form] = random.pick(OPERATORS)
    forms.add(form)
    const other = new FromMaker(making, depth).make(depth > 1 ? 1 : 0)
    const right = side(making, other, wanted, depth)
    tail.push([`${operator} `, random.chance(0.1) ? firstOf(making, right) : selectSql(right)])
    if (form === 'union' || form === 'union all') size += other.size
  }
  const first = random.chance(0.2)
    ? firstRows(
        making,
        columns.map(({ name }) => name),
      )
    : null
  if (first !== null) tail.push(first.sql)
  return { select: { ...left, tail }, columns, key: [], size: first?.limit ?? size }
}

/** No decimals: equal ones may have different texts. */
function wantedColumns({ random }: Making, from: FromMaker): Wanted[] {
  const usable = from.columns().filter(({ type }) => type !== 'decimal')
  const picked = random.shuffled(usable).slice(0, random.between(1, 3))
  if (picked.length > 0) return picked
  return [{ type: random.pick(TYPES.filter(type => type !== 'decimal')), domain: null }]
}

function side(making: Making, from: FromMaker, wanted: readonly Wanted[], depth: number): ModelSelect {
  const { random } = making
  const columns = from.columns()
  const scope = new ExpressionMaker(random, columns)
  const items = wanted.map(({ type, domain }) => {
    const ids = columns.filter(column => domain !== null && column.domain === domain && column.type === type)
    const sql =
      ids.length > 0 ? random.pick(ids).sql : random.chance(0.7) ? scope.leaf(type) : scope.make(type, 1)
    return { sql, alias: making.column() }
  })
  return { ...plainSelect(from, items), where: whereOf(making, from, depth) }
}

/** The first rows of a query, in parentheses. */
function firstOf(making: Making, select: ModelSelect): Sql {
  const names = select.items.map(({ alias }) => alias!)
  return ['(', selectSql({ ...select, tail: [firstRows(making, names).sql] }), ')']
}
