/** What a FROM clause can name in a random program, and how two relations can be joined. */
import type { ScopedColumn, Sql } from './expressions.ts'
import type { ModelColumn } from './model.ts'

export interface RelationColumn extends ModelColumn {
  readonly canonical: boolean
}
/** A table, a view, or a query in parentheses. */
export interface Relation {
  readonly sql: Sql
  /** How it can be named elsewhere: not so a query in parentheses or one of WITH. */
  readonly name: string | null
  readonly columns: readonly RelationColumn[]
  /** Names of columns that identify a row, if known. */
  readonly key: readonly string[]
  readonly kind: 'source' | 'view' | 'query'
  /** About how many rows it has. */
  readonly size: number
  /** Its columns have no names of their own: they are listed behind the alias. */
  readonly unnamed?: boolean
}
/** A relation in a FROM clause, under its alias; its columns as they are called there. */
export interface Used {
  readonly relation: Relation
  readonly alias: string
}
/** A column in scope that subqueries can be correlated by. */
export interface OuterColumn extends ScopedColumn {
  readonly domain: string | null
}

export function scoped({ relation, alias }: Used): OuterColumn[] {
  return relation.columns.map(({ name, type, canonical, domain }) => ({
    sql: `${alias}.${name}`,
    type,
    canonical,
    domain,
  }))
}

export type Pairs = readonly (readonly [mine: string, theirs: string])[]

/** Ways to equate columns of one domain: all key columns of either side, or one pair of references. */
export function joinPairs({ relation }: Used, right: Relation): Pairs[] {
  const pairs = relation.columns.flatMap(mine =>
    right.columns.flatMap(theirs =>
      mine.domain !== null && mine.domain === theirs.domain && mine.type === theirs.type
        ? [[mine.name, theirs.name] as const]
        : [],
    ),
  )
  const composite = [right.key, relation.key].flatMap((key, side) => {
    if (key.length < 2) return []
    const own = key.map(name => pairs.find(pair => pair[side === 0 ? 1 : 0] === name))
    return own.every(pair => pair !== undefined) ? [own] : []
  })
  return [...pairs.map(pair => [pair]), ...composite]
}

/** Whether the pairs name all key columns of the left (0) or right (1) side. */
export function coversKey({ key }: Relation, pairs: Pairs, side: 0 | 1): boolean {
  return key.length > 0 && key.every(name => pairs.some(pair => pair[side] === name))
}
