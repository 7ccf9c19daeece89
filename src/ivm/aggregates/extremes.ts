/**
 * MIN and MAX of one call in all groups. The values of a group are entries in order,
 *   store | group | value -> how often
 * and the group's record holds the extreme itself, so that a change costs one read and one write of an entry, and only
 * when the extreme's last occurrence goes, the first few entries of the range are read: O(log n), never a scan.
 */
import type { KeyRange } from '../../store/store.ts'
import { type Compare, compareText, compareValues } from '../../types/compare.ts'
import { encodeKey, prefixRange } from '../../types/ordered-key.ts'
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { assert } from '../../util/assert.ts'
import type { State } from '../state.ts'

/** The net changes of one group's values in a step, by the value's text. */
export type ValueChanges = ReadonlyMap<string, { readonly value: Value; readonly weight: number }>

interface Candidate {
  readonly value: Value
  readonly text: string
}

export class Extremes {
  readonly #store: string
  readonly #which: 'min' | 'max'
  readonly #codec: RowCodec
  readonly #order: (value: Value) => string
  readonly #compare: Compare

  /** @param store prefix of the entries of this call */
  constructor(store: string, which: 'min' | 'max', type: SqlType) {
    this.#store = store
    this.#which = which
    this.#codec = rowCodec([type])
    const encode = encodeKey([type])
    this.#order = value => encode([value])
    this.#compare = compareValues(type)
  }

  /** The text of a value, as it stands in the group's record. */
  text(value: Value): string {
    return this.#codec.encode([value])
  }

  /** The value of a text; the empty group's is NULL. */
  value(text: string | null): Value {
    return text === null ? null : this.#codec.decode(text)[0]!
  }

  /** What `apply` will have to read: entries that follow the extreme, when it goes. */
  range(group: string, extreme: string | null, changes: ValueChanges, state: State): KeyRange | null {
    if (extreme === null) return null
    const change = changes.get(extreme)
    if (change === undefined || this.#count(state, group, change.value, extreme) + change.weight > 0)
      return null
    return this.#nextEntries(group, changes)
  }

  /** Writes the entries and returns the text of the new extreme; null when the group has no value left. */
  apply(group: string, extreme: string | null, changes: ValueChanges, state: State): string | null {
    const range = this.range(group, extreme, changes, state)
    let best: Candidate | null = null
    if (range !== null) best = this.#firstKept(range, changes, state)
    else if (extreme !== null) best = { value: this.value(extreme), text: extreme }
    for (const [text, { value, weight }] of changes) {
      const count = this.#count(state, group, value, text) + weight
      assert(count >= 0, 'a value left a group more often than it came')
      const key = this.#entryKey(group, value, text)
      if (count === 0) state.delete(key)
      else {
        state.put(key, String(count))
        if (best === null || this.#isBefore({ value, text }, best)) best = { value, text }
      }
    }
    return best?.text ?? null
  }

  #nextEntries(group: string, changes: ValueChanges): KeyRange {
    let gone = 0
    for (const { weight } of changes.values()) if (weight < 0) gone++
    return { ...prefixRange(this.#store + group), limit: gone + 1, reverse: this.#which === 'max' }
  }

  #firstKept(range: KeyRange, changes: ValueChanges, state: State): Candidate | null {
    for (const [key, count] of state.entries(range)) {
      const text = key.slice(key.lastIndexOf(SEPARATOR) + 1)
      const change = changes.get(text)
      if (change === undefined || Number(count) + change.weight > 0) return { value: this.value(text), text }
    }
    return null
  }

  #count(state: State, group: string, value: Value, text: string): number {
    return Number(state.get(this.#entryKey(group, value, text)) ?? 0)
  }

  /** The text behind the ordered value tells 1.0 from 1.00, which are equal in order. */
  #entryKey(group: string, value: Value, text: string): string {
    return this.#store + group + this.#order(value) + SEPARATOR + text
  }

  #isBefore(a: Candidate, b: Candidate): boolean {
    const order = this.#compare(a.value, b.value) || compareText(a.text, b.text)
    return this.#which === 'min' ? order < 0 : order > 0
  }
}

/** Not in the text of a value: the codec escapes it. */
const SEPARATOR = '\0'
