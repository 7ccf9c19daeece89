/** What the oracle needs to know of a program: its sources' columns and keys, and the text of its queries. */
import { splitAt, textOf, type Token, tokensOf } from './tokens.ts'

export type ColumnType =
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'decimal'
  | 'varchar'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'integer[]'
  | 'text[]'
  | 'jsonb'

export interface OracleColumn {
  readonly name: string
  readonly type: ColumnType
  /** The type as written, such as `DECIMAL(10, 2)`. */
  readonly typeText: string
}
export interface OracleSource {
  readonly name: string
  readonly kind: 'table' | 'stream'
  readonly topic: string
  readonly keyFormat: 'KAFKA' | 'JSON' | 'RAW'
  readonly columns: readonly OracleColumn[]
  /** Positions in `columns`. */
  readonly primaryKey: readonly number[]
}
export interface OracleView {
  readonly name: string
  readonly query: string
  /** False for CREATE VIEW, which names a query. */
  readonly stored: boolean
}
export interface OracleProgram {
  readonly sources: readonly OracleSource[]
  /** What a view reads stands before it. */
  readonly views: readonly OracleView[]
}

export function readProgram(text: string): OracleProgram {
  const statements = splitAt(tokensOf(text), ';', 0).filter(tokens => tokens.length > 0)
  const isView = (tokens: readonly Token[]) => tokens.some(token => token.text === 'AS' && token.depth === 0)
  return {
    sources: statements.filter(tokens => !isView(tokens)).map(tokens => readSource(text, tokens)),
    views: inOrder(statements.filter(isView).map(tokens => readView(text, tokens))),
  }
}

function readView(text: string, tokens: readonly Token[]): OracleView {
  const query = tokens.slice(tokens.findIndex(token => token.text === 'AS' && token.depth === 0) + 1)
  const end = query.findIndex((token, index) => token.text === 'EMIT' && query[index + 1]?.text === 'CHANGES')
  return {
    name: textOf(text, [tokens[2]!]),
    query: textOf(text, end < 0 ? query : query.slice(0, end)),
    stored: tokens[1]!.text !== 'VIEW',
  }
}

function readSource(text: string, tokens: readonly Token[]): OracleSource {
  const name = textOf(text, [tokens[2]!])
  const close = tokens.findIndex(token => token.text === ')' && token.depth === 0)
  const elements = splitAt(tokens.slice(4, close), ',', 1)
  const properties = readProperties(text, tokens.slice(close + 1))
  const columns = elements
    .filter(([first]) => first!.text !== 'PRIMARY')
    .map(element => readColumn(text, element))
  return {
    name,
    kind: tokens[1]!.text === 'STREAM' ? 'stream' : 'table',
    topic: properties.get('KAFKA_TOPIC') ?? name,
    keyFormat: (properties.get('KEY_FORMAT') ?? 'KAFKA') as OracleSource['keyFormat'],
    columns,
    primaryKey: keyNames(text, elements).map(key => columns.findIndex(column => column.name === key)),
  }
}

function keyNames(text: string, elements: readonly Token[][]): string[] {
  const constraint = elements.find(([first]) => first!.text === 'PRIMARY')
  if (constraint) return splitAt(constraint.slice(3, -1), ',', 2).map(part => textOf(text, part))
  return elements
    .filter(part => part.some(({ text: word }) => word === 'PRIMARY'))
    .map(([first]) => textOf(text, [first!]))
}

function readColumn(text: string, [name, ...rest]: readonly Token[]): OracleColumn {
  const end = rest.findIndex(token => token.text === 'PRIMARY')
  const type = end < 0 ? rest : rest.slice(0, end)
  const words = type.map(token => token.text).join(' ')
  return { name: textOf(text, [name!]), type: columnType(words), typeText: textOf(text, type) }
}

function columnType(words: string): ColumnType {
  if (words === 'TIMESTAMPTZ' || words === 'TIMESTAMP WITH TIME ZONE') return 'timestamptz'
  if (words === 'INTEGER [ ]') return 'integer[]'
  if (words === 'TEXT [ ]') return 'text[]'
  const [first] = words.split(' ')
  const names: Readonly<Record<string, ColumnType>> = {
    BOOLEAN: 'boolean',
    INTEGER: 'integer',
    INT: 'integer',
    BIGINT: 'bigint',
    DOUBLE: 'double',
    DECIMAL: 'decimal',
    NUMERIC: 'decimal',
    VARCHAR: 'varchar',
    TEXT: 'varchar',
    DATE: 'date',
    TIMESTAMP: 'timestamp',
    JSONB: 'jsonb',
  }
  const type = names[first!]
  if (type === undefined) throw new Error(`the oracle does not know the type ${words}`)
  return type
}

function readProperties(text: string, tokens: readonly Token[]): Map<string, string> {
  const parts = splitAt(tokens.slice(2, -1), ',', 1).filter(part => part.length === 3)
  return new Map(parts.map(([name, , value]) => [name!.text, textOf(text, [value!]).slice(1, -1)]))
}

/** Views in an order in which each stands behind those it mentions. */
function inOrder(views: readonly OracleView[]): OracleView[] {
  const done: OracleView[] = []
  const mentions = (view: OracleView, other: OracleView) => view !== other && reads(view, other.name)
  while (done.length < views.length) {
    const waiting = views.filter(view => !done.includes(view))
    const next = waiting.find(view => !waiting.some(other => mentions(view, other)))
    if (next === undefined) throw new Error('the views go in a circle')
    done.push(next)
  }
  return done
}

/** Whether the name stands where a relation does: behind FROM or JOIN, or first inside an aggregate join. */
function reads({ query }: OracleView, name: string): boolean {
  const tokens = tokensOf(query)
  return tokens.some(({ text }, at) => {
    const before = tokens[at - 1]?.text
    const named =
      before === 'FROM' ||
      before === 'JOIN' ||
      before === ',' ||
      (before === '(' && tokens[at - 3]?.text === 'JOIN')
    return named && text === name.toUpperCase()
  })
}
