/**
 * Binds GROUP BY: expressions, positions in the select list and, where FROM has no such column, output names; and the sets
 * of them that ROLLUP, CUBE and GROUPING SETS make.
 */
import { refersTo } from '../catalog/name.ts'
import type { Expression, GroupItem, Literal } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import type { BoundOutput } from './bound.ts'
import { expandGroups } from './expand-groups.ts'
import { exprKey, readsFrom } from './expr-tree.ts'
import { checkComputable } from './rules/constant-failures.ts'
import type { BoundItem } from './select-items.ts'

export interface BoundGroups {
  /** The group expressions over the columns of FROM, each once. */
  readonly keys: readonly BoundOutput[]
  /** Positions in `keys`; null for the one set of all of them. */
  readonly sets: readonly (readonly number[])[] | null
}

/** Null when there is an error, which is reported. */
export function bindGroupBy(
  groupBy: readonly GroupItem[],
  items: readonly BoundItem[],
  binding: Binding,
): BoundGroups | null {
  const sets = expandGroups(groupBy, binding.diagnostics)
  if (sets === null) return null
  const bound = new Map(
    [...new Set(sets.flat())].map(expression => [expression, bindKey(expression, items, binding)]),
  )
  const keys = new Map<string, { readonly position: number; readonly key: BoundOutput }>()
  for (const key of bound.values()) {
    if (key === null) return null
    const text = exprKey(key.expr)
    if (!keys.has(text)) keys.set(text, { position: keys.size, key })
  }
  const position = (expression: Expression): number =>
    keys.get(exprKey(bound.get(expression)!.expr))!.position
  const positions = sets.map(set => [...new Set(set.map(position))])
  const isPlain = positions.length === 1 && positions[0]!.length === keys.size
  return { keys: [...keys.values()].map(({ key }) => key), sets: isPlain ? null : positions }
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
