/**
 * Rows for comparing results exactly: a row is its columns in order, each with the raw JSON text of its value, so that
 * `12.50`, `12.5` and `"12.5"` differ. Nothing here uses matview's code: it is what matview is compared with.
 */
import { isDeepStrictEqual } from 'node:util'

/** Column names with the JSON text of each value, in column order. */
export type Row = readonly (readonly [column: string, json: string])[]

/** Rows of a view by the JSON array of their key values, such as `["N14228","2013-02-08"]`. */
export type Rows = ReadonlyMap<string, Row>

const STRING = String.raw`"(?:[^"\\]|\\.)*"`
/** An array or object with so many more levels in it. */
const nested = (levels: number): string =>
  String.raw`[[{](?:${STRING}|[^"[\]{}]${levels === 0 ? '' : `|${nested(levels - 1)}`})*[\]}]`
const MEMBER = new RegExp(String.raw`\s*(${STRING})\s*:\s*(${STRING}|${nested(4)}|[^\s,}"{[]+)\s*([,}])`, 'y')

/** The row of a JSON object; strings are brought to the form of JSON.stringify, numbers keep their digits. */
export function parseRow(text: string): Row {
  const row: [string, string][] = []
  if (!text.startsWith('{')) throw new Error(`not a JSON object: ${text}`)
  MEMBER.lastIndex = 1
  for (;;) {
    const at = MEMBER.lastIndex
    const match = MEMBER.exec(text)
    if (match === null) throw new Error(`not a JSON object, at ${at}: ${text}`)
    const [, name, value, end] = match
    row.push([JSON.parse(name!) as string, normal(value!)])
    if (end === '}') return row
  }
}

function normal(json: string): string {
  return json.startsWith('"') ? JSON.stringify(JSON.parse(json)) : json
}

/** Indexes rows by key columns. Two rows of one key are an error. */
export function byKey(rows: Iterable<Row>, key: readonly string[]): Rows {
  const result = new Map<string, Row>()
  for (const row of rows) {
    const values = key.map(name => row.find(([column]) => column === name)?.[1] ?? 'missing')
    const id = `[${values.join(',')}]`
    if (result.has(id)) throw new Error(`two rows with key ${id}`)
    result.set(id, row)
  }
  return result
}

/** What differs, a line each: which row, which column, what was there and what was expected. Empty when equal. */
export function differences(actual: Rows, expected: Rows, limit = 20): string[] {
  const lines: string[] = []
  for (const [id, row] of expected) {
    const found = actual.get(id)
    if (found === undefined) lines.push(`${id}: row is missing`)
    else if (!isDeepStrictEqual(found, row)) lines.push(...rowDifferences(id, found, row))
  }
  for (const id of actual.keys()) if (!expected.has(id)) lines.push(`${id}: row should not be there`)
  return lines.length > limit ? [...lines.slice(0, limit), `… and ${lines.length - limit} more`] : lines
}

function rowDifferences(id: string, actual: Row, expected: Row): string[] {
  const columns = (row: Row) => row.map(([column]) => column).join(', ')
  if (columns(actual) !== columns(expected)) {
    return [`${id}: columns are ${columns(actual)}; expected ${columns(expected)}`]
  }
  return expected.flatMap(([column, json], index) => {
    const found = actual[index]![1]
    return found === json ? [] : [`${id}: ${column} is ${found}; expected ${json}`]
  })
}
