/** Random FROM clauses: relations and queries, joined in every way there is. */
import { AGGREGATED, anyAggregate, resultType } from './aggregates.ts'
import { ExpressionMaker, literal, type Sql, valueOf } from './expressions.ts'
import type { Form } from './forms.ts'
import { idOf } from './generate-history.ts'
import type { Making } from './making.ts'
import { listed, selectSql } from './model.ts'
import type { ColumnType } from './program.ts'
import { makeQuery } from './query-maker.ts'
import {
  coversKey,
  joinPairs,
  type OuterColumn,
  type Pairs,
  type Relation,
  scoped,
  type Used,
} from './relations.ts'
import { SubqueryMaker } from './subquery-maker.ts'

/** Joins that would have more rows than about so many are not made. */
const ROWS = 60
const KINDS: readonly (readonly [string, Form])[] = [
  ['JOIN', 'inner join'],
  ['INNER JOIN', 'inner join'],
  ['LEFT JOIN', 'left join'],
  ['LEFT OUTER JOIN', 'left join'],
  ['RIGHT JOIN', 'right join'],
  ['FULL JOIN', 'full join'],
]
/** PostgreSQL has no full join without an equality. */
const PARTIAL = KINDS.filter(([, form]) => form !== 'full join')

export class FromMaker {
  readonly #making: Making
  readonly #depth: number
  readonly #used: Used[] = []
  readonly #joins: Sql[] = []
  /** Results of aggregate joins, and columns that USING makes of two. */
  readonly #extra: OuterColumn[] = []
  /** Columns of USING go by their bare names: no other relation may have a column called so. */
  readonly #taken = new Set<string>()
  #from: Sql = ''
  #size = 1

  /** `depth`: how deep the queries in it may be nested. */
  constructor(making: Making, depth: number) {
    this.#making = making
    this.#depth = depth
  }

  get used(): readonly Used[] {
    return this.#used
  }
  get joins(): readonly Sql[] {
    return this.#joins
  }
  get extra(): readonly OuterColumn[] {
    return this.#extra
  }
  get from(): Sql {
    return this.#from
  }
  /** About how many rows there are. */
  get size(): number {
    return this.#size
  }

  /** The columns that subqueries can name, whatever the columns of these are called. */
  outer(): OuterColumn[] {
    return this.columns().filter(({ sql }) => !this.#taken.has(sql))
  }

  columns(): OuterColumn[] {
    return [...this.#used.flatMap(scoped), ...this.#extra]
  }

  /** The first relation and at most so many joins. */
  make(joins: number): this {
    const { random } = this.#making
    this.#from = this.#use(this.#first())
    for (let i = random.between(0, joins); i > 0; i--) this.#addAnyJoin()
    return this
  }

  #first(): Relation {
    const { random, relations } = this.#making
    const last = relations.at(-1)!
    if (last.kind !== 'source' && random.chance(0.4)) return last
    return random.chance(0.2) ? this.#query() : random.pick(relations)
  }

  /** A query in parentheses, or VALUES. */
  #query(): Relation {
    const { random, relations } = this.#making
    if (this.#depth <= 0) return random.chance(0.2) ? this.#values() : random.pick(relations)
    return random.chance(0.15) ? this.#values() : derivedTable(this.#making, this.#depth - 1)
  }

  /** Rows that never change; the first column has ids where there are columns with such. */
  #values(): Relation {
    const { random, forms, relations } = this.#making
    forms.add('values')
    const ids = relations.flatMap(({ columns }) => columns).filter(({ domain }) => domain !== null)
    const id = ids.length > 0 ? random.pick(ids) : null
    const other = random.pick(['integer', 'varchar', 'date'] as const)
    const rows = Array.from({ length: random.between(2, 3) }, (_, row): Sql => {
      const first = id === null ? String(row) : literal(id.type, idOf(id.type, random.between(1, 4)))
      const second = row > 0 && random.chance(0.2) ? 'NULL' : literal(other, valueOf(other, random))
      return ['(', first, ', ', second, ')']
    })
    const plain = { typeText: '', canonical: true, domain: null }
    return {
      sql: ['(VALUES ', listed(rows), ')'],
      name: null,
      columns: [
        { ...plain, name: this.#making.column(), type: id?.type ?? 'integer', domain: id?.domain ?? null },
        { ...plain, name: this.#making.column(), type: other },
      ],
      key: [],
      size: rows.length,
      kind: 'query',
      unnamed: true,
    }
  }

  /** The relation under a new alias, its columns under these names if they have to be others; as in FROM. */
  #use(relation: Relation, names?: readonly string[]): Sql {
    const { random } = this.#making
    const alias = this.#making.alias()
    const clash = relation.columns.some(({ name }) => this.#taken.has(name))
    const own = relation.columns.map(({ name }) => name)
    const called = names ?? (clash || random.chance(0.06) ? own.map(() => this.#making.column()) : own)
    const columns = relation.columns.map((column, at) => ({ ...column, name: called[at]! }))
    const key = relation.key.map(name => called[own.indexOf(name)]!)
    this.#used.push({ alias, relation: { ...relation, columns, key } })
    const list = called === own && !relation.unnamed ? '' : ` (${called.join(', ')})`
    return [relation.sql, ` ${alias}${list}`]
  }

  #addAnyJoin(): void {
    const roll = this.#making.random.next()
    if (roll < 0.2) this.#addAggregateJoin()
    else if (roll < 0.3) this.#addUnkeyedJoin()
    else if (roll < 0.42) this.#addLateral()
    else this.#addJoin()
  }

  /** Joins along a key: many to one, or one to many; now and then reference to reference. */
  #addJoin(): void {
    const { random, relations } = this.#making
    const rights = random.chance(0.25) ? [this.#query()] : relations
    const choices = this.#used.flatMap(left =>
      rights.flatMap(right => joinPairs(left, right).map(pairs => ({ left, right, pairs }))),
    )
    if (choices.length === 0) return
    const alongKeys = choices.filter(
      ({ left, right, pairs }) => coversKey(left.relation, pairs, 0) || coversKey(right, pairs, 1),
    )
    const keyed = alongKeys.length > 0 && random.chance(0.92)
    const { left, right, pairs } = random.pick(keyed ? alongKeys : choices)
    const size = keyed ? Math.max(this.#size, right.size) : Math.ceil((this.#size * right.size) / 3)
    if (size > ROWS) return
    this.#size = size
    const [kind, form] = random.pick(KINDS)
    this.#making.forms.add(form)
    if (random.chance(0.25) && this.#addUsing(kind, left, right, pairs)) return
    const relation = this.#use(right)
    const { alias, relation: named } = this.#used.at(-1)!
    const equalities = pairs.map(([mine, theirs]) => {
      const other = named.columns[right.columns.findIndex(({ name }) => name === theirs)]!.name
      const own = random.chance(0.08)
        ? `COALESCE(${left.alias}.${mine}, ${left.alias}.${mine})`
        : `${left.alias}.${mine}`
      return random.chance(0.5) ? `${alias}.${other} = ${own}` : `${own} = ${alias}.${other}`
    })
    this.#joins.push([`${kind} `, relation, ` ON ${equalities.join(' AND ')}`, ...this.#further(form)])
  }

  /** One more condition of a join, over both sides; a subquery in that of an outer join reads no column of them. */
  #further(form: Form): Sql[] {
    const { random, forms } = this.#making
    if (random.chance(0.75)) return []
    if (this.#depth <= 0 || random.chance(0.6)) return [[' AND ', this.#scope().condition(1)]]
    forms.add('subquery in on')
    const read = form === 'inner join' ? this.outer() : []
    return [[' AND ', new SubqueryMaker(this.#making, read, this.#depth - 1).condition()]]
  }

  /** False where the names of the left columns are not theirs alone. */
  #addUsing(kind: string, left: Used, right: Relation, pairs: Pairs): boolean {
    const mine = pairs.map(([name]) => name)
    const lefts = this.#used.flatMap(({ relation }) => relation.columns.map(({ name }) => name))
    const unique = mine.every(name => lefts.filter(other => other === name).length === 1)
    const theirs = new Set(pairs.map(([, name]) => name))
    if (!unique || Math.min(new Set(mine).size, theirs.size) < pairs.length) return false
    const names = right.columns.map(({ name }) => {
      const pair = pairs.find(([, theirs]) => theirs === name)
      return pair ? pair[0] : this.#making.column()
    })
    this.#joins.push([`${kind} `, this.#use(right, names), ` USING (${mine.join(', ')})`])
    for (const name of mine) {
      const column = left.relation.columns.find(own => own.name === name)!
      this.#extra.push({ sql: name, type: column.type, canonical: column.canonical, domain: column.domain })
      this.#taken.add(name)
    }
    this.#making.forms.add('join using')
    return true
  }

  /** Every row with every row, or those that compare. */
  #addUnkeyedJoin(): void {
    const { random, forms, relations } = this.#making
    const fitting = relations.filter(({ size }) => size * this.#size <= ROWS)
    if (fitting.length === 0) return
    const right = random.pick(fitting)
    this.#size *= right.size
    const before = this.columns()
    const relation = this.#use(right)
    const pairs = before.flatMap(mine =>
      scoped(this.#used.at(-1)!).flatMap(theirs =>
        mine.type === theirs.type ? [[mine, theirs] as const] : [],
      ),
    )
    if (pairs.length === 0 || random.chance(0.4)) {
      forms.add('cross join')
      this.#joins.push(['CROSS JOIN ', relation])
      return
    }
    forms.add('join by inequality')
    const [mine, theirs] = random.pick(pairs)
    const further: Sql[] = random.chance(0.2) ? [[' AND ', this.#scope().condition(1)]] : []
    const [kind, form] = random.pick(PARTIAL)
    forms.add(form)
    const operator = random.pick(['<', '<=', '>', '>=', '<>'])
    this.#joins.push([`${kind} `, relation, ' ON ', mine.sql, ` ${operator} `, theirs.sql, ...further])
  }

  #addLateral(): void {
    const { random, forms } = this.#making
    if (this.#depth <= 0 || this.#size * 2 > ROWS) return
    forms.add('lateral')
    const right = new SubqueryMaker(this.#making, this.outer(), this.#depth - 1).lateral()
    this.#size *= 2
    const relation = this.#use(right)
    this.#joins.push(
      random.pick<() => Sql>([
        () => ['CROSS JOIN LATERAL ', relation],
        () => ['LEFT JOIN LATERAL ', relation, ' ON TRUE'],
        () => [random.pick(['JOIN', 'LEFT JOIN']), ' LATERAL ', relation, ' ON ', this.#scope().condition(1)],
      ])(),
    )
  }

  #addAggregateJoin(): void {
    const { random, relations, forms } = this.#making
    const left = this.#used[0]!
    if (left.relation.key.length === 0) return
    const keys = left.relation.key.map(name => left.relation.columns.find(column => column.name === name)!)
    const bySource = (source: Relation) =>
      keys.map(key =>
        source.columns.find(
          ({ domain, type }) => domain === key.domain && domain !== null && type === key.type,
        ),
      )
    const fitting = relations.filter(source => {
      const columns = bySource(source)
      const all = source.name !== null && columns.every(column => column !== undefined)
      return all && new Set(columns).size === columns.length
    })
    if (fitting.length === 0) return
    const source = random.pick(fitting)
    const by = bySource(source).map(column => column!.name)
    const alias = this.#making.alias('agg')
    const { call, type, canonical } = this.#aggregateOf(source)
    const inner = source.columns.map(({ name, type: own, canonical: exact }) => ({
      sql: name,
      type: own,
      canonical: exact,
    }))
    const where: Sql[] = random.chance(0.4)
      ? [[' WHERE ', new ExpressionMaker(random, inner).condition(1)]]
      : []
    const on = keys.map((key, i) => `${source.name}.${by[i]!} = ${left.alias}.${key.name}`).join(' AND ')
    this.#joins.push([`LEFT JOIN ${call}`, ...where, ` BY ${by.join(', ')}) AS ${alias} ON ${on}`])
    this.#extra.push({ sql: alias, type, canonical, domain: null })
    forms.add('aggregate join')
  }

  /** The open parenthesis and what stands before WHERE. */
  #aggregateOf(source: Relation): { call: string; type: ColumnType; canonical: boolean } {
    const { random } = this.#making
    const aggregate = random.chance(0.2) ? 'COUNT' : anyAggregate(random)
    const columns = source.columns.filter(({ type }) => AGGREGATED[aggregate]!.includes(type))
    const usable = columns.filter(({ canonical }) => canonical || !aggregate.startsWith('M'))
    if (usable.length === 0 || (aggregate === 'COUNT' && random.chance(0.7))) {
      return { call: `COUNT(${source.name}`, type: 'bigint', canonical: true }
    }
    const column = random.pick(usable)
    const type = resultType(aggregate, column.type)
    return { call: `${aggregate}(${source.name}.${column.name}`, type, canonical: type !== 'decimal' }
  }

  #scope(): ExpressionMaker {
    return new ExpressionMaker(this.#making.random, this.columns())
  }
}

/** A query in parentheses that stands for itself. */
export function derivedTable(making: Making, depth: number): Relation {
  const { select, ...known } = makeQuery(making, depth)
  making.forms.add(depth > 0 ? 'derived table' : 'derived table within another')
  return { sql: ['(', selectSql(select), ')'], name: null, kind: 'query', ...known }
}
