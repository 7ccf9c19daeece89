/** A relation as a test sees it: rows with weights, summed over all deltas so far. */
import { Delta } from '../../../src/ivm/delta.ts'
import type { Operator } from '../../../src/ivm/operator.ts'
import { StepState } from '../../../src/ivm/step-state.ts'
import { MemoryStore } from '../../../src/store/memory-store.ts'
import { rowCodec } from '../../../src/types/row-codec.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Row } from '../../../src/types/value.ts'

export const INTEGER: SqlType = { kind: 'integer' }
export const TEXT: SqlType = { kind: 'varchar', length: null }

export class Relation {
  readonly #encode: (row: Row) => string
  readonly #rows = new Map<string, { row: Row; weight: number }>()

  constructor(types: readonly SqlType[]) {
    this.#encode = rowCodec(types).encode
  }

  add(delta: Delta): void {
    for (let i = 0; i < delta.size; i++) this.change(delta.rows[i]!, delta.weights[i]!)
  }

  change(row: Row, weight: number): void {
    const id = this.#encode(row)
    const sum = (this.#rows.get(id)?.weight ?? 0) + weight
    if (sum === 0) this.#rows.delete(id)
    else this.#rows.set(id, { row, weight: sum })
  }

  /** All rows, a row of weight n standing n times; throws when a weight is negative. */
  rows(): Row[] {
    return [...this.#rows.values()].flatMap(({ row, weight }) => {
      if (weight < 0) throw new Error(`negative weight of ${this.#encode(row)}`)
      return new Array<Row>(weight).fill(row)
    })
  }

  /** The rows as sorted texts, for comparison. */
  texts(): string[] {
    return this.rows().map(this.#encode).sort()
  }
}

/** The texts of rows, as {@link Relation.texts} gives them. */
export function textsOf(types: readonly SqlType[], rows: readonly Row[]): string[] {
  return rows.map(rowCodec(types).encode).sort()
}

export function deltaOf(changes: readonly (readonly [row: Row, weight: number])[]): Delta {
  const delta = new Delta()
  for (const [row, weight] of changes) delta.add(row, weight)
  return delta
}

/** Operators over one store, driven by steps: `stages` are called in order with the same state, which is then committed. */
export class Bench {
  readonly store = new MemoryStore()

  async step(
    run: (apply: (operator: Operator, ...inputs: Delta[]) => Promise<Delta>) => Promise<void>,
  ): Promise<void> {
    const state = new StepState(this.store)
    await run(async (operator, ...inputs) => {
      await state.load(operator.ranges?.(inputs, state) ?? [])
      return operator.apply(inputs, state)
    })
    await this.store.write(state.writes)
  }

  /** All entries of the store. */
  contents(): Promise<[string, string][]> {
    return this.store.range({ gte: '', lt: '\u{10ffff}' })
  }
}
