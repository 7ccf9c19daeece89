/** Rows by their keys, so that they can be found in a partition both before and after a step. */
import { compareText } from '../../types/compare.ts'
import type { PartitionView, PlacedRow, Span } from './partition-view.ts'

/** Keys from one (inclusive) to another (exclusive; null: to the end). */
export interface KeySpan {
  readonly from: string
  readonly to: string | null
}

export const ALL_KEYS: KeySpan = { from: '', to: null }

/** One key alone. */
export function onlyKey(key: string): KeySpan {
  return { from: key, to: `${key}\0` }
}

/** Entries whole that have any of the rows; null for no rows. */
export function keysOf(view: PartitionView, { from, to }: Span): KeySpan | null {
  if (from >= to || from >= view.size) return null
  const first = from <= 0 ? '' : view.rows.at(from)!.key
  const behind = view.rows.at(to)
  // An entry that has rows on both sides belongs to them.
  return { from: first, to: behind && (behind.start < to ? `${behind.key}\0` : behind.key) }
}

/** The same keys in spans that ascend and do not meet. */
export function merged(spans: readonly KeySpan[]): KeySpan[] {
  const result: KeySpan[] = []
  for (const span of [...spans].sort((a, b) => compareText(a.from, b.from))) {
    const last = result.at(-1)
    if (last === undefined || (last.to !== null && compareText(last.to, span.from) < 0)) result.push(span)
    else result[result.length - 1] = { from: last.from, to: later(last.to, span.to) }
  }
  return result
}

/** The rows of a partition with these keys, in order. */
export function* rowsWith(view: PartitionView, spans: readonly KeySpan[]): Generator<PlacedRow> {
  for (const { from, to } of spans) {
    const start = from === '' ? 0 : view.rows.weightBefore(from)
    const end = to === null ? view.size : view.rows.weightBefore(to)
    if (start >= end) continue
    for (const entry of view.rows.ascending(start)) {
      if (entry.start >= end) break
      yield* view.placed(entry)
    }
  }
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null
  return compareText(a, b) < 0 ? b : a
}
