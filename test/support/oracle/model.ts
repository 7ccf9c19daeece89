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
export interface ModelView {
  readonly name: string
  readonly items: readonly ModelItem[]
  readonly from: string
  /** Whole join clauses. */
  readonly joins: readonly Sql[]
  readonly where: Sql | null
  readonly groupBy: readonly Sql[]
  readonly having: Sql | null
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

function printView({ name, items, from, joins, where, groupBy, having }: ModelView): string {
  const columns = items.map(({ sql, alias }) => `  ${printSql(sql)}${alias === null ? '' : ` AS ${alias}`}`)
  return (
    [
      `CREATE TABLE ${name} AS`,
      `SELECT\n${columns.join(',\n')}`,
      `FROM ${from}`,
      ...joins.map(printSql),
      ...(where === null ? [] : [`WHERE ${printSql(where)}`]),
      ...(groupBy.length === 0 ? [] : [`GROUP BY ${groupBy.map(printSql).join(', ')}`]),
      ...(having === null ? [] : [`HAVING ${printSql(having)}`]),
    ].join('\n') + ';'
  )
}
