/** A random program as data: what it is printed from, and what shrinking takes apart. */
import { printSql, type Sql } from './expressions.ts'
import type { ColumnType } from './program.ts'

export interface ModelColumn {
  readonly name: string
  readonly type: ColumnType
  readonly typeText: string
  /** Columns of one domain hold the same ids: a key, and what refers to it. */
  readonly domain: string | null
}
export interface ModelSource {
  readonly name: string
  readonly kind: 'table' | 'stream'
  readonly keyFormat: 'KAFKA' | 'JSON' | 'RAW'
  readonly columns: readonly ModelColumn[]
  /** Names of the key columns; none for a stream. */
  readonly key: readonly string[]
}
export interface ModelItem {
  readonly sql: Sql
  readonly alias: string | null
}
/** A SELECT in parts. */
export interface ModelSelect {
  /** `name AS (query)` each. */
  readonly with: readonly Sql[]
  /** DISTINCT or DISTINCT ON (…). */
  readonly distinct: Sql | null
  readonly items: readonly ModelItem[]
  readonly from: Sql
  /** Whole join clauses. */
  readonly joins: readonly Sql[]
  readonly where: Sql | null
  readonly groupBy: readonly Sql[]
  readonly having: Sql | null
  /** Set operations with their right sides, then ORDER BY with LIMIT. */
  readonly tail: readonly Sql[]
}
export interface ModelView extends ModelSelect {
  readonly name: string
  /** False for CREATE VIEW, which names a query. */
  readonly stored: boolean
}
export interface Model {
  readonly sources: readonly ModelSource[]
  readonly views: readonly ModelView[]
}

export function printModel({ sources, views }: Model): string {
  return [...sources.map(printSource), ...views.map(printView)].join('\n\n') + '\n'
}

function printSource({ name, kind, keyFormat, columns, key }: ModelSource): string {
  const inline = key.length === 1 ? key[0] : null
  const lines = columns.map(
    column => `  ${column.name} ${column.typeText}${column.name === inline ? ' PRIMARY KEY' : ''}`,
  )
  if (key.length > 1) lines.push(`  PRIMARY KEY (${key.join(', ')})`)
  const properties = `kafka_topic = '${name}', key_format = '${keyFormat}', value_format = 'JSON'`
  return `CREATE ${kind.toUpperCase()} ${name} (\n${lines.join(',\n')}\n) WITH (${properties});`
}

function printView(view: ModelView): string {
  return `CREATE ${view.stored ? 'TABLE' : 'VIEW'} ${view.name} AS\n${printSql(selectSql(view))};`
}

/** The SELECT as text in parts: a clause that can be left out is a part of its own. */
export function selectSql(select: ModelSelect): Sql {
  const columns = select.items.map(({ sql, alias }): Sql => (alias === null ? sql : [sql, ` AS ${alias}`]))
  return [
    ...(select.with.length === 0 ? [] : ['WITH ', listed(select.with), '\n']),
    'SELECT ',
    ...(select.distinct === null ? [] : [[select.distinct, ' ']]),
    listed(columns),
    '\nFROM ',
    select.from,
    ...select.joins.map((join): Sql => ['\n', join]),
    ...(select.where === null ? [] : [['\nWHERE ', select.where]]),
    ...(select.groupBy.length === 0 ? [] : [['\nGROUP BY ', listed(select.groupBy)]]),
    ...(select.having === null ? [] : [['\nHAVING ', select.having]]),
    ...select.tail.map((part): Sql => ['\n', part]),
  ]
}

export function listed(parts: readonly Sql[]): Sql {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [[', ', part]]))
}
