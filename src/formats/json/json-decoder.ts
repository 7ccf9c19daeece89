/**
 * JSON values to rows: the members of one object, by name. A name matches a column exactly, or else without regard to
 * case; of several members for one column the exact name wins, then the last one, as JSON.parse and PostgreSQL do.
 * Members that no column reads are checked for syntax and skipped.
 */
import { DataError } from '../../types/data-error.ts'
import type { Value } from '../../types/value.ts'
import type { DecodedColumn, Decoder } from '../decoder.ts'
import { decodeUtf8 } from '../utf8.ts'
import { type JsonColumn, jsonColumn } from './json-column.ts'
import { type JsonKind, JsonSyntaxError, scanObject, scanValue } from './scanner.ts'

interface Target {
  readonly name: string
  readonly at: number
  /** Index in the decoder's columns. */
  readonly column: number
  readonly read: JsonColumn
}

/** How a member name maps to a column. */
interface Match {
  readonly target: Target
  readonly exact: boolean
}

/** Member names whose match is remembered; more different ones than this are looked up anew each time. */
const MAX_KNOWN_NAMES = 10_000

/** A decoder of JSON objects. @param what names the bytes in messages: `the value`, `the key` */
export function jsonObjectDecoder(columns: readonly DecodedColumn[], what: string): Decoder {
  const exact = new Map<string, Target>()
  const folded = new Map<string, Target>()
  columns.forEach(({ name, type, at }, column) => {
    const target = { name, at, column, read: jsonColumn(type) }
    exact.set(name, target)
    if (!folded.has(name.toLowerCase())) folded.set(name.toLowerCase(), target)
  })
  const exactSeen = new Uint8Array(columns.length)
  const known = new Map<string, Match | null>()
  const matchOf = (name: string): Match | null => {
    let match = known.get(name)
    if (match !== undefined) return match
    const target = exact.get(name)
    const loose = folded.get(name.toLowerCase())
    match =
      target !== undefined
        ? { target, exact: true }
        : loose !== undefined
          ? { target: loose, exact: false }
          : null
    if (known.size < MAX_KNOWN_NAMES) known.set(name, match)
    return match
  }

  return (bytes, row) => {
    const text = decodeUtf8(bytes, what)
    for (const { at } of columns) row[at] = null
    exactSeen.fill(0)
    const kind = scan(text, what, () =>
      scanObject(text, (name, memberKind, start, end) => {
        const match = matchOf(name)
        if (match === null) return
        const { target } = match
        if (match.exact) exactSeen[target.column] = 1
        else if (exactSeen[target.column] === 1) return
        row[target.at] = readMember(target, text, memberKind, start, end)
      }),
    )
    if (kind !== 'object') {
      throw new DataError('MV5003', `${what} is not a JSON object but ${articled(kind)}`)
    }
  }
}

/** A decoder of one bare JSON value (`12`, `"text"`) into one column. */
export function jsonScalarDecoder({ name, type, at }: DecodedColumn, what: string): Decoder {
  const target = { name, at, column: 0, read: jsonColumn(type) }
  return (bytes, row) => {
    const text = decodeUtf8(bytes, what)
    const { kind, start, end } = scan(text, what, () => scanValue(text))
    row[at] = readMember(target, text, kind, start, end)
  }
}

function readMember(target: Target, text: string, kind: JsonKind, start: number, end: number): Value {
  try {
    return target.read(text, kind, start, end)
  } catch (error) {
    if (error instanceof DataError)
      throw new DataError(error.code, `field \`${target.name}\`: ${error.message}`)
    throw error
  }
}

function scan<T>(text: string, what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    const where = text === '' ? 'it is empty' : `at character ${error.offset + 1}: ${error.message}`
    throw new DataError('MV5001', `${what} is not JSON: ${where}`)
  }
}

function articled(kind: JsonKind): string {
  if (kind === 'array') return 'an array'
  if (kind === 'string') return 'a text'
  return kind === 'number' ? 'a number' : kind
}
