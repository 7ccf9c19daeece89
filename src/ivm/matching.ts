/** Which rows of one key of a join match: the pairs, and the rows that have a match or none. */
import type { Row } from '../types/value.ts'
import type { WeightedRow } from './arrangement.ts'
import type { Delta } from './delta.ts'

/** Whether two rows of one key match. */
export type Matches = (row: Row, other: Row) => boolean

/** Adds the matching pairs of two sides; without `matches` all of them match. */
export function pairsOf(
  left: readonly WeightedRow[],
  right: readonly WeightedRow[],
  matches: Matches | null,
  output: Delta,
): void {
  for (const a of left) {
    for (const b of right) {
      if (matches === null || matches(a.row, b.row)) output.add([...a.row, ...b.row], a.weight * b.weight)
    }
  }
}

/** The rows of one key of a side and of the other: as committed, and their changes. */
export interface KeySides {
  readonly rows: readonly WeightedRow[]
  readonly changes: readonly WeightedRow[]
  readonly others: readonly WeightedRow[]
  readonly otherChanges: readonly WeightedRow[]
}

/**
 * Tells for every change of a side whether its row has a match now, and for every committed row for which that has
 * changed, takes it back and tells it anew.
 */
export function emitByMatch(
  sides: KeySides,
  matches: Matches | null,
  emit: (row: Row, weight: number, matched: boolean) => void,
): void {
  const { rows, changes, otherChanges } = sides
  const common = matches === null ? statusIn(sides, () => true) : null
  const statusOf = (row: Row): Status => common ?? statusIn(sides, other => matches!(row, other))
  for (const { row, weight } of changes) emit(row, weight, statusOf(row).after)
  if (otherChanges.length === 0) return
  for (const { row, weight } of rows) {
    if (matches !== null && !otherChanges.some(other => matches(row, other.row))) continue
    const { before, after } = statusOf(row)
    if (before === after) continue
    emit(row, -weight, before)
    emit(row, weight, after)
  }
}

interface Status {
  readonly before: boolean
  readonly after: boolean
}

function statusIn({ others, otherChanges }: KeySides, test: (other: Row) => boolean): Status {
  const before = weightOf(others, test)
  return { before: before > 0, after: before + weightOf(otherChanges, test) > 0 }
}

function weightOf(rows: readonly WeightedRow[], test: (row: Row) => boolean): number {
  let sum = 0
  for (const { row, weight } of rows) if (test(row)) sum += weight
  return sum
}

/**
 * So many committed rows of a key tell whether any is left after `changes`: as many as go, with their multiplicities,
 * and one more (the rows that are read need not be those that go).
 */
export function rowsThatDecide(changes: readonly WeightedRow[]): number {
  let gone = 0
  for (const { weight } of changes) if (weight < 0) gone -= weight
  return gone + 1
}
