/** Random queries: rows, groups, set operations, each with the clauses that can go with it. */
import { AGGREGATED, anyAggregate, resultType } from './aggregates.ts'
import { ExpressionMaker, type Sql, TYPES } from './expressions.ts'
import { FromMaker } from './from-maker.ts'
import type { Making } from './making.ts'
import { listed, type ModelItem, type ModelSelect, selectSql } from './model.ts'
import { firstRows, orderBy } from './order.ts'
import type { ColumnType } from './program.ts'
import type { OuterColumn, Relation, RelationColumn } from './relations.ts'
import { setOperation } from './set-operation.ts'
import { SubqueryMaker } from './subquery-maker.ts'
import { windowFunction } from './window-maker.ts'

/** A query and what is known of its rows. */
export interface MadeQuery {
  readonly select: ModelSelect
  readonly columns: readonly RelationColumn[]
  /** Names of columns that identify a row, if known. */
  readonly key: readonly string[]
  readonly size: number
}

/** `depth`: how deep queries may be nested in it. */
export function makeQuery(making: Making, depth: number): MadeQuery {
  const { random } = making
  if (depth === 0 || random.chance(0.85)) return queryBody(making, depth)
  making.forms.add('with')
  const name = making.alias('w')
  const { select, ...known } = makeQuery(making, depth - 1)
  const table: Relation = { sql: name, name: null, kind: 'query', ...known }
  const query = making.knowing([table], () => queryBody(making, depth))
  return { ...query, select: { ...query.select, with: [[name, ' AS (', selectSql(select), ')']] } }
}

function queryBody(making: Making, depth: number): MadeQuery {
  const { random } = making
  if (random.chance(0.2)) return setOperation(making, depth)
  const from = new FromMaker(making, depth).make(depth > 1 ? 3 : 1)
  if (from.used.some(({ relation }) => relation.kind === 'view')) making.forms.add('view of a view')
  return random.chance(0.35) ? new GroupMaker(making, from, depth).make() : rows(making, from, depth)
}

/** The WHERE of a query, with subqueries where they may be nested. */
export function whereOf(making: Making, from: FromMaker, depth: number): Sql | null {
  if (!making.random.chance(depth > 1 ? 0.35 : 0.2)) return null
  return expressions(making, from, depth).condition(depth > 1 ? 2 : 1)
}

function expressions(making: Making, from: FromMaker, depth: number): ExpressionMaker {
  const subqueries = depth > 0 ? new SubqueryMaker(making, from.outer(), depth - 1) : null
  return new ExpressionMaker(making.random, from.columns(), subqueries)
}

/** Rows as they are: all of them, each once, the first in some order. */
function rows(making: Making, from: FromMaker, depth: number): MadeQuery {
  const { random, forms } = making
  const roll = random.next()
  const which = roll < 0.12 ? 'distinct' : roll < 0.22 ? 'distinct on' : roll < 0.34 ? 'first rows' : 'all'
  const { items, columns, key } = rowItems(making, from, depth, which !== 'all')
  const select = { ...plainSelect(from, items), where: whereOf(making, from, depth) }
  const query = { select, columns, key, size: from.size }
  const names = columns.map(({ name }) => name)
  switch (which) {
    case 'all':
      return query
    case 'distinct':
      forms.add('distinct')
      return { ...query, select: { ...select, distinct: 'DISTINCT' } }
    case 'distinct on': {
      forms.add('distinct on')
      const first = random.shuffled(names).slice(0, random.between(1, 2))
      const others = random.shuffled(names.filter(name => !first.includes(name)))
      const order = orderBy(making, [...first, ...others])
      const limit = random.chance(0.2) ? ` LIMIT ${random.between(1, 3)}` : ''
      return {
        ...query,
        select: { ...select, distinct: ['DISTINCT ON (', listed(first), ')'], tail: [[order, limit]] },
      }
    }
    case 'first rows': {
      const order = firstRows(making, names)
      return { ...query, select: { ...select, tail: [order.sql] }, size: order.limit ?? from.size }
    }
  }
}

/** A SELECT without further clauses. */
export function plainSelect(from: FromMaker, items: readonly ModelItem[]): ModelSelect {
  const none = { with: [], distinct: null, where: null, groupBy: [], having: null, tail: [] }
  return { ...none, items, from: from.from, joins: from.joins }
}

type Items = Pick<MadeQuery, 'columns' | 'key'> & { readonly items: readonly ModelItem[] }

/** Columns of what is joined, and expressions; `exact`: only those whose equal values have one text. */
function rowItems(making: Making, from: FromMaker, depth: number, exact: boolean): Items {
  const { random } = making
  const items: ModelItem[] = []
  const columns: RelationColumn[] = []
  const key = new Map<string, string>()
  const add = (sql: Sql, column: Omit<RelationColumn, 'name' | 'typeText'>): string | null => {
    if (exact && !column.canonical) return null
    const name = making.column()
    items.push({ sql, alias: name })
    columns.push({ ...column, typeText: '', name })
    return name
  }
  const [first, ...others] = from.used
  for (const used of from.used) {
    const { relation, alias } = used
    if (used === first && !exact && random.chance(0.15)) {
      items.push({ sql: `${alias}.*`, alias: null })
      columns.push(...relation.columns)
      for (const name of relation.key) key.set(name, name)
      continue
    }
    for (const column of relation.columns) {
      if (!relation.key.includes(column.name) && !random.chance(exact ? 0.3 : 0.4)) continue
      const name = add(`${alias}.${column.name}`, column)
      if (used === first && name !== null) key.set(column.name, name)
    }
  }
  const scope = expressions(making, from, depth)
  for (let i = random.between(1, depth > 1 ? 3 : 1); i > 0; i--) {
    const type = scope.type(exact ? TYPES.filter(name => name !== 'decimal') : TYPES)
    add(scope.make(type, 2), { type, domain: null, canonical: type !== 'decimal' })
  }
  if (random.chance(0.2)) {
    const { sql, ...made } = windowFunction(making, from.columns())
    add(sql, { ...made, domain: null })
  }
  for (const column of from.extra) add(column.sql, column)
  const kept = others.length > 0 ? [] : first!.relation.key.flatMap(name => key.get(name) ?? [])
  return { items, columns, key: kept.length === first!.relation.key.length ? kept : [] }
}

/** What a query groups by. */
interface Group extends OuterColumn {
  /** Whether subqueries can name it. */
  readonly isNamed: boolean
}

class GroupMaker {
  readonly #making: Making
  readonly #from: FromMaker
  readonly #depth: number
  readonly #items: ModelItem[] = []
  readonly #columns: RelationColumn[] = []

  constructor(making: Making, from: FromMaker, depth: number) {
    this.#making = making
    this.#from = from
    this.#depth = depth
  }

  make(): MadeQuery {
    const { random, forms } = this.#making
    const scope = expressions(this.#making, this.#from, this.#depth)
    const groups = this.#groups(scope)
    forms.add('group by')
    for (const group of groups) this.#add(group.sql, group)
    const inSets = groups.length > 0 && random.chance(0.2) ? this.#sets(groups) : null
    const key = inSets === null ? this.#columns.map(({ name }) => name) : []
    for (let i = random.between(1, 3); i > 0; i--) {
      const { sql, type } = this.#call(scope)
      this.#add(sql, { type, domain: null, canonical: type !== 'decimal' })
    }
    if (random.chance(0.3)) {
      const { sql } = this.#call(scope, 'integer')
      const words: Sql = ['CASE WHEN ', sql, " > 1 THEN 'many' ELSE 'few' END"]
      this.#add(words, { type: 'varchar', domain: null, canonical: true })
    }
    const subqueries = this.#subqueries(groups)
    const value = subqueries !== null && random.chance(0.25) ? subqueries.value('bigint') : null
    if (value !== null) this.#add(value, { type: 'bigint', domain: null, canonical: true })
    const having = random.chance(0.3) ? this.#having(scope, subqueries) : null
    const first = random.chance(0.15)
      ? firstRows(
          this.#making,
          this.#columns.map(({ name }) => name),
        )
      : null
    const select = {
      ...plainSelect(this.#from, this.#items),
      where: whereOf(this.#making, this.#from, this.#depth),
      groupBy: inSets ?? groups.map(({ sql }) => sql),
      having,
      tail: first === null ? [] : [first.sql],
    }
    return {
      select,
      columns: this.#columns,
      key,
      size: first?.limit ?? (inSets === null ? Math.min(8, this.#from.size) : 12),
    }
  }

  #add(sql: Sql, column: Omit<RelationColumn, 'name' | 'typeText'>): void {
    const name = this.#making.column()
    this.#items.push({ sql, alias: name })
    const { type, domain, canonical } = column
    this.#columns.push({ type, domain, canonical, typeText: '', name })
  }

  /** Subqueries beside aggregates see the columns that are grouped by. */
  #subqueries(groups: readonly Group[]): SubqueryMaker | null {
    if (this.#depth === 0) return null
    return new SubqueryMaker(
      this.#making,
      groups.filter(({ isNamed }) => isNamed),
      this.#depth - 1,
    )
  }

  /** What is grouped by: columns mostly, now and then an expression; rarely nothing. */
  #groups(scope: ExpressionMaker): Group[] {
    const { random } = this.#making
    if (random.chance(0.1)) return []
    const columns = this.#from.columns().filter(({ canonical }) => canonical)
    const outer = new Set(this.#from.outer().map(({ sql }) => sql))
    const groups: Group[] = random
      .shuffled(columns)
      .slice(0, random.between(1, 2))
      .map(column => ({ ...column, isNamed: outer.has(column.sql) }))
    if (random.chance(0.2)) {
      const type = random.pick(['integer', 'varchar', 'boolean', 'date'] as const)
      const column = scope.column(type)
      const plain = { type, domain: null, canonical: true, isNamed: false }
      if (column !== null) groups.push({ ...plain, sql: overColumn(column.sql, type) })
    }
    return groups
  }

  /** The groups in several sets, and now and then a column that tells them apart. */
  #sets(groups: readonly Group[]): Sql[] {
    const { random, forms } = this.#making
    forms.add('grouping sets')
    const names = groups.map(({ sql }) => sql)
    if (random.chance(0.6))
      this.#add(['GROUPING(', listed(random.shuffled(names)), ')'], {
        type: 'integer',
        domain: null,
        canonical: true,
      })
    const [first, ...others] = names
    return random.pick<() => Sql[]>([
      () => [['ROLLUP (', listed(names), ')']],
      () => [['CUBE (', listed(names), ')']],
      () => [first!, ...(others.length > 0 ? [['ROLLUP (', listed(others), ')'] as Sql] : [])],
      () => [['GROUPING SETS ((', listed(names), '), (', first!, '), ())']],
      () => [['GROUPING SETS ((), (', first!, '), ())']],
    ])()
  }

  #call(scope: ExpressionMaker, only?: ColumnType): { sql: Sql; type: ColumnType } {
    const { random } = this.#making
    const aggregate = only ? random.pick(['SUM', 'COUNT', 'MAX']) : anyAggregate(random)
    const filter: Sql[] = random.chance(0.25) ? [[' FILTER (WHERE ', scope.condition(1), ')']] : []
    if (!only && random.chance(0.2)) return this.#inOrder(scope, filter)
    if (aggregate === 'COUNT' && random.chance(0.5)) return { sql: ['COUNT(*)', ...filter], type: 'bigint' }
    const type = only ?? scope.type(AGGREGATED[aggregate]!)
    const extreme = aggregate === 'MIN' || aggregate === 'MAX'
    const argument = extreme && type === 'decimal' ? 'CAST(1.5 AS DECIMAL(10, 2))' : scope.make(type, 1)
    // Of equal decimals in different forms PostgreSQL keeps any.
    const distinct = type !== 'decimal' && random.chance(0.1) ? 'DISTINCT ' : ''
    return { sql: [`${aggregate}(${distinct}`, argument, ')', ...filter], type: resultType(aggregate, type) }
  }

  /** An aggregate of values in order; what the order does not tell apart looks the same. */
  #inOrder(scope: ExpressionMaker, filter: readonly Sql[]): { sql: Sql; type: ColumnType } {
    const { random, forms } = this.#making
    forms.add('values in order')
    const direction = random.pick(['', ' DESC'])
    const fraction = random.pick(['0', '0.25', '0.5', '0.9', '1'])
    const within = (type: ColumnType): Sql => [
      ') WITHIN GROUP (ORDER BY ',
      scope.make(type, 1),
      `${direction})`,
      ...filter,
    ]
    const type = scope.type(['integer', 'bigint', 'double', 'varchar', 'date'])
    return random.pick<() => { sql: Sql; type: ColumnType }>([
      () => ({ sql: [`PERCENTILE_CONT(${fraction}`, within('integer')], type: 'double' }),
      () => ({ sql: [`PERCENTILE_DISC(${fraction}`, within(type)], type }),
      () => ({ sql: ['MODE(', within(type)], type }),
      () => {
        const list = random.pick(['ARRAY_AGG', 'JSONB_AGG'])
        const value = scope.leaf(random.pick(['integer', 'varchar'] as const))
        const distinct = random.chance(0.3) ? 'DISTINCT ' : ''
        const call = [`${list}(${distinct}`, value, ' ORDER BY ', value, `${direction})`, ...filter]
        return { sql: ['CAST(', call, ' AS VARCHAR)'], type: 'varchar' }
      },
      () => {
        const text = scope.leaf('varchar')
        const distinct = random.chance(0.3) ? 'DISTINCT ' : ''
        return {
          sql: [`STRING_AGG(${distinct}`, text, ", '-' ORDER BY ", text, `${direction})`, ...filter],
          type: 'varchar',
        }
      },
    ])()
  }

  #having(scope: ExpressionMaker, subqueries: SubqueryMaker | null): Sql {
    const { random, forms } = this.#making
    if (subqueries !== null && random.chance(0.4)) {
      forms.add('subquery in having')
      const value = subqueries.value('bigint')
      return value === null || random.chance(0.3) ? subqueries.condition() : ['(COUNT(*) >= ', value, ')']
    }
    const { sql } = this.#call(scope, 'integer')
    const test: Sql = ['(', sql, random.pick([' > 1', ' < 3', ' IS NOT NULL', ' <> 2']), ')']
    return random.chance(0.3) ? ['(', test, ' OR ', 'COUNT(*) > 2', ')'] : test
  }
}

function overColumn(sql: string, type: 'integer' | 'varchar' | 'boolean' | 'date'): string {
  switch (type) {
    case 'integer':
      return `(${sql} % 3)`
    case 'varchar':
      return `LEFT(${sql}, 1)`
    case 'boolean':
      return `(${sql} = TRUE)`
    case 'date':
      return `(${sql} + 1)`
  }
}
