/**
 * Arrays, maps and structs as text. Arrays and structs are PostgreSQL's array and row forms, `{1,2,"a b",NULL}` and
 * `(1,"a b",)`; a map, which PostgreSQL does not have, is `{a=>1,"b c"=>NULL}`. Arrays in arrays need no quotes.
 */
import { MapValue } from './map-value.ts'
import type { ArrayType, MapType, SqlType, StructType } from './sql-type.ts'
import type { Value } from './value.ts'

export type NestedType = ArrayType | MapType | StructType
/** Writes a value that is not NULL. */
export type Format = (type: SqlType, value: Exclude<Value, null>) => string
/** Reads a value; it throws DataError where there is none. */
export type Parse = (type: SqlType, text: string) => Value

const NEEDS_QUOTES = /^$|^null$|[{}",\\\s]|=>/i
const NEEDS_QUOTES_IN_ROW = /^$|[()",\\\s]/

/** @param format writes the parts */
export function formatNested(type: NestedType, value: Value, format: Format): string {
  switch (type.kind) {
    case 'array': {
      const { element } = type
      return `{${(value as readonly Value[]).map(item => formatItem(element, item, format)).join(',')}}`
    }
    case 'map': {
      const entries = (value as MapValue).entries()
      return `{${entries.map(([key, item]) => `${quoted(key)}=>${formatItem(type.value, item, format)}`).join(',')}}`
    }
    case 'struct':
      return `(${(value as readonly Value[]).map((item, i) => formatField(type.fields[i]!.type, item, format)).join(',')})`
  }
}

function formatItem(type: SqlType, value: Value, format: Format): string {
  if (value === null) return 'NULL'
  const text = format(type, value)
  return type.kind === 'array' ? text : quoted(text)
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
}

function formatField(type: SqlType, value: Value, format: Format): string {
  if (value === null) return ''
  const text = format(type, value)
  return NEEDS_QUOTES_IN_ROW.test(text) ? `"${text.replace(/["\\]/g, '$&$&')}"` : text
}

/** The value of a text; null when it does not have the form. @param parse reads the parts */
export function parseNested(type: NestedType, text: string, parse: Parse): Value {
  const reader = new ItemReader(text.trim(), parse)
  try {
    const value = reader.nested(type)
    return reader.isAtEnd() ? value : null
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}

/** The text is not of the form: only ever seen here. */
class MalformedError extends Error {}

const UNQUOTED = /(?:[^{}",=\\]|=(?!>)|\\.)*/sy

class ItemReader {
  readonly #text: string
  readonly #parse: Parse
  #at = 0

  constructor(text: string, parse: Parse) {
    this.#text = text
    this.#parse = parse
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length
  }

  nested(type: NestedType): Value {
    switch (type.kind) {
      case 'array':
        return this.#braces(() => this.#item(type.element))
      case 'map':
        return MapValue.of(this.#braces(() => this.#entry(type.value)))
      case 'struct':
        return this.#struct(type)
    }
  }

  #braces<T>(read: () => T): T[] {
    const items: T[] = []
    this.#take('{')
    this.#skipSpace()
    if (this.#next() === '}') {
      this.#at++
      return items
    }
    for (;;) {
      items.push(read())
      this.#skipSpace()
      if (this.#next() === '}') break
      this.#take(',')
    }
    this.#at++
    return items
  }

  #entry(type: SqlType): [string, Value] {
    const { text, isNull } = this.#token()
    if (isNull) throw new MalformedError()
    this.#skipSpace()
    this.#take('=>')
    return [text, this.#item(type)]
  }

  #item(type: SqlType): Value {
    this.#skipSpace()
    if (type.kind === 'array' && this.#next() === '{') return this.nested(type)
    const { text, isNull } = this.#token()
    return isNull ? null : this.#parse(type, text)
  }

  /** An item with quotes, or one without, which may be NULL. */
  #token(): { readonly text: string; readonly isNull: boolean } {
    this.#skipSpace()
    if (this.#next() === '"') return { text: this.#quotes(), isNull: false }
    UNQUOTED.lastIndex = this.#at
    const written = UNQUOTED.exec(this.#text)![0].trim()
    if (written === '') throw new MalformedError()
    this.#at = UNQUOTED.lastIndex
    return { text: written.replace(/\\(.)/gs, '$1'), isNull: written.toLowerCase() === 'null' }
  }

  #struct({ fields }: StructType): Value {
    this.#take('(')
    const values = fields.map(({ type }, i) => {
      if (i > 0) this.#take(',')
      return this.#field(type)
    })
    this.#take(')')
    return values
  }

  /** Nothing at all is NULL; parts in quotes may stand beside others. */
  #field(type: SqlType): Value {
    if (this.#next() === ',' || this.#next() === ')') return null
    let text = ''
    while (this.#next() !== ',' && this.#next() !== ')') {
      if (this.isAtEnd()) throw new MalformedError()
      if (this.#next() === '"') text += this.#quotes()
      else {
        if (this.#next() === '\\') this.#at++
        text += this.#next()
        this.#at++
      }
    }
    return this.#parse(type, text)
  }

  /** A text in quotes, with backslashes before quotes and backslashes or, in a row, with doubled quotes. */
  #quotes(): string {
    let text = ''
    for (this.#at++; ; this.#at++) {
      if (this.isAtEnd()) throw new MalformedError()
      if (this.#next() === '"') {
        this.#at++
        if (this.#next() !== '"') return text
      } else if (this.#next() === '\\') this.#at++
      text += this.#next()
    }
  }

  #next(): string {
    return this.#text[this.#at] ?? ''
  }

  #take(expected: string): void {
    if (!this.#text.startsWith(expected, this.#at)) throw new MalformedError()
    this.#at += expected.length
  }

  #skipSpace(): void {
    while (/\s/.test(this.#next())) this.#at++
  }
}
