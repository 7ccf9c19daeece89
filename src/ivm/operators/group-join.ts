/**
 * Group join: a relation left-joined with any number of aggregates that are grouped by its key, in one record per key.
 * Delta: for each key that changes, − the joined row before, + after; nothing where they are equal or no left row is there.
 * State: one record a key with the fields of every branch (also for keys without a left row: it may come later); the left
 * rows are an arrangement of their own. Cost: O(1) a change: one read and write of the record, one read of the left row.
 */
import type { KeyRange } from '../../store/store.ts'
import type { GroupJoinBranch } from '../../topology/plan.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { sameValues, type Value } from '../../types/value.ts'
import { GroupAggregates } from '../aggregates/group-aggregates.ts'
import type { Arrangement } from '../arrangement.ts'
import { Delta } from '../delta.ts'
import { emptyFields, joinFields, splitFields } from '../group-record.ts'
import { type NetChange, netByKey } from '../net-change.ts'
import type { Operator } from '../operator.ts'
import { groupByKey, hasNull, type RowKey, rowKey } from '../row-key.ts'
import type { State } from '../state.ts'

export interface GroupJoinShape {
  readonly store: string
  /** Unique by `leftKey`. */
  readonly left: Arrangement
  readonly leftKey: readonly number[]
  readonly branches: readonly (GroupJoinBranch & {
    /** Of the branch's input row. */
    readonly types: readonly SqlType[]
  })[]
}

interface Branch {
  readonly groupBy: readonly number[]
  readonly key: RowKey
  readonly aggregates: GroupAggregates
  /** Index of its first field in the record. */
  readonly at: number
  /** Its values where it has no rows. */
  readonly nulls: readonly Value[]
}

/** Changes of a branch by key: positions in its delta. */
type BranchChanges = ReadonlyMap<string, readonly number[]>

export class GroupJoin implements Operator {
  readonly #left: Arrangement
  readonly #leftKey: RowKey
  readonly #branches: readonly Branch[]
  readonly #width: number
  readonly #records: string

  constructor({ store, left, leftKey, branches }: GroupJoinShape) {
    this.#records = `${store}g/`
    this.#left = left
    this.#leftKey = rowKey(leftKey, left.types)
    let at = 0
    this.#branches = branches.map(({ groupBy, calls, types }, i) => {
      const aggregates = new GroupAggregates(calls, types, `${store}${i}/`)
      const branch = { groupBy, key: rowKey(groupBy, types), aggregates, at, nulls: calls.map(() => null) }
      at += aggregates.width
      return branch
    })
    this.#width = at
  }

  ranges([, ...inputs]: readonly Delta[], state: State): KeyRange[] {
    const ranges: KeyRange[] = []
    this.#branches.forEach((branch, i) => {
      if (!branch.aggregates.hasExtremes) return
      for (const [key, changed] of this.#changes(branch, inputs[i]!)) {
        ranges.push(
          ...branch.aggregates.ranges(key, this.#fields(key, state), branch.at, inputs[i]!, changed, state),
        )
      }
    })
    return ranges
  }

  apply([left, ...inputs]: readonly Delta[], state: State): Delta {
    const leftChanges = netByKey(left!, this.#leftKey, this.#left.codec.encode)
    const branchChanges = this.#branches.map((branch, i) => this.#changes(branch, inputs[i]!))
    const keys = new Set(leftChanges.keys())
    for (const changes of branchChanges) for (const key of changes.keys()) keys.add(key)
    const output = new Delta({ net: true })
    for (const key of keys) {
      const { before, after } = this.#applyBranches(key, inputs, branchChanges, state)
      this.#emit(this.#leftRows(key, leftChanges.get(key), state), before, after, output)
    }
    return output
  }

  #applyBranches(
    key: string,
    inputs: readonly Delta[],
    changes: readonly BranchChanges[],
    state: State,
  ): { before: readonly Value[]; after: readonly Value[] } {
    const fields = this.#fields(key, state)
    const before: Value[] = []
    const after: Value[] = []
    let changed = false
    this.#branches.forEach((branch, i) => {
      const positions = changes[i]!.get(key)
      if (positions === undefined) {
        const values = branch.aggregates.values(key, fields, branch.at, state) ?? branch.nulls
        before.push(...values)
        after.push(...values)
        return
      }
      changed = true
      const change = branch.aggregates.apply(key, fields, branch.at, inputs[i]!, positions, state)
      before.push(...(change.before ?? branch.nulls))
      after.push(...(change.after ?? branch.nulls))
    })
    if (changed) this.#write(key, fields, state)
    return { before, after }
  }

  #write(key: string, fields: readonly string[], state: State): void {
    if (this.#branches.every(({ at }) => fields[at] === '')) state.delete(this.#records + key)
    else state.put(this.#records + key, joinFields(fields))
  }

  #leftRows(key: string, change: NetChange | undefined, state: State): NetChange {
    if (change !== undefined && (change.before !== null || change.after !== null)) return change
    const row = this.#left.get(state, key)
    return { before: row, after: row }
  }

  #emit(left: NetChange, before: readonly Value[], after: readonly Value[], output: Delta): void {
    if (left.before === left.after && sameValues(before, after)) return
    if (left.before !== null) output.add([...left.before, ...before], -1)
    if (left.after !== null) output.add([...left.after, ...after], 1)
  }

  #changes({ groupBy, key }: Branch, delta: Delta): BranchChanges {
    const changes = groupByKey(delta.rows, key)
    if (changes.size > 0)
      for (const [id, [first]] of changes) if (hasNull(delta.rows[first!]!, groupBy)) changes.delete(id)
    return changes
  }

  #fields(key: string, state: State): string[] {
    const stored = state.get(this.#records + key)
    return stored === undefined ? emptyFields(this.#width) : splitFields(stored)
  }
}
