/** ORDER BY and DISTINCT ON of a SELECT: output names, positions, and expressions over the columns of FROM. */
import { refersTo } from '../catalog/name.ts'
import type { Expression, Select, SortItem } from '../language/ast.ts'
import type { SortColumn } from '../topology/plan.ts'
import type { Binding } from './binding.ts'
import type { BoundOutput } from './bound.ts'
import { exprKey } from './expr-tree.ts'
import { checkComputable } from './rules/constant-failures.ts'
import type { BoundItem } from './select-items.ts'
import { sortColumn, sortPosition } from './sort-columns.ts'

export interface BoundOrder {
  /** Over the named outputs and then the hidden ones. */
  readonly orderBy: readonly SortColumn[]
  readonly distinctOn: readonly number[]
  /** What is ordered by and is no output. */
  readonly hidden: readonly BoundOutput[]
}

/** Null when an item has an error, which is reported. */
export function bindOrder(
  select: Select,
  orderBy: readonly SortItem[],
  named: readonly BoundItem[],
  binding: Binding,
): BoundOrder | null {
  const outputs = new OrderedOutputs(select, named, { ...binding, place: 'ORDER BY' })
  const sorted = orderBy.map(item => {
    const column = outputs.position(item.expression)
    return column === null ? null : sortColumn(item, column)
  })
  const distinctOn = select.distinctOn.map(expression => outputs.position(expression))
  if (!sorted.every(column => column !== null) || !distinctOn.every(column => column !== null)) return null
  if (!startsWith(sorted, distinctOn) && orderBy.length > 0) {
    binding.diagnostics.error(
      'MV2082',
      'ORDER BY does not begin with the expressions of DISTINCT ON',
      orderBy[0]!.span,
      {
        help: 'order by them first: the first row of each is kept',
      },
    )
    return null
  }
  return { orderBy: sorted, distinctOn: [...new Set(distinctOn)], hidden: outputs.hidden }
}

function startsWith(orderBy: readonly SortColumn[], columns: readonly number[]): boolean {
  const wanted = new Set(columns)
  const first = new Set(orderBy.slice(0, wanted.size).map(({ column }) => column))
  return [...wanted].every(column => first.has(column)) || orderBy.every(({ column }) => wanted.has(column))
}

/** The outputs of a SELECT, to which expressions that are none are added. */
class OrderedOutputs {
  readonly hidden: BoundOutput[] = []
  readonly #select: Select
  readonly #named: readonly BoundItem[]
  readonly #binding: Binding

  constructor(select: Select, named: readonly BoundItem[], binding: Binding) {
    this.#select = select
    this.#named = named
    this.#binding = binding
  }

  /** Where the value stands that an expression orders by; null for an error, which is reported. */
  position(expression: Expression): number | null {
    const { diagnostics } = this.#binding
    if (expression.kind === 'literal' && expression.literal === 'number')
      return sortPosition(expression, this.#named.length, diagnostics)
    const output = this.#outputNamed(expression)
    if (output >= 0) return output
    const typed = this.#binding.bind(expression, this.#binding)
    const expr = typed && checkComputable(typed, expression, this.#binding)
    if (expr === null) return null
    const key = exprKey(expr)
    const known = [...this.#named, ...this.hidden].findIndex(item => item.expr && exprKey(item.expr) === key)
    if (known >= 0) return known
    if (this.#select.distinct && this.#select.distinctOn.length === 0) {
      diagnostics.error(
        'MV2082',
        'with DISTINCT, ORDER BY takes columns of the result only',
        expression.span,
        {
          help: 'add the expression to the select list',
        },
      )
      return null
    }
    return this.#named.length + this.hidden.push({ name: 'order', expr }) - 1
  }

  /** As in PostgreSQL, an output name comes before a column of FROM. */
  #outputNamed(expression: Expression): number {
    if (expression.kind !== 'column_ref' || expression.relation !== null) return -1
    const { name } = expression
    return this.#named.findIndex(item => item.name && refersTo(name, item.name.text))
  }
}
