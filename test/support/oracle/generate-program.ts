/** Random programs of the language's subset: tables with keys and references, views over them and over one another. */
import { ExpressionMaker, type ScopedColumn, type Sql, TYPES } from './expressions.ts'
import type { Model, ModelColumn, ModelItem, ModelSource, ModelView } from './model.ts'
import type { ColumnType } from './program.ts'
import type { Random } from './random.ts'

/** A table or view that a FROM clause can name. */
interface Relation {
  readonly name: string
  readonly columns: readonly (ModelColumn & { readonly canonical: boolean })[]
  /** Names of columns that identify a row, if known. */
  readonly key: readonly string[]
  readonly isSource: boolean
}
/** What a view groups by. */
interface Group {
  readonly sql: Sql
  readonly type: ColumnType
  readonly domain: string | null
  readonly canonical: boolean
}
interface Used {
  readonly relation: Relation
  readonly alias: string
}

export function generateProgram(random: Random): Model {
  const sources = generateSources(random)
  const relations: Relation[] = sources.map(asRelation)
  const views: ModelView[] = []
  for (let i = 1; i <= random.between(1, 3); i++) {
    const { view, relation } = new ViewMaker(random, relations, `v${i}`).make()
    views.push(view)
    relations.push(relation)
  }
  return { sources, views }
}

function asRelation({ name, columns, key }: ModelSource): Relation {
  return { name, columns: columns.map(column => ({ ...column, canonical: true })), key, isSource: true }
}

function generateSources(random: Random): ModelSource[] {
  const keys: ModelColumn[] = []
  return Array.from({ length: random.between(2, 4) }, (_, i) => generateSource(random, `t${i + 1}`, keys))
}

/** `keys` collects the single-column keys so far: what a reference can point to. */
function generateSource(random: Random, name: string, keys: ModelColumn[]): ModelSource {
  const stream = keys.length > 0 && random.chance(0.12)
  const key = stream ? [] : keyColumns(random, name, keys)
  const references = Array.from({ length: random.between(stream ? 1 : 0, 2) }, (_, i) =>
    reference(random, `${name}Ref${i + 1}`, keys),
  )
  const own = Array.from({ length: random.between(1, 3) }, (_, i) =>
    plainColumn(`${name}${'ABC'[i]!}`, random.pick(TYPES), random),
  )
  const keyFormat = key.length === 1 ? keyFormatOf(random, key[0]!) : random.pick(['JSON', 'RAW'] as const)
  return {
    name,
    kind: stream ? 'stream' : 'table',
    keyFormat: stream ? 'RAW' : keyFormat,
    columns: random.shuffled([...key, ...references.filter(column => column !== null), ...own]),
    key: key.map(column => column.name),
  }
}

function keyColumns(random: Random, name: string, keys: ModelColumn[]): ModelColumn[] {
  const type = random.pick(['varchar', 'varchar', 'integer', 'bigint'] as const)
  const id: ModelColumn = { name: `${name}Id`, type, typeText: type.toUpperCase(), domain: name }
  const second = random.chance(0.25)
    ? (reference(random, `${name}Key`, keys) ?? plainKey(random, name))
    : null
  if (second === null) keys.push(id)
  return second === null ? [id] : random.shuffled([id, second])
}

function plainKey(random: Random, name: string): ModelColumn {
  const type = random.pick(['date', 'timestamptz', 'integer'] as const)
  return { name: `${name}Key`, type, typeText: type.toUpperCase(), domain: `${name}Key` }
}

/** A column that refers to a key: of the same type and domain. */
function reference(random: Random, name: string, keys: readonly ModelColumn[]): ModelColumn | null {
  return keys.length === 0 ? null : { ...random.pick(keys), name }
}

function keyFormatOf(random: Random, { type }: ModelColumn): ModelSource['keyFormat'] {
  const kafka = type === 'varchar' || type === 'integer' || type === 'bigint'
  return random.pick(kafka ? (['KAFKA', 'JSON', 'RAW'] as const) : (['JSON', 'RAW'] as const))
}

function plainColumn(name: string, type: ColumnType, random: Random): ModelColumn {
  const texts: Partial<Record<ColumnType, readonly string[]>> = {
    decimal: ['DECIMAL(10, 2)', 'DECIMAL(18, 4)', 'NUMERIC(6, 2)'],
    varchar: ['VARCHAR', 'TEXT', 'VARCHAR(40)'],
    timestamptz: ['TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE'],
  }
  return { name, type, typeText: random.pick(texts[type] ?? [type.toUpperCase()]), domain: null }
}

const AGGREGATED: Readonly<Record<string, readonly ColumnType[]>> = {
  SUM: ['integer', 'bigint', 'decimal', 'double'],
  AVG: ['integer', 'bigint', 'decimal', 'double'],
  MIN: TYPES.filter(type => type !== 'boolean'),
  MAX: TYPES.filter(type => type !== 'boolean'),
  COUNT: TYPES,
}

/** The type of an aggregate's result. */
function resultType(aggregate: string, type: ColumnType): ColumnType {
  if (aggregate === 'COUNT') return 'bigint'
  if (aggregate === 'MIN' || aggregate === 'MAX' || type === 'double') return type
  return aggregate === 'SUM' && type === 'integer' ? 'bigint' : 'decimal'
}

/** Makes one view over the relations there are. */
class ViewMaker {
  readonly #random: Random
  readonly #relations: readonly Relation[]
  readonly #name: string
  readonly #used: Used[] = []
  readonly #joins: Sql[] = []
  /** Results of aggregate joins. */
  readonly #extra: ScopedColumn[] = []
  #columnCount = 0

  constructor(random: Random, relations: readonly Relation[], name: string) {
    this.#random = random
    this.#relations = relations
    this.#name = name
  }

  make(): { view: ModelView; relation: Relation } {
    const random = this.#random
    const last = this.#relations.at(-1)!
    const first = !last.isSource && random.chance(0.4) ? last : random.pick(this.#relations)
    this.#use(first)
    for (let i = random.between(0, 3); i > 0; i--) {
      if (random.chance(0.35)) this.#addAggregateJoin()
      else this.#addJoin()
    }
    return random.chance(0.45) ? this.#grouped() : this.#plain()
  }

  #use(relation: Relation): Used {
    const used = { relation, alias: `r${this.#used.length}` }
    this.#used.push(used)
    return used
  }

  #scope(): ExpressionMaker {
    const columns = this.#used.flatMap(scoped)
    return new ExpressionMaker(this.#random, [...columns, ...this.#extra])
  }

  /** Joins along a key: many to one, or one to many; now and then reference to reference. */
  #addJoin(): void {
    const random = this.#random
    const choices = this.#used.flatMap(left =>
      this.#relations.flatMap(right => joinPairs(left, right).map(pairs => ({ left, right, pairs }))),
    )
    if (choices.length === 0) return
    const alongKeys = choices.filter(
      ({ left, right, pairs }) => coversKey(left.relation, pairs, 0) || coversKey(right, pairs, 1),
    )
    const pool = alongKeys.length > 0 && random.chance(0.92) ? alongKeys : choices
    const { left, right, pairs } = random.pick(pool)
    const before = this.#scope()
    const { alias } = this.#use(right)
    const equalities = pairs.map(([mine, theirs]) => {
      const own = random.chance(0.08)
        ? `COALESCE(${left.alias}.${mine}, ${left.alias}.${mine})`
        : `${left.alias}.${mine}`
      return random.chance(0.5) ? `${alias}.${theirs} = ${own}` : `${own} = ${alias}.${theirs}`
    })
    const kind = random.pick(['JOIN', 'INNER JOIN', 'LEFT JOIN', 'LEFT OUTER JOIN'])
    const further = random.chance(0.2) ? [' AND ', this.#onCondition(before, right, alias, kind)] : []
    this.#joins.push([`${kind} ${right.name} ${alias} ON ${equalities.join(' AND ')}`, ...further])
  }

  /** A further condition in ON: on one side only for a LEFT JOIN. */
  #onCondition(left: ExpressionMaker, right: Relation, alias: string, kind: string): Sql {
    const random = this.#random
    if (!kind.startsWith('LEFT')) return this.#scope().condition(1)
    return random.chance(0.5)
      ? left.condition(1)
      : new ExpressionMaker(random, scoped({ relation: right, alias })).condition(1)
  }

  #addAggregateJoin(): void {
    const random = this.#random
    const left = this.#used[0]!
    if (left.relation.key.length === 0) return
    const keys = left.relation.key.map(name => left.relation.columns.find(column => column.name === name)!)
    const bySource = (source: Relation) =>
      keys.map(key =>
        source.columns.find(
          ({ domain, type }) => domain === key.domain && domain !== null && type === key.type,
        ),
      )
    const fitting = this.#relations.filter(source => {
      const columns = bySource(source)
      return columns.every(column => column !== undefined) && new Set(columns).size === columns.length
    })
    if (fitting.length === 0) return
    const source = random.pick(fitting)
    const by = bySource(source).map(column => column!.name)
    const alias = `agg${this.#extra.length + 1}`
    const { call, type, canonical } = this.#aggregateOf(source)
    const inner = source.columns.map(({ name, type: own, canonical: exact }) => ({
      sql: name,
      type: own,
      canonical: exact,
    }))
    const where = random.chance(0.4) ? [' WHERE ', new ExpressionMaker(random, inner).condition(1)] : []
    const plainKey = left.relation.isSource && this.#joins.length === 0 && random.chance(0.6)
    const on = plainKey
      ? ''
      : ` ON ${keys.map((key, i) => `${source.name}.${by[i]!} = ${left.alias}.${key.name}`).join(' AND ')}`
    this.#joins.push([`LEFT JOIN ${call}`, ...where, ` BY ${by.join(', ')}) AS ${alias}${on}`])
    this.#extra.push({ sql: alias, type, canonical })
  }

  /** The open parenthesis and what stands before WHERE. */
  #aggregateOf(source: Relation): { call: string; type: ColumnType; canonical: boolean } {
    const random = this.#random
    const aggregate = random.pick(['COUNT', 'COUNT', 'SUM', 'AVG', 'MIN', 'MAX'])
    const columns = source.columns.filter(({ type }) => AGGREGATED[aggregate]!.includes(type))
    const usable = columns.filter(({ canonical }) => canonical || !aggregate.startsWith('M'))
    if (usable.length === 0 || (aggregate === 'COUNT' && random.chance(0.7))) {
      return { call: `COUNT(${source.name}`, type: 'bigint', canonical: true }
    }
    const column = random.pick(usable)
    const type = resultType(aggregate, column.type)
    return { call: `${aggregate}(${source.name}.${column.name}`, type, canonical: type !== 'decimal' }
  }

  #where(): Sql | null {
    return this.#random.chance(0.3) ? this.#scope().condition(2) : null
  }

  #alias(): string {
    return `${this.#name}C${++this.#columnCount}`
  }

  #plain(): { view: ModelView; relation: Relation } {
    const random = this.#random
    const scope = this.#scope()
    const items: ModelItem[] = []
    const columns: Relation['columns'][number][] = []
    const key = new Map<string, string>()
    for (const { relation, alias } of this.#used) {
      if (alias === 'r0' && random.chance(0.15)) {
        items.push({ sql: 'r0.*', alias: null })
        columns.push(...relation.columns)
        for (const name of relation.key) key.set(name, name)
        continue
      }
      for (const column of relation.columns) {
        if (!relation.key.includes(column.name) && !random.chance(0.4)) continue
        const name = this.#alias()
        items.push({ sql: `${alias}.${column.name}`, alias: name })
        columns.push({ ...column, name })
        if (alias === this.#used[0]!.alias) key.set(column.name, name)
      }
    }
    for (let i = random.between(1, 3); i > 0; i--) {
      const type = scope.type(TYPES)
      const name = this.#alias()
      items.push({ sql: scope.make(type, 2), alias: name })
      columns.push({ name, type, typeText: '', domain: null, canonical: type !== 'decimal' })
    }
    for (const { sql, type, canonical } of this.#extra) {
      const name = this.#alias()
      items.push({ sql, alias: name })
      columns.push({ name, type, typeText: '', domain: null, canonical })
    }
    const [first, ...others] = this.#used
    const kept = others.length > 0 ? [] : first!.relation.key.map(name => key.get(name)!)
    return { view: this.#view(items, [], null), relation: this.#relation(columns, kept) }
  }

  #grouped(): { view: ModelView; relation: Relation } {
    const random = this.#random
    const scope = this.#scope()
    const groups = this.#groups(scope)
    const items: ModelItem[] = []
    const columns: Relation['columns'][number][] = []
    const add = (sql: Sql, column: Omit<Relation['columns'][number], 'name' | 'typeText'>) => {
      const name = this.#alias()
      items.push({ sql, alias: name })
      columns.push({ ...column, typeText: '', name })
    }
    for (const group of groups) add(group.sql, group)
    const key = columns.map(({ name }) => name)
    for (let i = random.between(1, 3); i > 0; i--) {
      const { sql, type } = this.#call(scope)
      add(sql, { type, domain: null, canonical: type !== 'decimal' })
    }
    if (random.chance(0.3)) {
      const { sql } = this.#call(scope, 'integer')
      add(['CASE WHEN ', sql, " > 1 THEN 'many' ELSE 'few' END"], {
        type: 'varchar',
        domain: null,
        canonical: true,
      })
    }
    const having = random.chance(0.3) ? this.#having(scope) : null
    return {
      view: this.#view(
        items,
        groups.map(({ sql }) => sql),
        having,
      ),
      relation: this.#relation(columns, key),
    }
  }

  /** What is grouped by: columns mostly, now and then an expression; rarely nothing. */
  #groups(scope: ExpressionMaker): Group[] {
    const random = this.#random
    if (random.chance(0.1)) return []
    const columns = this.#used.flatMap(({ relation, alias }) =>
      relation.columns.map(column => ({ ...column, sql: `${alias}.${column.name}` })),
    )
    const usable = random
      .shuffled(columns.filter(({ canonical }) => canonical))
      .slice(0, random.between(1, 2))
    const groups: Group[] = usable.map(({ sql, type, domain }) => ({
      sql: sql,
      type,
      domain,
      canonical: true,
    }))
    if (random.chance(0.2)) {
      const type = random.pick(['integer', 'varchar', 'boolean', 'date'] as const)
      const column = scope.column(type)
      if (column !== null)
        groups.push({ sql: overColumn(column.sql, type), type, domain: null, canonical: true })
    }
    return groups
  }

  #call(scope: ExpressionMaker, only?: ColumnType): { sql: Sql; type: ColumnType } {
    const random = this.#random
    const aggregate = only
      ? random.pick(['SUM', 'COUNT', 'MAX'])
      : random.pick(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'])
    const filter = random.chance(0.25) ? [' FILTER (WHERE ', scope.condition(1), ')'] : []
    if (aggregate === 'COUNT' && random.chance(0.5)) return { sql: ['COUNT(*)', ...filter], type: 'bigint' }
    const type = only ?? scope.type(AGGREGATED[aggregate]!)
    const extreme = aggregate === 'MIN' || aggregate === 'MAX'
    const argument = extreme && type === 'decimal' ? 'CAST(1.5 AS DECIMAL(10, 2))' : scope.make(type, 1)
    return { sql: [`${aggregate}(`, argument, ')', ...filter], type: resultType(aggregate, type) }
  }

  #having(scope: ExpressionMaker): Sql {
    const { sql } = this.#call(scope, 'integer')
    const test: Sql = ['(', sql, this.#random.pick([' > 1', ' < 3', ' IS NOT NULL', ' <> 2']), ')']
    return this.#random.chance(0.3) ? ['(', test, ' OR ', 'COUNT(*) > 2', ')'] : test
  }

  #view(items: readonly ModelItem[], groupBy: readonly Sql[], having: Sql | null): ModelView {
    const { relation, alias } = this.#used[0]!
    const from = `${relation.name} ${alias}`
    return { name: this.#name, items, from, joins: this.#joins, where: this.#where(), groupBy, having }
  }

  #relation(columns: Relation['columns'], key: readonly string[]): Relation {
    return { name: this.#name, columns, key, isSource: false }
  }
}

function overColumn(sql: string, type: 'integer' | 'varchar' | 'boolean' | 'date'): Sql {
  switch (type) {
    case 'integer':
      return ['(', sql, ' % 3)']
    case 'varchar':
      return ['LEFT(', sql, ', 1)']
    case 'boolean':
      return ['(', sql, ' = TRUE)']
    case 'date':
      return ['(', sql, ' + 1)']
  }
}

function scoped({ relation, alias }: Used): ScopedColumn[] {
  return relation.columns.map(({ name, type, canonical }) => ({ sql: `${alias}.${name}`, type, canonical }))
}

type Pairs = readonly (readonly [mine: string, theirs: string])[]

/** Ways to equate columns of one domain: all key columns of either side, or one pair of references. */
function joinPairs({ relation }: Used, right: Relation): Pairs[] {
  const pairs = relation.columns.flatMap(mine =>
    right.columns.flatMap(theirs =>
      mine.domain !== null && mine.domain === theirs.domain && mine.type === theirs.type
        ? [[mine.name, theirs.name] as const]
        : [],
    ),
  )
  const composite = [right.key, relation.key].flatMap((key, side) => {
    if (key.length < 2) return []
    const own = key.map(name => pairs.find(pair => pair[side === 0 ? 1 : 0] === name))
    return own.every(pair => pair !== undefined) ? [own] : []
  })
  return [...pairs.map(pair => [pair]), ...composite]
}

/** Whether the pairs name all key columns of the left (0) or right (1) side. */
function coversKey({ key }: Relation, pairs: Pairs, side: 0 | 1): boolean {
  return key.length > 0 && key.every(name => pairs.some(pair => pair[side] === name))
}
