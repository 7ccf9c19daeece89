/**
 * The aggregate calls of one query. While its expressions are bound, a call stands in them as a column behind the columns
 * of FROM; equal calls are one.
 */
import { callExprs } from '../expr/aggregate-call.ts'
import type { ColumnExpr } from '../expr/expr.ts'
import type { BoundCall } from './bound.ts'
import { exprKey } from './expr-tree.ts'

export class AggregateCalls {
  readonly calls: BoundCall[] = []
  /** How many columns FROM has: the position of the first call. */
  readonly base: number
  readonly #positions = new Map<string, number>()

  constructor(base: number) {
    this.base = base
  }

  /** The column that stands for the call's result. */
  add(call: BoundCall): ColumnExpr {
    const key = [call.fn, String(call.distinct), ...callExprs(call).map(exprKey)].join(' ')
    let position = this.#positions.get(key)
    if (position === undefined) {
      position = this.calls.push(call) - 1
      this.#positions.set(key, position)
    }
    return { kind: 'column', type: call.type, index: this.base + position }
  }
}
