/**
 * A program in PostgreSQL's words: sources become tables, views become views. The queries stay as they are written, but
 * for `LEFT JOIN agg(source [WHERE p] BY columns) AS name [ON condition]`, which becomes the scalar subquery it means.
 */
import type { OracleProgram, OracleSource } from './program.ts'
import { splitAt, textOf, type Token, tokensOf } from './tokens.ts'

/** The statements that make the program's tables and views, in order. */
export function toPostgres(program: OracleProgram): string[] {
  return [
    ...program.sources.map(createTable),
    ...program.views.map(
      ({ name, query }) => `CREATE VIEW ${name} AS ${translateQuery(query, program.sources)}`,
    ),
  ]
}

function createTable({ name, columns, primaryKey }: OracleSource): string {
  const defined = columns.map(column => `${column.name} ${translateTypes(column.typeText)}`)
  const key =
    primaryKey.length > 0 ? [`PRIMARY KEY (${primaryKey.map(at => columns[at]!.name).join(', ')})`] : []
  return `CREATE TABLE ${name} (${[...defined, ...key].join(', ')})`
}

/** DOUBLE is DOUBLE PRECISION in PostgreSQL. */
function translateTypes(sql: string): string {
  const tokens = tokensOf(sql)
  const doubles = tokens.filter(({ text }, at) => text === 'DOUBLE' && tokens[at + 1]?.text !== 'PRECISION')
  return doubles.reduceRight(
    (result, { end }) => `${result.slice(0, end)} PRECISION${result.slice(end)}`,
    sql,
  )
}

/** The query with every aggregate join replaced. `sources` say which key a join without ON means. */
export function translateQuery(query: string, sources: readonly OracleSource[]): string {
  const tokens = tokensOf(query)
  let result = ''
  let copied = 0
  for (let at = 0; at < tokens.length; at++) {
    const length = headLength(tokens, at)
    if (length === 0) continue
    const join = readJoin(query, tokens, at + length)
    result += query.slice(copied, tokens[at]!.start) + lateral(join, () => leftKey(query, tokens, sources))
    copied = join.end
  }
  return translateTypes(result + query.slice(copied))
}

/** Tokens of `LEFT [OUTER] JOIN` if `agg (` follows; 0 otherwise. */
function headLength(tokens: readonly Token[], at: number): number {
  if (tokens[at]!.text !== 'LEFT') return 0
  const length = tokens[at + 1]?.text === 'OUTER' ? 3 : 2
  const isJoin = tokens[at + length - 1]?.text === 'JOIN' && tokens[at + length + 1]?.text === '('
  if (['LATERAL', 'UNNEST'].includes(tokens[at + length]?.text ?? '')) return 0
  return isJoin ? length : 0
}

interface AggregateJoin {
  readonly aggregate: string
  readonly source: string
  readonly column: string | null
  readonly where: string | null
  readonly by: readonly string[]
  readonly name: string
  readonly on: string | null
  /** Offset in the query behind the join. */
  readonly end: number
}

/** Reads from the aggregate's name on. */
function readJoin(query: string, tokens: readonly Token[], at: number): AggregateJoin {
  const depth = tokens[at]!.depth
  const close = tokens.findIndex(
    (token, index) => index > at + 1 && token.text === ')' && token.depth === depth,
  )
  const [before, by] = splitAt(tokens.slice(at + 2, close), 'BY', depth + 1)
  const [what, where] = splitAt(before!, 'WHERE', depth + 1)
  const name = tokens[close + 2]!
  const hasOn = tokens[close + 3]?.text === 'ON'
  const on = hasOn ? condition(tokens, close + 4, depth) : []
  return {
    aggregate: tokens[at]!.text,
    source: textOf(query, [what![0]!]),
    column: what![2] ? textOf(query, [what![2]]) : null,
    where: where ? textOf(query, where) : null,
    by: splitAt(by!, ',', depth + 1).map(part => textOf(query, part)),
    name: textOf(query, [name]),
    on: hasOn ? textOf(query, on) : null,
    end: (on.at(-1) ?? name).end,
  }
}

const CLAUSES = new Set([
  ...[
    'LEFT',
    'RIGHT',
    'FULL',
    'CROSS',
    'INNER',
    'JOIN',
    'WHERE',
    'GROUP',
    'HAVING',
    'ORDER',
    'LIMIT',
    'OFFSET',
  ],
  ...['UNION', 'INTERSECT', 'EXCEPT'],
])

function condition(tokens: readonly Token[], from: number, depth: number): Token[] {
  const rest = tokens.slice(from)
  const end = rest.findIndex(
    token => token.depth < depth || (token.depth === depth && CLAUSES.has(token.text)),
  )
  return end < 0 ? rest : rest.slice(0, end)
}

function lateral(join: AggregateJoin, key: () => readonly string[]): string {
  const { aggregate, source, column, where, by, name } = join
  const argument = column === null ? '*' : `${source}.${column}`
  const on = join.on ?? by.map((own, index) => `${source}.${own} = ${key()[index]!}`).join(' AND ')
  const filter = where === null ? `(${on})` : `(${where}) AND (${on})`
  return `LEFT JOIN LATERAL (SELECT ${aggregate}(${argument}) AS ${name} FROM ${source} WHERE ${filter}) AS ${name} ON TRUE`
}

/** The primary key of the query's first table, under its alias. */
function leftKey(query: string, tokens: readonly Token[], sources: readonly OracleSource[]): string[] {
  const at = tokens.findIndex(token => token.text === 'FROM' && token.depth === 0)
  const table = tokens[at + 1]!
  const source = sources.find(({ name }) => name.toUpperCase() === table.text)
  if (source === undefined) throw new Error(`without ON, the first table must be a source: ${table.text}`)
  const next = tokens[at + 2]?.text === 'AS' ? tokens[at + 3] : tokens[at + 2]
  const alias = next && !CLAUSES.has(next.text) ? next : table
  return source.primaryKey.map(index => `${textOf(query, [alias])}.${source.columns[index]!.name}`)
}
