/**
 * Turns expressions over the columns of FROM into expressions over the output of the grouping: group keys and calls become
 * its columns. What is neither is an error, except for columns that follow from a grouped primary key: those become keys.
 */
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import { childrenOf, mapChildren } from '../expr/walk.ts'
import { must } from '../util/assert.ts'
import type { Binding, Origin } from './binding.ts'
import type { BoundGrouping, BoundOutput } from './bound.ts'
import { exprKey } from './expr-tree.ts'
import { followsFromKey } from './rules/functional-dependency.ts'
import { reportUngrouped } from './rules/grouped-columns.ts'

export class Regrouping {
  readonly #keys: BoundOutput[]
  readonly #explicit: readonly Expr[]
  readonly #positions: Map<string, number>
  readonly #binding: Binding
  readonly #ungrouped = new Map<string, Origin>()

  constructor(keys: readonly BoundOutput[], binding: Binding) {
    this.#keys = [...keys]
    this.#explicit = keys.map(({ expr }) => expr)
    this.#positions = new Map(keys.map(({ expr }, index) => [exprKey(expr), index]))
    this.#binding = binding
  }

  /**
   * False when columns are neither grouped nor aggregated, which is reported. To be called once, with all expressions,
   * before `rewrite`.
   */
  check(exprs: readonly Expr[]): boolean {
    for (const expr of exprs) this.#checkOne(expr)
    reportUngrouped([...this.#ungrouped.values()], this.#binding.diagnostics)
    return this.#ungrouped.size === 0
  }

  #checkOne(expr: Expr): void {
    if (this.#positions.has(exprKey(expr))) return
    if (expr.kind === 'column' && expr.index >= this.#base) return
    const origin = this.#binding.origins.get(expr)
    if (!origin) return childrenOf(expr).forEach(child => this.#checkOne(child))
    if (followsFromKey(expr, this.#explicit, this.#binding.scope)) {
      this.#positions.set(exprKey(expr), this.#keys.push({ name: origin.column.text, expr }) - 1)
      return
    }
    if (!this.#ungrouped.has(origin.text)) this.#ungrouped.set(origin.text, origin)
  }

  get #base(): number {
    return must(this.#binding.aggregates, 'a grouped query collects its aggregates').base
  }

  /** The expression over the grouping's output. */
  rewrite(expr: Expr): Expr {
    const position = this.#positions.get(exprKey(expr))
    if (position !== undefined) return { kind: 'column', type: expr.type, index: position }
    if (expr.kind === 'column') return { ...expr, index: this.#keys.length + expr.index - this.#base }
    return mapChildren(expr, child => this.rewrite(child))
  }

  grouping(span: Span): BoundGrouping {
    const calls = must(this.#binding.aggregates, 'a grouped query collects its aggregates').calls
    return { keys: this.#keys, determined: this.#keys.length - this.#explicit.length, calls, span }
  }
}
