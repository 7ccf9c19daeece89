/** The records of an example folder, and what is left of them: the last value of each key. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

type Field = null | boolean | number | string
/** A row of a source: every number in the examples is exact as a double, or a price of at most two decimals. */
export type Fields = Readonly<Record<string, Field>>

export interface ExampleRecord {
  readonly topic: string
  readonly timestamp: number
  readonly key: string
  readonly value: Fields | null
}

/** All records of `<folder>/<topic>.ndjson[.gz]`, topic by topic in the order of the files. */
export function readExample(folder: string): ExampleRecord[] {
  return readdirSync(folder)
    .filter(file => /\.ndjson(\.gz)?$/.test(file))
    .flatMap(file => {
      const bytes = readFileSync(join(folder, file))
      const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n')
      const topic = file.slice(0, file.indexOf('.'))
      return lines.map(line => ({ topic, ...(JSON.parse(line) as Omit<ExampleRecord, 'topic'>) }))
    })
}

/** The table that the records of a topic leave. */
export function latest(records: Iterable<ExampleRecord>, topic: string): Fields[] {
  const rows = new Map<string, Fields>()
  for (const record of records) {
    if (record.topic !== topic) continue
    if (record.value === null) rows.delete(record.key)
    else rows.set(record.key, record.value)
  }
  return [...rows.values()]
}

/** Rows by the text of a column's value, NULLs left out. */
export function grouped(rows: Iterable<Fields>, column: string): Map<Field, Fields[]> {
  const groups = new Map<Field, Fields[]>()
  for (const row of rows) {
    const value = row[column] ?? null
    if (value === null) continue
    const group = groups.get(value)
    if (group) group.push(row)
    else groups.set(value, [row])
  }
  return groups
}
