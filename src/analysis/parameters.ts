/** What a subquery reads of the row around it: each expression is one parameter, however often it is read. */
import type { Expr, ParameterExpr } from '../expr/expr.ts'
import { exprKey } from './expr-tree.ts'

export class Parameters {
  /** Over the row around the subquery. */
  readonly args: Expr[] = []
  readonly #known = new Map<string, number>()

  /** What stands for the expression inside the subquery. */
  add(expr: Expr): ParameterExpr {
    const key = exprKey(expr)
    let index = this.#known.get(key)
    if (index === undefined) {
      index = this.args.push(expr) - 1
      this.#known.set(key, index)
    }
    return { kind: 'parameter', type: expr.type, index }
  }
}
