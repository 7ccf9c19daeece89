/**
 * View rows: the rows of a view in the form that readers get, found by key. Entries are
 *   with a key     store | key               -> JSON text, ready to send
 *   without        store | row in order, row -> how often, a space, JSON text
 * Delta: none goes out. Cost: one blind write a change; without a key one read and one write.
 */
import { type RowCodec, rowCodec } from '../../types/row-codec.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import { assert } from '../../util/assert.ts'
import { consolidate, type Delta } from '../delta.ts'
import { netByKey } from '../net-change.ts'
import { type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface ViewRowsShape {
  readonly store: string
  readonly types: readonly SqlType[]
  readonly key: readonly number[] | null
  readonly json: (row: Row) => string
}

export class ViewRows {
  readonly #store: string
  readonly #codec: RowCodec
  readonly #keyed: boolean
  readonly #key: RowKey
  readonly #json: (row: Row) => string

  constructor({ store, types, key, json }: ViewRowsShape) {
    this.#store = store
    this.#codec = rowCodec(types)
    this.#keyed = key !== null
    this.#key = rowKey(key ?? types.map((_, i) => i), types)
    this.#json = json
  }

  /** Writes the changed rows. */
  apply(input: Delta, state: State): void {
    if (this.#keyed) this.#putKeyed(input, state)
    else this.#putCounted(input, state)
  }

  #putKeyed(input: Delta, state: State): void {
    if (input.net) return this.#putNet(input, state)
    for (const [key, { before, after }] of netByKey(input, this.#key, this.#codec.encode)) {
      if (after !== null) state.put(this.#store + key, this.#json(after))
      else if (before !== null) state.delete(this.#store + key)
    }
  }

  /** Rows that come are written after those that go, so a changed row is one write. */
  #putNet(input: Delta, state: State): void {
    for (const weight of [-1, 1]) {
      for (let i = 0; i < input.size; i++) {
        if (input.weights[i] !== weight) continue
        const row = input.rows[i]!
        const key = this.#store + this.#key(row)
        if (weight < 0) state.delete(key)
        else state.put(key, this.#json(row))
      }
    }
  }

  #putCounted(input: Delta, state: State): void {
    const net = consolidate(input, this.#codec.encode)
    for (let i = 0; i < net.size; i++) {
      const row = net.rows[i]!
      const key = this.#store + this.#key(row) + this.#codec.encode(row)
      const weight = Number.parseInt(state.get(key) ?? '0', 10) + net.weights[i]!
      assert(weight >= 0, 'a row left a view more often than it came')
      if (weight === 0) state.delete(key)
      else state.put(key, `${weight} ${this.#json(row)}`)
    }
  }
}
