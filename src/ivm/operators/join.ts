/**
 * Join of two arrangements by key. With A, B the states before the step, and m(a) whether a left row has a match:
 *
 *   pairs:  Δ(A ⋈ B) = ΔA ⋈ B + A ⋈ ΔB + ΔA ⋈ ΔB                             (inner, left, full)
 *   rows of A by whether they match:  ΔA·[m_new] + A·([m_new] − [m_old])       (semi; anti and the NULL rows of left and
 *                                                                              full with ¬m; full also for B)
 *
 * A residual condition, over both rows, may say more than the key: then m is decided row by row, else key by key. A NULL
 * in the key matches nothing, unless `nullsMatch`. State: none of its own (the two arrangements). Cost: one read or range
 * per key changed, then O(matches); with a residual O(rows of the key) for each left row that a right row touches.
 */
import type { KeyRange } from '../../store/store.ts'
import type { JoinKind } from '../../topology/plan.ts'
import type { Row, Value } from '../../types/value.ts'
import type { Arrangement, WeightedRow } from '../arrangement.ts'
import { consolidate, Delta } from '../delta.ts'
import { emitByMatch, type Matches, pairsOf, rowsThatDecide } from '../matching.ts'
import type { Operator } from '../operator.ts'
import { groupByKey, hasNull, type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface JoinShape {
  readonly join: JoinKind
  readonly left: Arrangement
  readonly right: Arrangement
  /** Equal as sets of columns to what the sides are arranged by, in the same order. */
  readonly leftKey: readonly number[]
  readonly rightKey: readonly number[]
  readonly nullsMatch: boolean
  /** Over left and right columns; null: the key says it all. */
  readonly residual: ((row: Row) => Value) | null
}

/** The changes of one side: by key, and those whose key has a NULL and matches nothing. */
interface SideChanges {
  readonly byKey: ReadonlyMap<string, readonly WeightedRow[]>
  readonly unmatchable: readonly WeightedRow[]
}

/** How many committed rows of a key are read: all, none, or so many that they tell whether any is left. */
type Need = 'all' | 'none' | number

const NONE: readonly WeightedRow[] = []

export class Join implements Operator {
  readonly #shape: JoinShape
  readonly #leftKey: RowKey
  readonly #rightKey: RowKey
  readonly #leftNulls: Row
  readonly #rightNulls: Row
  readonly #matches: Matches | null

  constructor(shape: JoinShape) {
    const { left, right, leftKey, rightKey, residual } = shape
    this.#shape = shape
    this.#leftKey = rowKey(leftKey, left.types)
    this.#rightKey = rowKey(rightKey, right.types)
    this.#leftNulls = left.types.map(() => null)
    this.#rightNulls = right.types.map(() => null)
    this.#matches = residual && ((a, b) => residual([...a, ...b]) === true)
  }

  ranges([left, right]: readonly [Delta, Delta]): KeyRange[] {
    const { left: a, right: b } = this.#shape
    const leftChanges = this.#leftChanges(left).byKey
    const rightChanges = this.#rightChanges(right).byKey
    const ranges: KeyRange[] = []
    for (const key of new Set([...leftChanges.keys(), ...rightChanges.keys()])) {
      const needs = this.#needs(leftChanges.get(key) ?? NONE, rightChanges.get(key) ?? NONE)
      if (!a.unique && needs.a !== 'none') ranges.push(a.range(key, limitOf(needs.a)))
      if (!b.unique && needs.b !== 'none') ranges.push(b.range(key, limitOf(needs.b)))
    }
    return ranges
  }

  apply([left, right]: readonly [Delta, Delta], state: State): Delta {
    const output = new Delta()
    const leftChanges = this.#leftChanges(left)
    const rightChanges = this.#rightChanges(right)
    for (const [key, changed] of leftChanges.byKey)
      this.#joinKey(key, changed, rightChanges.byKey.get(key) ?? NONE, state, output)
    for (const [key, changed] of rightChanges.byKey) {
      if (!leftChanges.byKey.has(key)) this.#joinKey(key, NONE, changed, state, output)
    }
    for (const { row, weight } of leftChanges.unmatchable) this.#emitLeft(row, weight, false, output)
    for (const { row, weight } of rightChanges.unmatchable) this.#emitRight(row, weight, false, output)
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
    const needs = this.#needs(da, db)
    const a = needs.a === 'none' ? NONE : left.rows(state, key, limitOf(needs.a))
    const b = needs.b === 'none' ? NONE : right.rows(state, key, limitOf(needs.b))
    if (join === 'inner' || join === 'left' || join === 'full') {
      if (da.length > 0) pairsOf(da, b, this.#matches, output)
      pairsOf(a, db, this.#matches, output)
      pairsOf(da, db, this.#matches, output)
    }
    if (join === 'inner') return
    emitByMatch(
      { rows: a, changes: da, others: b, otherChanges: db },
      this.#matches,
      (row, weight, matched) => this.#emitLeft(row, weight, matched, output),
    )
    if (join !== 'full') return
    const swapped: Matches | null = this.#matches && ((right, left) => this.#matches!(left, right))
    emitByMatch({ rows: b, changes: db, others: a, otherChanges: da }, swapped, (row, weight, matched) =>
      this.#emitRight(row, weight, matched, output),
    )
  }

  #needs(da: readonly WeightedRow[], db: readonly WeightedRow[]): { readonly a: Need; readonly b: Need } {
    const { join } = this.#shape
    const makesPairs = join === 'inner' || join === 'left' || join === 'full'
    const decide = (changes: readonly WeightedRow[]): Need =>
      this.#matches === null ? rowsThatDecide(changes) : 'all'
    return {
      a: db.length > 0 ? 'all' : join === 'full' ? decide(da) : 'none',
      b: da.length > 0 && makesPairs ? 'all' : join === 'inner' ? 'none' : decide(db),
    }
  }

  /** A left row for which there is a match, or none. */
  #emitLeft(row: Row, weight: number, matched: boolean, output: Delta): void {
    switch (this.#shape.join) {
      case 'left':
      case 'full':
        if (!matched) output.add([...row, ...this.#rightNulls], weight)
        break
      case 'semi':
        if (matched) output.add(row, weight)
        break
      case 'anti':
        if (!matched) output.add(row, weight)
        break
      case 'inner':
    }
  }

  #emitRight(row: Row, weight: number, matched: boolean, output: Delta): void {
    if (this.#shape.join === 'full' && !matched) output.add([...this.#leftNulls, ...row], weight)
  }

  #leftChanges(delta: Delta): SideChanges {
    const { left, leftKey } = this.#shape
    return this.#sideChanges(delta, left, leftKey, this.#leftKey)
  }

  #rightChanges(delta: Delta): SideChanges {
    const { right, rightKey } = this.#shape
    return this.#sideChanges(delta, right, rightKey, this.#rightKey)
  }

  #sideChanges(delta: Delta, { codec }: Arrangement, key: readonly number[], keyOf: RowKey): SideChanges {
    const net = consolidate(delta, codec.encode)
    const unmatchable: WeightedRow[] = []
    const matchable = new Delta()
    for (let i = 0; i < net.size; i++) {
      const row = net.rows[i]!
      const weight = net.weights[i]!
      if (!this.#shape.nullsMatch && hasNull(row, key)) unmatchable.push({ row, weight })
      else matchable.add(row, weight)
    }
    return { byKey: byKey(matchable, keyOf), unmatchable }
  }
}

function limitOf(need: 'all' | number): number | undefined {
  return need === 'all' ? undefined : need
}

function byKey(delta: Delta, key: RowKey): Map<string, readonly WeightedRow[]> {
  const changes = new Map<string, WeightedRow[]>()
  for (const [id, positions] of groupByKey(delta.rows, key)) {
    changes.set(
      id,
      positions.map(i => ({ row: delta.rows[i]!, weight: delta.weights[i]! })),
    )
  }
  return changes
}
