/**
 * The distinct values of one call in all groups (DISTINCT in COUNT, SUM and AVG; of an aggregate of pairs the distinct pairs).
 * Entries are
 *   store | group | value in order -> for each form of the value, how often and the form
 * so a value enters the aggregate with its first occurrence and leaves with its last: one read and one write a change.
 * Values that are equal in SQL are one value: of 1.0 and 1.00 that form counts whose text is least.
 */
import { compareText } from '../../types/compare.ts'
import { encodeKey } from '../../types/ordered-key.ts'
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { assert } from '../../util/assert.ts'
import type { Delta } from '../delta.ts'
import { hasNull } from '../row-key.ts'
import type { State } from '../state.ts'
import type { Accumulator } from './accumulator.ts'

/** How often each form of a value is there, by its text. */
type Forms = Map<string, number>

export class DistinctValues {
  readonly #store: string
  readonly #order: (values: readonly Value[]) => string
  readonly #codec: RowCodec

  /** @param store prefix of the entries of this call */
  constructor(store: string, types: readonly SqlType[]) {
    this.#store = store
    this.#order = encodeKey(types)
    this.#codec = rowCodec(types)
  }

  /** Takes the changes (positions in `delta`) of a group's arguments into its accumulator. */
  apply(
    group: string,
    args: readonly number[],
    delta: Delta,
    changed: readonly number[],
    accumulator: Accumulator,
    state: State,
  ): void {
    for (const [key, changes] of this.#changes(args, delta, changed)) {
      const entry = this.#store + group + key
      const forms = readForms(state.get(entry))
      const before = leastForm(forms)
      for (const [text, weight] of changes) change(forms, text, weight)
      if (forms.size === 0) state.delete(entry)
      else state.put(entry, writeForms(forms))
      const after = leastForm(forms)
      if (before === after) continue
      if (before !== null) this.#add(before, -1, accumulator)
      if (after !== null) this.#add(after, 1, accumulator)
    }
  }

  #add(text: string, weight: number, accumulator: Accumulator): void {
    const [value, second] = this.#codec.decode(text)
    accumulator.add(value!, weight, second)
  }

  #changes(args: readonly number[], delta: Delta, changed: readonly number[]): Map<string, Forms> {
    const changes = new Map<string, Forms>()
    for (const i of changed) {
      const row = delta.rows[i]!
      if (hasNull(row, args)) continue
      const values = args.map(arg => row[arg]!)
      const key = this.#order(values)
      let forms = changes.get(key)
      if (forms === undefined) changes.set(key, (forms = new Map<string, number>()))
      const text = this.#codec.encode(values)
      forms.set(text, (forms.get(text) ?? 0) + delta.weights[i]!)
    }
    return changes
  }
}

function change(forms: Forms, text: string, weight: number): void {
  const count = (forms.get(text) ?? 0) + weight
  assert(count >= 0, 'a value left a group more often than it came')
  if (count === 0) forms.delete(text)
  else forms.set(text, count)
}

function leastForm(forms: Forms): string | null {
  return [...forms.keys()].sort(compareText)[0] ?? null
}

/** A form is its count, its length and its text, as in `2 3 1.5`; forms stand one behind the other. */
function readForms(stored: string | undefined): Forms {
  const forms = new Map<string, number>()
  if (stored === undefined) return forms
  for (let at = 0; at < stored.length;) {
    const space = stored.indexOf(' ', at)
    const start = stored.indexOf(' ', space + 1) + 1
    const end = start + Number(stored.slice(space + 1, start - 1))
    forms.set(stored.slice(start, end), Number(stored.slice(at, space)))
    at = end
  }
  return forms
}

function writeForms(forms: Forms): string {
  const parts = [...forms].sort(([a], [b]) => compareText(a, b))
  return parts.map(([text, count]) => `${count} ${text.length} ${text}`).join('')
}
