/**
 * Arrange: keeps its input's rows, found by key, and passes the delta on.
 * Delta: identity. State: the rows (see arrangement.ts). Cost: one blind write a change where the relation has a key;
 * with multiplicities one read and one write.
 */
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import { assert } from '../../util/assert.ts'
import type { ArrangementShape } from '../arrangement.ts'
import { consolidate, type Delta } from '../delta.ts'
import { netByKey } from '../net-change.ts'
import type { Operator } from '../operator.ts'
import { type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export class Arrange implements Operator {
  readonly #store: string
  readonly #codec: RowCodec
  readonly #byKey: RowKey
  /** Key of a row's entry within the store; null when rows have multiplicities. */
  readonly #entryKey: RowKey | null

  constructor({ store, types, by, key, unique }: ArrangementShape) {
    this.#store = store
    this.#codec = rowCodec(types)
    this.#byKey = rowKey(by, types)
    const rest = unique ? [] : key?.filter(position => !by.includes(position))
    this.#entryKey = rest === undefined ? null : rowKey([...by, ...rest], types)
  }

  apply([input]: readonly [Delta], state: State): Delta {
    if (this.#entryKey !== null) this.#putKeyed(input, this.#entryKey, state)
    else this.#putCounted(input, state)
    return input
  }

  #putKeyed(input: Delta, entryKey: RowKey, state: State): void {
    for (const [key, { before, after }] of netByKey(input, entryKey, this.#codec.encode)) {
      if (after !== null) state.put(this.#store + key, this.#codec.encode(after))
      else if (before !== null) state.delete(this.#store + key)
    }
  }

  #putCounted(input: Delta, state: State): void {
    const net = consolidate(input, this.#codec.encode)
    for (let i = 0; i < net.size; i++) {
      const row = net.rows[i]!
      const key = this.#store + this.#byKey(row) + this.#codec.encode(row)
      const weight = Number(state.get(key) ?? 0) + net.weights[i]!
      assert(weight >= 0, 'a row was taken out of an arrangement more often than it was put in')
      if (weight === 0) state.delete(key)
      else state.put(key, String(weight))
    }
  }
}
