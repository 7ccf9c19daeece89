/**
 * JSON values as PostgreSQL's `jsonb` has them: of several members with one key the last one counts, keys are ordered by
 * the length of their UTF-8 bytes and then by the bytes, numbers are exact and keep their scale. A value of type JSON is
 * the text that `printJson` writes, so equal texts are the same value, and a part of a value is a part of its text; the
 * tree is for what looks into it.
 */
import { JsonSyntaxError, scanValue, stringValue } from '../util/json-scanner.ts'
import { DataError } from './data-error.ts'
import { Decimal } from './decimal.ts'

export type JsonTree = null | boolean | string | Decimal | readonly JsonTree[] | JsonObject
/** Members in the order of their keys. */
export type JsonObject = ReadonlyMap<string, JsonTree>

/** Reads JSON. Throws DataError when it is none, and for what is no Unicode. */
export function parseJson(text: string): JsonTree {
  try {
    return new TreeReader(text, scanValue(text).start).value()
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw new DataError('MV5101', `the text is not JSON: ${error.message} at character ${error.offset + 1}`)
  }
}

/** The canonical text of JSON. Throws DataError when it is none. */
export function canonicalJsonText(text: string): string {
  return printJson(parseJson(text))
}

/** The text of a tree in PostgreSQL's form: one space behind `:` and `,`. */
export function printJson(tree: JsonTree): string {
  if (typeof tree === 'string') return JSON.stringify(tree)
  if (isJsonArray(tree)) return `[${tree.map(printJson).join(', ')}]`
  if (isJsonObject(tree)) {
    return `{${[...tree].map(([key, value]) => `${JSON.stringify(key)}: ${printJson(value)}`).join(', ')}}`
  }
  return String(tree)
}

export function isJsonArray(tree: JsonTree): tree is readonly JsonTree[] {
  return Array.isArray(tree)
}

export function isJsonObject(tree: JsonTree): tree is JsonObject {
  return tree instanceof Map
}

/** An object with its members in order. */
export function jsonObject(members: Iterable<readonly [string, JsonTree]>): JsonObject {
  const object = new Map(members)
  if (object.size < 2) return object
  return new Map([...object].sort(([a], [b]) => compareJsonKeys(a, b)))
}

/** The order of keys within an object. */
export function compareJsonKeys(a: string, b: string): number {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length - right.length || Buffer.compare(left, right)
}

/** Builds the tree of a text that was found to be JSON. */
class TreeReader {
  readonly #text: string
  #at: number

  constructor(text: string, start: number) {
    this.#text = text
    this.#at = start
  }

  value(): JsonTree {
    switch (this.#text[this.#at]) {
      case '{':
        return jsonObject(this.#items('}', () => this.#member()))
      case '[':
        return this.#items(']', () => this.value())
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  #items<T>(close: string, read: () => T): T[] {
    const items: T[] = []
    this.#skip(1)
    while (this.#text[this.#at] !== close) {
      items.push(read())
      this.#skip(0)
      if (this.#text[this.#at] === ',') this.#skip(1)
    }
    this.#at++
    return items
  }

  #member(): [string, JsonTree] {
    const key = this.#string()
    this.#skip(0)
    this.#skip(1)
    return [key, this.value()]
  }

  #string(): string {
    const start = this.#at
    let end = start + 1
    while (this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1
    this.#at = end + 1
    const value = stringValue(this.#text, start, this.#at)
    if (!value.isWellFormed())
      throw new DataError('MV5101', 'the text holds half of a surrogate pair, which is not Unicode')
    return value
  }

  #number(): Decimal {
    const end = /[^-+.eE\d]|$/g
    end.lastIndex = this.#at
    const digits = this.#text.slice(this.#at, end.exec(this.#text)!.index)
    this.#at += digits.length
    return Decimal.parse(digits)!
  }

  #word<T>(word: string, value: T): T {
    this.#at += word.length
    return value
  }

  /** Goes on by so many characters and then over white space. */
  #skip(characters: number): void {
    this.#at += characters
    while (' \n\r\t'.includes(this.#text[this.#at] ?? 'x')) this.#at++
  }
}
