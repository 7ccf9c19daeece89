/** Joins, set operations and cuts in the plainest way, from whole tables. */
import type { JoinKind, SetOperator, SortColumn } from '../../src/topology/plan.ts'
import { compareText } from '../../src/types/compare.ts'
import type { Row, Value } from '../../src/types/value.ts'

/** Rows are equal exactly when their texts are. */
export function rowText(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}

export function joined(
  left: readonly Row[],
  right: readonly Row[],
  kind: JoinKind,
  [leftWidth, rightWidth]: readonly [number, number],
  matches: (left: Row, right: Row) => boolean,
): Row[] {
  const nulls = (width: number): Value[] => new Array<Value>(width).fill(null)
  const pairs = left.flatMap(a => right.filter(b => matches(a, b)).map(b => [...a, ...b]))
  const isMatched = (a: Row): boolean => right.some(b => matches(a, b))
  const alone = left.filter(a => !isMatched(a))
  switch (kind) {
    case 'inner':
      return pairs
    case 'left':
      return [...pairs, ...alone.map(a => [...a, ...nulls(rightWidth)])]
    case 'full': {
      const others = right.filter(b => !left.some(a => matches(a, b)))
      return [
        ...pairs,
        ...alone.map(a => [...a, ...nulls(rightWidth)]),
        ...others.map(b => [...nulls(leftWidth), ...b]),
      ]
    }
    case 'semi':
      return left.filter(isMatched)
    case 'anti':
      return alone
  }
}

export function setOperation(
  { operator, all }: { readonly operator: SetOperator; readonly all: boolean },
  left: readonly Row[],
  right: readonly Row[],
): Row[] {
  const rest = right.map(rowText)
  const seen = new Set<string>()
  return left.filter(row => {
    const text = rowText(row)
    if (!all && seen.has(text)) return false
    seen.add(text)
    const at = rest.indexOf(text)
    if (all && at >= 0) rest.splice(at, 1)
    return operator === 'intersect' ? at >= 0 : at < 0
  })
}

interface Cut {
  readonly partitionBy: readonly number[]
  readonly orderBy: readonly SortColumn[]
  readonly limit: number | null
  readonly offset: number
  readonly ties?: true
}

/** Of rows that the order does not tell apart any may be the first: tests order by what does. */
export function firstRows({ partitionBy, orderBy, limit, offset, ties }: Cut, rows: readonly Row[]): Row[] {
  const partitions = new Map<string, Row[]>()
  for (const row of rows) {
    const id = rowText(partitionBy.map(column => row[column]!))
    partitions.set(id, [...(partitions.get(id) ?? []), row])
  }
  const end = limit === null ? Infinity : offset + limit
  const compare = compareBy(orderBy)
  return [...partitions.values()].flatMap(members => {
    const last = ties && limit !== 0 ? members.sort(compare)[end - 1] : undefined
    const isTied = (row: Row): boolean => last !== undefined && compare(row, last) === 0
    return members.sort(compare).filter((row, i) => i >= offset && (i < end || isTied(row)))
  })
}

function compareBy(orderBy: readonly SortColumn[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { column, descending, nullsFirst } of orderBy) {
      const order = compareColumn(a[column]!, b[column]!, descending, nullsFirst)
      if (order !== 0) return order
    }
    return 0
  }
}

function compareColumn(a: Value, b: Value, descending: boolean, nullsFirst: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1
  const order = typeof a === 'string' ? compareText(a, b as string) : a < b ? -1 : a > b ? 1 : 0
  return descending ? -order : order
}
