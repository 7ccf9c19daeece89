/** JSON values to rows: the members of one object by name (`json-members.ts`), all of its text checked. */
import { DataError } from '../../types/data-error.ts'
import type { DecodedColumn, Decoder } from '../decoder.ts'
import { decodeUtf8 } from '../utf8.ts'
import { jsonColumn } from './json-column.ts'
import { MemberColumns, readMember } from './json-members.ts'
import { type JsonKind, JsonSyntaxError, scanObject, scanValue } from '../../util/json-scanner.ts'

/** A decoder of JSON objects. @param what names the bytes in messages: `the value`, `the key` */
export function jsonObjectDecoder(columns: readonly DecodedColumn[], what: string): Decoder {
  const members = new MemberColumns(
    columns.map(({ name, type, at }) => ({ name, at, read: jsonColumn(type) })),
  )
  return (bytes, row) => {
    const text = decodeUtf8(bytes, what)
    for (const { at } of columns) row[at] = null
    members.begin()
    const kind = scan(text, what, () =>
      scanObject(text, (name, memberKind, start, end) => {
        members.read(row, name, text, memberKind, start, end)
      }),
    )
    if (kind !== 'object') {
      throw new DataError('MV5003', `${what} is not a JSON object but ${articled(kind)}`)
    }
  }
}

/** A decoder of one bare JSON value (`12`, `"text"`) into one column. */
export function jsonScalarDecoder({ name, type, at }: DecodedColumn, what: string): Decoder {
  const target = { name, at, read: jsonColumn(type) }
  return (bytes, row) => {
    const text = decodeUtf8(bytes, what)
    const { kind, start, end } = scan(text, what, () => scanValue(text))
    row[at] = readMember(target, text, kind, start, end)
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
