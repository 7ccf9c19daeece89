/**
 * The values of one call in order, in all groups: an ordered tree a group (ordered-tree/) of the rows of its arguments. So
 * what stands at a position is found in O(log n), however large the group; what reads all values costs O(n).
 */
import { aggregateById } from '../../expr/aggregates.ts'
import type { AggregateSignature } from '../../expr/signature.ts'
import type { AggregateCall, SortColumn } from '../../topology/plan.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import { Delta } from '../delta.ts'
import type { Measure } from '../ordered-tree/measure.ts'
import type { Entry } from '../ordered-tree/node.ts'
import { OrderedRows, sortKeyOf } from '../ordered-rows.ts'
import type { TreeView } from '../ordered-tree/tree-view.ts'
import { hasNull } from '../row-key.ts'
import type { State } from '../state.ts'
import { type Heaviest, HEAVIEST, NOTHING } from './heaviest.ts'
import { needsMostFrequent } from './ordered-functions.ts'
import type { ValueView } from './value-view.ts'

export class OrderedValues {
  readonly #rows: OrderedRows
  readonly #columns: readonly number[]
  readonly #skipped: readonly number[]
  readonly #filter: number | undefined
  readonly #measure: Measure<Heaviest>

  /** Equal for calls that are computed from the same values in the same order. */
  static identity({ fn, args, orderBy, filter }: AggregateCall): string {
    return JSON.stringify([args, orderBy, filter, skipsOf(fn), needsMostFrequent(fn)])
  }

  /**
   * @param store prefix of the trees of this call
   * @param types of the input row
   */
  constructor(store: string, call: AggregateCall, types: readonly SqlType[]) {
    const { fn, args, orderBy = [], filter } = call
    const skips = skipsOf(fn)
    this.#columns = [...args, ...orderBy.map(({ column }) => column).filter(column => !args.includes(column))]
    this.#skipped = skips === 'any' ? args : skips === 'first' ? args.slice(0, 1) : []
    this.#filter = filter
    this.#measure = needsMostFrequent(fn) ? HEAVIEST : NOTHING
    this.#rows = new OrderedRows({
      store,
      types: this.#columns.map(column => types[column]!),
      partitionBy: [],
      orderBy: orderBy.map((item): SortColumn => ({ ...item, column: this.#columns.indexOf(item.column) })),
    })
  }

  /** The values of a group, as they were committed. */
  view(group: string, state: State): OrderedView {
    return this.#viewOf(this.#rows.open(state, group, [], this.#measure).before)
  }

  /** The values of a group before and after changes (positions in `delta`), which are written. */
  apply(
    group: string,
    delta: Delta,
    changed: readonly number[],
    state: State,
  ): { readonly before: OrderedView; readonly after: OrderedView } {
    const counted = new Delta()
    for (const i of changed) {
      const row = delta.rows[i]!
      if (hasNull(row, this.#skipped) || (this.#filter !== undefined && row[this.#filter] !== true)) continue
      counted.add(
        this.#columns.map(column => row[column]!),
        delta.weights[i]!,
      )
    }
    const changes = this.#rows.changes(counted).get('') ?? []
    const tree = this.#rows.open(state, group, changes, this.#measure)
    tree.flush()
    return { before: this.#viewOf(tree.before), after: this.#viewOf(tree.now) }
  }

  #viewOf(tree: TreeView<Heaviest>): OrderedView {
    return new OrderedView(tree, entry => this.#rows.row(entry))
  }
}

function skipsOf(fn: string): AggregateSignature['skips'] {
  return must(aggregateById(fn), `unknown aggregate function ${fn}`).skips
}

/** All values of a tree. */
export class OrderedView implements ValueView {
  readonly #tree: TreeView<Heaviest>
  readonly #row: (entry: Entry) => Row

  constructor(tree: TreeView<Heaviest>, row: (entry: Entry) => Row) {
    this.#tree = tree
    this.#row = row
  }

  get isEmpty(): boolean {
    return this.#tree.weight === 0
  }

  get count(): number {
    return this.#tree.weight
  }

  at(position: number): Row {
    return this.#row(must(this.#tree.at(position), 'a value at each position'))
  }

  *entries(): Generator<{ row: Row; weight: number }> {
    for (const entry of this.#tree.ascending()) yield { row: this.#row(entry), weight: entry.weight }
  }

  mostFrequent(): Row | null {
    const { key } = this.#tree.measure(0, this.#tree.weight)
    return key === null ? null : this.#row(must(this.#tree.get(key), 'the most frequent value'))
  }

  /** Each value once: of equal ones (1.0 and 1.00) the first. The order has to tell all different values apart. */
  distinct(): ValueView {
    return new DistinctView(this.#tree, this.#row)
  }
}

class DistinctView implements ValueView {
  readonly #tree: TreeView<Heaviest>
  readonly #row: (entry: Entry) => Row
  #rows: readonly Row[] | null = null

  constructor(tree: TreeView<Heaviest>, row: (entry: Entry) => Row) {
    this.#tree = tree
    this.#row = row
  }

  get isEmpty(): boolean {
    return this.#tree.weight === 0
  }

  get count(): number {
    return this.#all().length
  }

  at(position: number): Row {
    return must(this.#all()[position], 'a value at each position')
  }

  *entries(): Generator<{ row: Row; weight: number }> {
    let last: string | null = null
    for (const entry of this.#tree.ascending()) {
      const order = sortKeyOf(entry)
      if (order !== last) yield { row: this.#row(entry), weight: 1 }
      last = order
    }
  }

  mostFrequent(): Row | null {
    return this.#all()[0] ?? null
  }

  #all(): readonly Row[] {
    return (this.#rows ??= [...this.entries()].map(({ row }) => row))
  }
}
