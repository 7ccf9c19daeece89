/** The net change of one key of a keyed relation in a step: at most one row goes, at most one comes. */
import type { Row } from '../types/value.ts'
import { assert } from '../util/assert.ts'
import type { Delta } from './delta.ts'
import type { RowKey } from './row-key.ts'

export interface NetChange {
  /** The row that goes; null for none. */
  readonly before: Row | null
  /** The row that comes; null for none. */
  readonly after: Row | null
}

interface Entry {
  before: Row | null
  after: Row | null
  /** Sums of weights by row, once the key has more than one row of a sign. */
  sums: Map<string, { readonly row: Row; weight: number }> | null
}

/** Nets a delta of a relation in which `key` identifies a row. A key whose changes cancel out has neither row. */
export function netByKey(delta: Delta, key: RowKey, identity: (row: Row) => string): Map<string, NetChange> {
  const entries = new Map<string, Entry>()
  for (let i = 0; i < delta.size; i++) {
    const row = delta.rows[i]!
    const weight = delta.weights[i]!
    const id = key(row)
    let entry = entries.get(id)
    if (entry === undefined) entries.set(id, (entry = { before: null, after: null, sums: null }))
    if (entry.sums !== null) addTo(entry.sums, identity(row), row, weight)
    else if (weight === 1 && entry.after === null) entry.after = row
    else if (weight === -1 && entry.before === null) entry.before = row
    else {
      entry.sums = new Map()
      if (entry.before !== null) addTo(entry.sums, identity(entry.before), entry.before, -1)
      if (entry.after !== null) addTo(entry.sums, identity(entry.after), entry.after, 1)
      addTo(entry.sums, identity(row), row, weight)
    }
  }
  for (const entry of entries.values()) {
    if (entry.sums !== null) settle(entry, entry.sums)
    else if (
      entry.before !== null &&
      entry.after !== null &&
      identity(entry.before) === identity(entry.after)
    ) {
      entry.before = null
      entry.after = null
    }
  }
  return entries
}

function addTo(sums: NonNullable<Entry['sums']>, id: string, row: Row, weight: number): void {
  const sum = sums.get(id)
  if (sum === undefined) sums.set(id, { row, weight })
  else sum.weight += weight
}

function settle(entry: Entry, sums: NonNullable<Entry['sums']>): void {
  entry.before = null
  entry.after = null
  for (const { row, weight } of sums.values()) {
    if (weight === 0) continue
    assert(weight === 1 || weight === -1, 'a keyed relation holds a row more than once')
    if (weight === 1) {
      assert(entry.after === null, 'a keyed relation has two rows of one key')
      entry.after = row
    } else {
      assert(entry.before === null, 'a keyed relation had two rows of one key')
      entry.before = row
    }
  }
}
