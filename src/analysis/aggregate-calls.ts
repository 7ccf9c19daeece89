/**
 * What one query computes of its groups: aggregate calls and GROUPING. While its expressions are bound, each stands in them
 * as a column behind the columns of FROM; equal ones are one.
 */
import type { Span } from '../diagnostics/source.ts'
import { plainCall } from '../expr/aggregate-call.ts'
import type { ColumnExpr, Expr } from '../expr/expr.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { BoundCall } from './bound.ts'
import { exprKey } from './expr-tree.ts'

export type GroupValue =
  | { readonly kind: 'call'; readonly call: BoundCall }
  /** GROUPING of expressions, which have to be group keys. */
  | { readonly kind: 'grouping'; readonly args: readonly Expr[]; readonly span: Span }

export class AggregateCalls {
  readonly values: GroupValue[] = []
  /** How many columns FROM has: the position of the first value. */
  readonly base: number
  readonly #positions = new Map<string, number>()

  constructor(base: number) {
    this.base = base
  }

  /** The column that stands for the call's result. */
  add(call: BoundCall): ColumnExpr {
    return this.#add(JSON.stringify(plainCall(call)), { kind: 'call', call }, call.type)
  }

  /** The column that stands for GROUPING. */
  addGrouping(args: readonly Expr[], span: Span): ColumnExpr {
    const key = ['grouping', ...args.map(exprKey)].join(' ')
    return this.#add(key, { kind: 'grouping', args, span }, { kind: 'integer' })
  }

  #add(key: string, value: GroupValue, type: SqlType): ColumnExpr {
    let position = this.#positions.get(key)
    if (position === undefined) {
      position = this.values.push(value) - 1
      this.#positions.set(key, position)
    }
    return { kind: 'column', type, index: this.base + position }
  }
}
