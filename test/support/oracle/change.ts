/** One change of a source, as PostgreSQL statements and as a record of the log. */
import type { NewRecord } from '../../../src/runtime/ports.ts'
import { arrayToJson } from './mirror.ts'
import type { ColumnType, OracleColumn, OracleSource } from './program.ts'

/** A value in PostgreSQL's text form; null is NULL. */
export type Text = string | null

export interface Change {
  readonly source: string
  /** The values of the primary key; for a stream any text, or none. */
  readonly key: readonly string[]
  /** The whole row by position; null deletes it. */
  readonly row: readonly Text[] | null
}

/** Statements that bring the source's table from before to after the change. */
export function toSql(source: OracleSource, { key, row }: Change): string[] {
  const where = source.primaryKey.map((at, index) => `${source.columns[at]!.name} = ${literal(key[index]!)}`)
  const erase = where.length > 0 ? [`DELETE FROM ${source.name} WHERE ${where.join(' AND ')}`] : []
  const insert = row === null ? [] : [`INSERT INTO ${source.name} VALUES (${row.map(literal).join(', ')})`]
  return [...erase, ...insert]
}

function literal(text: Text): string {
  return text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`
}

/** The record of the change: the value holds all columns, but those of the key where the key carries them. */
export function toRecord(source: OracleSource, change: Change): NewRecord {
  const { columns, primaryKey, keyFormat } = source
  const key = keyBytes(source, change.key)
  if (change.row === null) return { key, value: null }
  const carried = keyFormat === 'JSON' ? new Set(primaryKey) : new Set<number>()
  const members = columns.flatMap((column, at) =>
    carried.has(at) ? [] : [`${JSON.stringify(column.name)}:${toJson(column.type, change.row![at]!)}`],
  )
  return { key, value: Buffer.from(`{${members.join(',')}}`) }
}

/** What a JSON record holds for a value: numbers with all their digits, times as ISO 8601. */
function toJson(type: ColumnType, text: Text): string {
  if (text === null) return 'null'
  switch (type) {
    case 'boolean':
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'double':
    case 'jsonb':
      return text
    case 'integer[]':
    case 'text[]':
      return arrayToJson(text, type)
    case 'timestamp':
      return JSON.stringify(text.replace(' ', 'T'))
    case 'timestamptz':
      return JSON.stringify(text.replace(' ', 'T').replace('+00', 'Z'))
    case 'varchar':
    case 'date':
      return JSON.stringify(text)
  }
}

function keyBytes({ columns, primaryKey, keyFormat }: OracleSource, key: readonly string[]): Buffer {
  const parts = primaryKey.map(at => columns[at]!)
  if (keyFormat === 'RAW' || parts.length === 0) return Buffer.from(key.join(':'))
  if (keyFormat === 'KAFKA') return kafkaKey(parts[0]!, key[0]!)
  const members = parts.map(({ name, type }, at) => [JSON.stringify(name), toJson(type, key[at]!)])
  if (members.length === 1) return Buffer.from(members[0]![1]!)
  return Buffer.from(`{${members.map(member => member.join(':')).join(',')}}`)
}

/** As Java's serializers write it. */
function kafkaKey({ type }: OracleColumn, text: string): Buffer {
  const bytes = Buffer.alloc(type === 'integer' ? 4 : 8)
  switch (type) {
    case 'integer':
      bytes.writeInt32BE(Number(text))
      return bytes
    case 'bigint':
      bytes.writeBigInt64BE(BigInt(text))
      return bytes
    case 'double':
      bytes.writeDoubleBE(Number(text))
      return bytes
    default:
      return Buffer.from(text)
  }
}
