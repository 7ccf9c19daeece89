/**
 * Turns expressions over the columns of FROM into expressions over the output of the grouping: group keys, calls and GROUPING
 * become its columns. What is neither is an error, except for columns that follow from a primary key that every set groups
 * by: those become keys.
 */
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import { groupingMasks, type GroupingTag, setTag } from '../expr/grouping-sets.ts'
import { childrenOf, mapChildren } from '../expr/walk.ts'
import { must } from '../util/assert.ts'
import type { AggregateCalls, GroupValue } from './aggregate-calls.ts'
import type { BoundGroups } from './bind-group-by.ts'
import type { Binding, Origin } from './binding.ts'
import type { BoundCall, BoundGrouping, BoundOutput } from './bound.ts'
import { exprKey } from './expr-tree.ts'
import { followsFromKey } from './rules/functional-dependency.ts'
import { checkGrouping, reportUngrouped } from './rules/grouped-columns.ts'

const ROW_COUNT: BoundCall = { fn: 'count(*)', args: [], name: 'count', type: { kind: 'bigint' } }

export class Regrouping {
  readonly #keys: BoundOutput[]
  readonly #explicit: number
  readonly #sets: BoundGroups['sets']
  readonly #tags: GroupingTag[]
  /** Keys of every set. */
  readonly #common: readonly Expr[]
  readonly #positions: Map<string, number>
  readonly #binding: Binding
  readonly #aggregates: AggregateCalls
  readonly #ungrouped = new Map<string, Origin>()

  constructor({ keys, sets }: BoundGroups, binding: Binding) {
    this.#keys = [...keys]
    this.#explicit = keys.length
    this.#sets = sets
    this.#tags =
      sets === null
        ? []
        : [
            setTag(
              keys.map(({ name }) => name),
              sets,
            ),
          ]
    this.#common = keys.flatMap(({ expr }, index) =>
      (sets ?? []).every(set => set.includes(index)) ? [expr] : [],
    )
    this.#positions = new Map(keys.map(({ expr }, index) => [exprKey(expr), index]))
    this.#binding = binding
    this.#aggregates = must(binding.aggregates, 'a grouped query collects its aggregates')
    // A group has columns, even where nothing reads them.
    const hasColumns = keys.length > 0 || sets !== null || this.#calls().length > 0
    if (!hasColumns) this.#aggregates.add(ROW_COUNT)
  }

  /**
   * False when columns are neither grouped nor aggregated, which is reported. To be called once, with all expressions,
   * before `rewrite`.
   */
  check(exprs: readonly Expr[]): boolean {
    for (const expr of exprs) this.#checkOne(expr)
    const { diagnostics } = this.#binding
    reportUngrouped([...this.#ungrouped.values()], diagnostics)
    const explicit = new Set([...this.#positions].flatMap(([key, at]) => (at < this.#explicit ? [key] : [])))
    const fits = this.#aggregates.values.map(
      value => value.kind === 'call' || checkGrouping(value, arg => explicit.has(exprKey(arg)), diagnostics),
    )
    return this.#ungrouped.size === 0 && fits.every(Boolean)
  }

  #checkOne(expr: Expr): void {
    if (this.#positions.has(exprKey(expr))) return
    if (expr.kind === 'column' && expr.index >= this.#aggregates.base) return
    const origin = this.#binding.origins.get(expr)
    if (!origin) return childrenOf(expr).forEach(child => this.#checkOne(child))
    if (followsFromKey(expr, this.#common, this.#binding.scope)) {
      this.#positions.set(exprKey(expr), this.#keys.push({ name: origin.column.text, expr }) - 1)
      return
    }
    if (!this.#ungrouped.has(origin.text)) this.#ungrouped.set(origin.text, origin)
  }

  /** The expression over the grouping's output. */
  rewrite(expr: Expr): Expr {
    const position = this.#positions.get(exprKey(expr))
    if (position !== undefined) return { kind: 'column', type: expr.type, index: position }
    if (expr.kind === 'column') return this.#valueAt(expr.index - this.#aggregates.base, expr)
    return mapChildren(expr, child => this.rewrite(child))
  }

  #valueAt(at: number, { type }: Expr): Expr {
    const value = must(this.#aggregates.values[at], 'a value of the group')
    const first = this.#keys.length
    if (value.kind === 'call')
      return { kind: 'column', type, index: first + this.#calls().indexOf(value.call) }
    const tag = this.#tagOf(value)
    return tag === null
      ? { kind: 'literal', type, text: '0' }
      : { kind: 'column', type, index: first + this.#calls().length + tag }
  }

  /** Position of the tag that GROUPING is; null where everything is grouped by. */
  #tagOf({ args }: Extract<GroupValue, { kind: 'grouping' }>): number | null {
    if (this.#sets === null) return null
    const keys = args.map(arg => must(this.#positions.get(exprKey(arg)), 'GROUPING of a key'))
    const values = groupingMasks(keys, this.#sets)
    const known = this.#tags.findIndex(tag => tag.values.join() === values.join())
    if (known >= 0) return known
    return this.#tags.push({ name: 'grouping', values }) - 1
  }

  #calls(): BoundCall[] {
    return this.#aggregates.values.flatMap(value => (value.kind === 'call' ? [value.call] : []))
  }

  /** To be called when all expressions are rewritten. */
  grouping(span: Span): BoundGrouping {
    const determined = [...this.#keys.keys()].slice(this.#explicit)
    return {
      keys: this.#keys,
      determined: determined.length,
      calls: this.#calls(),
      sets: this.#sets && { sets: this.#sets.map(set => [...set, ...determined]), tags: this.#tags },
      span,
    }
  }
}
