/** Binds GROUP BY: expressions, positions in the select list and, where FROM has no such column, output names. */
import { refersTo } from '../catalog/name.ts'
import type { Expression, Literal } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import type { BoundOutput } from './bound.ts'
import { exprKey, readsFrom } from './expr-tree.ts'
import { checkComputable } from './rules/constant-failures.ts'
import type { BoundItem } from './select-items.ts'

/** The group expressions over the columns of FROM, each once; null when one has an error, which is reported. */
export function bindGroupBy(
  groupBy: readonly Expression[],
  items: readonly BoundItem[],
  binding: Binding,
): BoundOutput[] | null {
  const keys = groupBy.map(expression => bindKey(expression, items, binding))
  if (!keys.every(key => key !== null)) return null
  const unique = new Map(keys.map(key => [exprKey(key.expr), key]))
  return [...unique.values()]
}

function bindKey(expression: Expression, items: readonly BoundItem[], binding: Binding): BoundOutput | null {
  if (expression.kind === 'literal') return bindPosition(expression, items, binding)
  const output = outputNamed(expression, items, binding)
  if (output) return fromItem(output, expression, binding)
  const typed = binding.bind(expression, { ...binding, place: 'GROUP BY', aggregates: null, windows: null })
  const expr = typed && checkComputable(typed, expression, binding)
  if (expr === null) return null
  return { name: binding.origins.get(expr)?.column.text ?? 'group', expr }
}

/** An output name counts only where no column of FROM has it, as in PostgreSQL. */
function outputNamed(
  expression: Expression,
  items: readonly BoundItem[],
  { scope }: Binding,
): BoundItem | null {
  if (expression.kind !== 'column_ref' || expression.relation) return null
  const { name } = expression
  const inFrom = scope.relations.some(({ columns }) =>
    columns.some(column => refersTo(name, column.name.text)),
  )
  return inFrom ? null : (items.find(item => item.name && refersTo(name, item.name.text)) ?? null)
}

function bindPosition(literal: Literal, items: readonly BoundItem[], binding: Binding): BoundOutput | null {
  const { diagnostics } = binding
  if (literal.literal !== 'number' || !/^\d+$/.test(literal.text)) {
    const help = 'group by a column, an expression of columns or a position in the select list'
    diagnostics.error('MV2044', 'GROUP BY does not take a constant', literal.span, { help })
    return null
  }
  const item = items[Number(literal.text) - 1]
  if (item) return fromItem(item, literal, binding)
  const range = items.length === 1 ? 'only position 1' : `positions 1 to ${items.length}`
  diagnostics.error('MV2044', `the select list has no position ${literal.text}`, literal.span, {
    help: `there are ${range}`.replace('are only', 'is only'),
  })
  return null
}

function fromItem({ expr, name }: BoundItem, { span }: Expression, binding: Binding): BoundOutput | null {
  if (expr === null) return null
  if (binding.aggregates && readsFrom(expr, binding.aggregates.base)) {
    binding.diagnostics.error(
      'MV2040',
      'this is an aggregate, and an aggregate cannot stand in GROUP BY',
      span,
      {
        help: 'compute it in a view of its own and join that view',
      },
    )
    return null
  }
  return { name: name?.text ?? 'group', expr }
}
