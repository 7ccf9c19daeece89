/**
 * The distinct values of one call in all groups (DISTINCT in COUNT, SUM and AVG). Entries are
 *   store | group | value in order -> for each form of the value, how often, a space, the form
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
import type { State } from '../state.ts'
import type { Accumulator } from './accumulator.ts'

/** How often each form of a value is there, by its text. */
type Forms = Map<string, number>

export class DistinctValues {
  readonly #store: string
  readonly #order: (values: readonly Value[]) => string
  readonly #codec: RowCodec

  /** @param store prefix of the entries of this call */
  constructor(store: string, type: SqlType) {
    this.#store = store
    this.#order = encodeKey([type])
    this.#codec = rowCodec([type])
  }

  /** Takes the changes (positions in `delta`) of a group's argument into its accumulator. */
  apply(
    group: string,
    arg: number,
    delta: Delta,
    changed: readonly number[],
    accumulator: Accumulator,
    state: State,
  ): void {
    for (const [key, changes] of this.#changes(arg, delta, changed)) {
      const entry = this.#store + group + key
      const forms = readForms(state.get(entry))
      const before = leastForm(forms)
      for (const [text, weight] of changes) change(forms, text, weight)
      if (forms.size === 0) state.delete(entry)
      else state.put(entry, writeForms(forms))
      const after = leastForm(forms)
      if (before === after) continue
      if (before !== null) accumulator.add(this.#codec.decode(before)[0]!, -1)
      if (after !== null) accumulator.add(this.#codec.decode(after)[0]!, 1)
    }
  }

  #changes(arg: number, delta: Delta, changed: readonly number[]): Map<string, Forms> {
    const changes = new Map<string, Forms>()
    for (const i of changed) {
      const value = delta.rows[i]![arg]!
      if (value === null) continue
      const key = this.#order([value])
      let forms = changes.get(key)
      if (forms === undefined) changes.set(key, (forms = new Map<string, number>()))
      const text = this.#codec.encode([value])
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

/** The text of a value has no \x00. */
const SEPARATOR = '\0'

function readForms(stored: string | undefined): Forms {
  if (stored === undefined) return new Map<string, number>()
  return new Map(
    stored.split(SEPARATOR).map(part => {
      const space = part.indexOf(' ')
      return [part.slice(space + 1), Number(part.slice(0, space))]
    }),
  )
}

function writeForms(forms: Forms): string {
  const parts = [...forms].sort(([a], [b]) => compareText(a, b))
  return parts.map(([text, count]) => `${count} ${text}`).join(SEPARATOR)
}
