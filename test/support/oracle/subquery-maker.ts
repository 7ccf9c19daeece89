/** Random subqueries in expressions and behind LATERAL, most of them correlated to the query around them. */
import { AGGREGATED, resultType } from './aggregates.ts'
import { ExpressionMaker, type Sql, type Subqueries, TYPES } from './expressions.ts'
import { FromMaker } from './from-maker.ts'
import type { Making } from './making.ts'
import { listed } from './model.ts'
import { firstRows } from './order.ts'
import type { ColumnType } from './program.ts'
import type { OuterColumn, Relation, RelationColumn } from './relations.ts'

/** FROM and WHERE of a subquery. */
interface Body {
  readonly sql: Sql
  readonly columns: readonly OuterColumn[]
  readonly correlated: boolean
  readonly size: number
}

export class SubqueryMaker implements Subqueries {
  readonly #making: Making
  readonly #outer: readonly OuterColumn[]
  readonly #depth: number

  /** `outer`: what correlation can name. `depth`: how deep further queries may be nested in the subquery. */
  constructor(making: Making, outer: readonly OuterColumn[], depth: number) {
    this.#making = making
    this.#outer = outer
    this.#depth = depth
  }

  /** An aggregate, or the one column of the first row. */
  value(type: ColumnType): Sql | null {
    const { random, forms } = this.#making
    if (type === 'boolean') return this.condition()
    const body = this.#body()
    const exact = body.columns.filter(column => column.type === type && column.canonical)
    if (exact.length > 0 && random.chance(0.3)) {
      forms.add('first row as a value')
      const { sql } = random.pick(exact)
      const order = random.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])
      return ['(SELECT ', sql, body.sql, `\nORDER BY `, sql, `${order} LIMIT 1)`]
    }
    const call = aggregateOf(this.#making, body.columns, type)
    if (call === null) return null
    forms.add(body.correlated ? 'correlated scalar subquery' : 'scalar subquery')
    const having: Sql[] = random.chance(0.1) ? ['\nHAVING COUNT(*) > 1'] : []
    return ['(SELECT ', call, body.sql, ...having, ')']
  }

  condition(): Sql {
    const { random, forms } = this.#making
    const roll = random.next()
    if (roll < 0.45 || this.#outer.length === 0) {
      const not = random.chance(0.5)
      forms.add(not ? 'not exists' : 'exists')
      return [not ? 'NOT EXISTS (' : 'EXISTS (', 'SELECT 1', this.#body().sql, ')']
    }
    return roll > 0.8 && roll <= 0.9 ? this.#quantified() : this.#in(roll > 0.9)
  }

  /** A column compared by order, or as not equal, with any or all of the rows. */
  #quantified(): Sql {
    const { random, forms } = this.#making
    const { sql, columns } = this.#body()
    const pairs = matching(this.#outer, columns)
    if (pairs.length === 0) return ['EXISTS (SELECT 1', sql, ')']
    const [outer, inner] = random.pick(pairs)
    forms.add('any or all')
    const operator = random.pick(['< ANY', '>= ANY', '<> ANY', '> ALL', '<= ALL', '= ALL'])
    return ['(', outer.sql, ` ${operator} (SELECT `, inner.sql, sql, '))']
  }

  /** One column, or a row of two, among the rows of a query. */
  #in(row: boolean): Sql {
    const { random, forms } = this.#making
    const { sql, columns } = this.#body()
    const pairs = random.shuffled(matching(this.#outer, columns)).slice(0, row ? 2 : 1)
    if (pairs.length === 0) return ['EXISTS (SELECT 1', sql, ')']
    const [operator, form] = random.pick([
      ['IN', 'in'],
      ['NOT IN', 'not in'],
      ...(pairs.length === 1
        ? ([
            ['= ANY', 'in'],
            ['<> ALL', 'not in'],
          ] as const)
        : []),
    ] as const)
    forms.add(form)
    if (pairs.length === 2) forms.add('row in')
    const mine = pairs.map(([outer]) => outer.sql)
    const left: Sql = mine.length === 1 ? mine[0]! : ['(', listed(mine), ')']
    return ['(', left, ` ${operator} (SELECT `, listed(pairs.map(([, inner]) => inner.sql)), sql, '))']
  }

  /** A query for LATERAL: rows, the first of them, one aggregate, or the rows of two queries. */
  lateral(): Relation {
    const { random } = this.#making
    const body = this.#body()
    if (random.chance(0.3)) return this.#lateralAggregate(body)
    const picked = random.shuffled(body.columns.filter(({ canonical }) => canonical)).slice(0, 2)
    if (picked.length === 0) return this.#lateralAggregate(body)
    const columns = picked.map((column): RelationColumn & { sql: Sql } => ({
      ...column,
      name: this.#making.column(),
      typeText: '',
    }))
    const items = listed(columns.map(({ sql, name }): Sql => [sql, ` AS ${name}`]))
    const order = random.chance(0.5)
      ? firstRows(
          this.#making,
          columns.map(({ name }) => name),
        )
      : null
    const more = order === null && random.chance(0.3) ? this.#union(columns) : []
    const tail = order === null ? more : [['\n', order.sql]]
    return {
      sql: ['(SELECT ', items, body.sql, ...tail, ')'],
      name: null,
      columns,
      key: [],
      size: Math.min(body.size, order?.limit ?? body.size),
      kind: 'query',
    }
  }

  #lateralAggregate({ sql, columns }: Body): Relation {
    const count: RelationColumn = {
      name: this.#making.column(),
      type: 'bigint',
      typeText: '',
      domain: null,
      canonical: true,
    }
    const least = this.#making.random.pick(columns.length > 0 ? columns : [null])
    const extreme = least !== null && least.canonical && AGGREGATED.MAX!.includes(least.type) ? least : null
    const second = extreme && { ...extreme, name: this.#making.column(), typeText: '' }
    const item: Sql[] = second === null ? [] : [[', MAX(', second.sql, `) AS ${second.name}`]]
    return {
      sql: [`(SELECT COUNT(*) AS ${count.name}`, ...item, sql, ')'],
      name: null,
      columns: second === null ? [count] : [count, second],
      key: [],
      size: 1,
      kind: 'query',
    }
  }

  #union(columns: readonly RelationColumn[]): Sql[] {
    const { random, forms } = this.#making
    if (columns.some(({ type }) => type === 'decimal')) return []
    const { sql, columns: others } = this.#body()
    const all = random.chance(0.5)
    forms.add(all ? 'union all' : 'union')
    const scope = new ExpressionMaker(random, others)
    const items = columns.map(({ type }): Sql => [scope.leaf(type), ` AS ${this.#making.column()}`])
    return [[`\nUNION ${all ? 'ALL ' : ''}SELECT `, listed(items), sql]]
  }

  #body(): Body {
    const { random, forms } = this.#making
    const from = new FromMaker(this.#making, this.#depth).make(this.#depth > 0 ? 1 : 0)
    const columns = from.columns()
    const correlation = random.chance(0.75) ? this.#correlation(columns) : null
    const where: Sql[] = correlation === null ? [] : [correlation]
    if (random.chance(0.3)) {
      const outer = correlation !== null && random.chance(0.4) ? this.#outer : []
      if (this.#depth > 0 && random.chance(0.5)) {
        forms.add('subquery within another')
        where.push(new SubqueryMaker(this.#making, [...from.outer(), ...outer], this.#depth - 1).condition())
      } else where.push(new ExpressionMaker(random, [...columns, ...outer]).condition(1))
    }
    const clause: Sql[] = where.map((part, at) => [at === 0 ? '\nWHERE ' : ' AND ', part])
    const sql = ['\nFROM ', from.from, ...from.joins.map((join): Sql => ['\n', join]), ...clause]
    return { sql, columns, correlated: correlation !== null, size: from.size }
  }

  /** Rather an equality of ids than of other values, rather equal than greater. */
  #correlation(columns: readonly OuterColumn[]): Sql | null {
    const { random } = this.#making
    const pairs = matching(this.#outer, columns)
    if (pairs.length === 0) return null
    const [outer, inner] = random.pick(pairs)
    const operator = random.chance(0.8) ? '=' : random.pick(['<', '>=', '<>', 'IS NOT DISTINCT FROM'])
    return random.chance(0.5)
      ? ['(', inner.sql, ` ${operator} `, outer.sql, ')']
      : ['(', outer.sql, ` ${operator} `, inner.sql, ')']
  }
}

/** Pairs of columns that can be equal: those of one domain, or of one type where there are none. */
function matching(
  outer: readonly OuterColumn[],
  inner: readonly OuterColumn[],
): (readonly [OuterColumn, OuterColumn])[] {
  const pairs = outer.flatMap(mine =>
    inner.flatMap(theirs => (mine.type === theirs.type ? [[mine, theirs] as const] : [])),
  )
  const ids = pairs.filter(([mine, theirs]) => mine.domain !== null && mine.domain === theirs.domain)
  return ids.length > 0 ? ids : pairs
}

/** An aggregate of this type over columns of the query itself; null where none is exact. */
function aggregateOf(making: Making, columns: readonly OuterColumn[], type: ColumnType): Sql | null {
  const { random } = making
  const calls = Object.entries(AGGREGATED).flatMap(([name, types]) =>
    types.filter(argument => resultType(name, argument) === type).map(argument => [name, argument] as const),
  )
  const usable = calls.filter(([name, argument]) => argument !== 'decimal' || !name.startsWith('M'))
  if (usable.length === 0) return null
  const [name, argument] = random.pick(usable)
  if (name === 'COUNT' && random.chance(0.7)) return 'COUNT(*)'
  const scope = new ExpressionMaker(random, columns)
  return [`${name}(`, scope.make(TYPES.includes(argument) ? argument : type, 1), ')']
}
