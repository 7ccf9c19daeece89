/** The oracle's side: the program's tables and views in PostgreSQL, its answers as JSON texts like matview's. */
import type { Postgres, TextRow } from '../postgres.ts'
import type { OracleProgram } from './program.ts'
import { toPostgres } from './to-postgres.ts'

/** Drops what was there and makes the program's tables and views. */
export async function setUp(postgres: Postgres, program: OracleProgram): Promise<void> {
  await postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await postgres.query(toPostgres(program).join(';\n'))
}

/** The types of a view's columns, in PostgreSQL's words without precision. */
export async function columnTypes(postgres: Postgres, view: string): Promise<string[]> {
  const rows = await postgres.query(
    `SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = '${view}'::regclass AND attnum > 0 ORDER BY attnum`,
  )
  return rows.map(([type]) => type!)
}

/** All rows of a view, each value as the JSON text that matview is to send. */
export async function readView(postgres: Postgres, view: string): Promise<string[][]> {
  const types = await columnTypes(postgres, view)
  return (await postgres.query(`SELECT * FROM ${view}`)).map(row => jsonCells(row, types))
}

export function jsonCells(row: TextRow, types: readonly string[]): string[] {
  return row.map((text, index) => (text === null ? 'null' : jsonCell(text, types[index]!)))
}

function jsonCell(text: string, type: string): string {
  switch (type) {
    case 'boolean':
      return text === 't' ? 'true' : 'false'
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'jsonb':
      return text
    case 'integer[]':
    case 'bigint[]':
    case 'numeric[]':
    case 'character varying[]':
      return arrayToJson(text, type)
    case 'double precision':
      return jsonDouble(text)
    case 'timestamp without time zone':
      return JSON.stringify(text.replace(' ', 'T'))
    case 'timestamp with time zone':
      return JSON.stringify(text.replace(' ', 'T').replace('+00', 'Z'))
    default:
      return JSON.stringify(text)
  }
}

/** PostgreSQL's text of an array of one dimension as JSON. */
export function arrayToJson(text: string, type: string): string {
  const isText = type.startsWith('text') || type.startsWith('character')
  const items = [...text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, quoted, plain]) => {
    if (plain === 'NULL') return 'null'
    return isText ? JSON.stringify(quoted?.replace(/\\(.)/gs, '$1') ?? plain) : plain!
  })
  return `[${items.join(',')}]`
}

/** A zero has no sign. */
export function jsonDouble(text: string): string {
  const number = Number(text)
  return Number.isFinite(number) ? JSON.stringify(number === 0 ? 0 : number) : JSON.stringify(text)
}
