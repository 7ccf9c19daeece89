/**
 * Equi-join of two arrangements, inner or left. With A, B the states before the step:
 *
 *   inner: Δ(A ⋈ B) = ΔA ⋈ B + A ⋈ ΔB + ΔA ⋈ ΔB
 *   left:  the same, and the rows of A whose key has no row in B, with NULLs:
 *          with e(k) = 1 if B has no row of key k, else 0:  ΔN = ΔA·e_new + A·(e_new − e_old)
 *
 * A NULL in the key matches nothing. State: none of its own (the two arrangements). Cost: one read or range per key
 * changed, then O(matches).
 */
import type { Row } from '../../types/value.ts'
import type { KeyRange } from '../../store/store.ts'
import type { Arrangement, WeightedRow } from '../arrangement.ts'
import { consolidate, Delta } from '../delta.ts'
import type { Operator } from '../operator.ts'
import { groupByKey, hasNull, type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface JoinShape {
  readonly join: 'inner' | 'left'
  readonly left: Arrangement
  readonly right: Arrangement
  /** Equal as sets of columns to what the sides are arranged by, in the same order. */
  readonly leftKey: readonly number[]
  readonly rightKey: readonly number[]
}

/** The changes of one side by key. */
type Changes = ReadonlyMap<string, readonly WeightedRow[]>

const NONE: readonly WeightedRow[] = []

export class Join implements Operator {
  readonly #shape: JoinShape
  readonly #leftKey: RowKey
  readonly #rightKey: RowKey
  readonly #nulls: Row

  constructor(shape: JoinShape) {
    this.#shape = shape
    this.#leftKey = rowKey(shape.leftKey, shape.left.types)
    this.#rightKey = rowKey(shape.rightKey, shape.right.types)
    this.#nulls = shape.right.types.map(() => null)
  }

  ranges([left, right]: readonly [Delta, Delta]): KeyRange[] {
    const { join, left: a, right: b } = this.#shape
    const leftChanges = this.#leftChanges(left).byKey
    const rightChanges = this.#rightChanges(right)
    const ranges: KeyRange[] = []
    if (!b.unique) {
      for (const key of leftChanges.keys()) ranges.push(b.range(key))
      if (join === 'left') {
        for (const [key, changes] of rightChanges) {
          if (!leftChanges.has(key)) ranges.push(b.range(key, rowsThatDecide(changes)))
        }
      }
    }
    if (!a.unique) for (const key of rightChanges.keys()) ranges.push(a.range(key))
    return ranges
  }

  apply([left, right]: readonly [Delta, Delta], state: State): Delta {
    const output = new Delta()
    const { byKey: leftChanges, unmatchable } = this.#leftChanges(left)
    const rightChanges = this.#rightChanges(right)
    for (const [key, changed] of leftChanges)
      this.#joinKey(key, changed, rightChanges.get(key) ?? NONE, state, output)
    for (const [key, changed] of rightChanges) {
      if (!leftChanges.has(key)) this.#joinKey(key, NONE, changed, state, output)
    }
    if (this.#shape.join === 'left')
      for (const { row, weight } of unmatchable) output.add([...row, ...this.#nulls], weight)
    return output
  }

  #joinKey(
    key: string,
    da: readonly WeightedRow[],
    db: readonly WeightedRow[],
    state: State,
    output: Delta,
  ): void {
    const { join, left, right } = this.#shape
    const a = db.length > 0 ? left.rows(state, key) : NONE
    const needsB = da.length > 0 || join === 'left'
    const limit = da.length > 0 ? undefined : rowsThatDecide(db)
    const b = needsB ? right.rows(state, key, limit) : NONE
    if (da.length > 0) pairs(da, b, output)
    pairs(a, db, output)
    pairs(da, db, output)
    if (join === 'left') this.#unmatched(da, a, total(b) === 0, total(b) + total(db) === 0, output)
  }

  #unmatched(
    da: readonly WeightedRow[],
    a: readonly WeightedRow[],
    before: boolean,
    after: boolean,
    output: Delta,
  ): void {
    if (after) for (const { row, weight } of da) output.add([...row, ...this.#nulls], weight)
    if (after === before) return
    const sign = after ? 1 : -1
    for (const { row, weight } of a) output.add([...row, ...this.#nulls], sign * weight)
  }

  #leftChanges(delta: Delta): { byKey: Changes; unmatchable: readonly WeightedRow[] } {
    const net = consolidate(delta, this.#shape.left.codec.encode)
    const unmatchable: WeightedRow[] = []
    const matchable = new Delta()
    for (let i = 0; i < net.size; i++) {
      if (hasNull(net.rows[i]!, this.#shape.leftKey))
        unmatchable.push({ row: net.rows[i]!, weight: net.weights[i]! })
      else matchable.add(net.rows[i]!, net.weights[i]!)
    }
    return { byKey: byKey(matchable, this.#leftKey), unmatchable }
  }

  #rightChanges(delta: Delta): Changes {
    const net = consolidate(delta, this.#shape.right.codec.encode)
    const matchable = new Delta()
    for (let i = 0; i < net.size; i++) {
      if (!hasNull(net.rows[i]!, this.#shape.rightKey)) matchable.add(net.rows[i]!, net.weights[i]!)
    }
    return byKey(matchable, this.#rightKey)
  }
}

/**
 * So many committed rows of a key tell whether any is left after `changes`: as many as go, with their multiplicities,
 * and one more (the rows that are read need not be those that go).
 */
function rowsThatDecide(changes: readonly WeightedRow[]): number {
  let gone = 0
  for (const { weight } of changes) if (weight < 0) gone -= weight
  return gone + 1
}

function byKey(delta: Delta, key: RowKey): Changes {
  const changes = new Map<string, WeightedRow[]>()
  for (const [id, positions] of groupByKey(delta.rows, key)) {
    changes.set(
      id,
      positions.map(i => ({ row: delta.rows[i]!, weight: delta.weights[i]! })),
    )
  }
  return changes
}

function pairs(left: readonly WeightedRow[], right: readonly WeightedRow[], output: Delta): void {
  for (const a of left) for (const b of right) output.add([...a.row, ...b.row], a.weight * b.weight)
}

function total(rows: readonly WeightedRow[]): number {
  let sum = 0
  for (const { weight } of rows) sum += weight
  return sum
}
