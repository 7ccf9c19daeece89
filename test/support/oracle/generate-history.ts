/** Random histories of sources: inserts, updates, deletes, moved references, dangling ids, NULLs, records that change nothing. */
import type { Change, Text } from './change.ts'
import { valueOf } from './expressions.ts'
import type { ColumnType, OracleColumn, OracleSource } from './program.ts'
import type { Random } from './random.ts'

export interface HistorySource extends OracleSource {
  /** By column: the ids that a column shares with others, or null for plain values. */
  readonly domains: readonly (string | null)[]
}

export interface HistoryOptions {
  readonly steps: number
  /** At most so many changes in a step. */
  readonly stepSize: number
  /** Ids of a domain. */
  readonly ids: number
  /** Another way to make plain values. */
  readonly value?: (source: OracleSource, column: OracleColumn, random: Random) => string
}

/** Steps of changes; most steps are small, some are empty of effect. */
export function generateHistory(
  random: Random,
  sources: readonly HistorySource[],
  options: HistoryOptions,
): Change[][] {
  const history = new History(random, sources, options)
  return Array.from({ length: options.steps }, () =>
    Array.from({ length: random.between(1, random.chance(0.3) ? options.stepSize : 2) }, () =>
      history.change(),
    ),
  )
}

class History {
  readonly #random: Random
  readonly #sources: readonly HistorySource[]
  readonly #options: HistoryOptions
  readonly #live = new Map<string, Map<string, readonly Text[]>>()

  constructor(random: Random, sources: readonly HistorySource[], options: HistoryOptions) {
    this.#random = random
    this.#sources = sources
    this.#options = options
  }

  change(): Change {
    const random = this.#random
    const source = random.pick(this.#sources)
    if (source.kind === 'stream')
      return { source: source.name, key: [String(random.between(1, 3))], row: this.#row(source, []) }
    const rows = this.#rowsOf(source)
    const key =
      rows.size > 0 && random.chance(0.4) ? random.pick([...rows.keys()]) : JSON.stringify(this.#key(source))
    const before = rows.get(key)
    const row = before ? this.#next(source, key, before) : this.#first(source, key)
    if (row === null) rows.delete(key)
    else rows.set(key, row)
    return { source: source.name, key: JSON.parse(key) as string[], row }
  }

  #rowsOf({ name }: HistorySource): Map<string, readonly Text[]> {
    const rows = this.#live.get(name) ?? new Map<string, readonly Text[]>()
    this.#live.set(name, rows)
    return rows
  }

  #key(source: HistorySource): string[] {
    return source.primaryKey.map(at => this.#value(source, at))
  }

  /** A key not there now: a new row, or a tombstone for nothing. */
  #first(source: HistorySource, key: string): readonly Text[] | null {
    return this.#random.chance(0.08) ? null : this.#row(source, JSON.parse(key) as string[])
  }

  /** A key that is there: deleted, repeated, changed in one column, or replaced. */
  #next(source: HistorySource, key: string, before: readonly Text[]): readonly Text[] | null {
    const random = this.#random
    const roll = random.next()
    if (roll < 0.3) return null
    if (roll < 0.37) return before
    const fresh = this.#row(source, JSON.parse(key) as string[])
    if (roll < 0.5) return fresh
    const changed = random.between(0, before.length - 1)
    return before.map((text, at) => (at === changed ? fresh[at]! : text))
  }

  #row(source: HistorySource, key: readonly string[]): Text[] {
    return source.columns.map((_, at) => {
      const part = source.primaryKey.indexOf(at)
      if (part >= 0) return key[part]!
      return this.#random.chance(0.12) ? null : this.#value(source, at)
    })
  }

  #value(source: HistorySource, at: number): string {
    const column = source.columns[at]!
    if (source.domains[at] !== null) return idOf(column.type, this.#random.between(1, this.#options.ids))
    return this.#options.value?.(source, column, this.#random) ?? valueOf(column.type, this.#random)
  }
}

/** Ids that are awkward where the type lets them be: not ASCII, beyond 2^53, negative. */
export function idOf(type: ColumnType, number: number): string {
  switch (type) {
    case 'varchar':
      return ['k1', 'k2', 'ключ/3', '', '😀%', 'k6'][number - 1] ?? `k${number}`
    case 'bigint':
      return String(number === 1 ? 9007199254740993n : BigInt(number) - 3n)
    case 'integer':
      return String(number === 1 ? -5 : number)
    case 'date':
      return `2013-02-0${(number % 9) + 1}`
    case 'timestamptz':
      return `2013-02-07 1${number % 10}:00:00+00`
    default:
      throw new Error(`no ids of type ${type}`)
  }
}
