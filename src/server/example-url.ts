/** A URL of a row that exists, so that people have something to try. */
import { scanObject, stringValue } from '../util/json-scanner.ts'
import type { ViewInfo, ViewReader } from '../runtime/ports.ts'

/** How many rows are looked at to find one whose key has no NULL. */
const ROWS_TRIED = 20

/** Fills a route such as `/users/:userId` with the text of each key column. */
export function pathOfKey(endpoint: string, key: readonly string[]): string {
  let next = 0
  return endpoint.replace(/:[^/]+/g, () => encodeKey(key[next++] ?? ''))
}

/** Percent-encodes so that the path can be pasted into any shell as it is. */
function encodeKey(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*~]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The path of one of the first rows, or null when the view has no route or no row to show. */
export async function examplePath(reader: ViewReader, view: ViewInfo): Promise<string | null> {
  const { endpoint, key } = view
  if (endpoint === null || key === null) return null
  let tried = 0
  for await (const row of reader.rows(view.name)) {
    const texts = keyTexts(row, key)
    if (texts !== null) return pathOfKey(endpoint, texts)
    if (++tried === ROWS_TRIED) break
  }
  return null
}

/** The key columns of a row's JSON as texts, with all digits of numbers; null when one of them is NULL. */
function keyTexts(row: string, key: readonly string[]): string[] | null {
  const texts = new Map<string, string>()
  scanObject(row, (name, kind, start, end) => {
    if (kind === 'string') texts.set(name, stringValue(row, start, end))
    else if (kind !== 'null') texts.set(name, row.slice(start, end))
  })
  return key.every(column => texts.has(column)) ? key.map(column => texts.get(column)!) : null
}
