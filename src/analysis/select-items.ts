/** Binds the select list: expands `*`, types the expressions and names the columns. */
import type { Name } from '../catalog/name.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import type { Expression, Select, SelectExpression, SelectStar } from '../language/ast.ts'
import type { Binding } from './binding.ts'
import { resolveRelation } from './resolve-column.ts'
import { checkComputable } from './rules/constant-failures.ts'
import { requireName } from './rules/output-names.ts'
import { qualified } from './scope.ts'

/** One column of the result. */
export interface BoundItem {
  /** Null when it has none, which is reported. */
  readonly name: Name | null
  /** Null when there is an error, which is reported. */
  readonly expr: Expr | null
  readonly span: Span
  /** What it is called in messages. */
  readonly text: string
  /** False for a column that `*` gave. */
  readonly listed: boolean
}

export interface BoundItems {
  readonly items: readonly BoundItem[]
  /** True when columns are missing because of an error that is reported. */
  readonly open: boolean
}

export function bindSelectItems({ items }: Select, binding: Binding): BoundItems {
  const bound: BoundItem[] = []
  let open = false
  for (const item of items) {
    if (item.kind === 'select_expression') {
      bound.push(bindItem(item, binding))
      continue
    }
    const expanded = expandStar(item, binding)
    bound.push(...expanded.items)
    open ||= expanded.open
  }
  return { items: bound, open }
}

function bindItem({ expression, alias, span }: SelectExpression, binding: Binding): BoundItem {
  const typed = binding.bind(expression, binding)
  const expr = typed && checkComputable(typed, expression, binding)
  const name = alias ?? nameOf(expression, expr, binding) ?? withoutName(expression, expr, binding)
  return { name, expr, span: alias?.span ?? span, text: name?.text ?? '', listed: true }
}

/** A view's columns need names; those of other queries may go without, and cannot be referred to then. */
function withoutName(
  expression: Expression,
  expr: Expr | null,
  { context, diagnostics }: Binding,
): Name | null {
  return context.isView ? requireName(expression, expr, diagnostics) : { text: '?column?', quoted: true }
}

/** PostgreSQL's name of a column without an alias; null for those that it calls `?column?`. */
function nameOf(expression: Expression, expr: Expr | null, binding: Binding): Name | null {
  switch (expression.kind) {
    case 'column_ref':
      return declaredName(expression.name, expr, binding)
    case 'cast':
      return nameOf(expression.operand, null, binding)
    case 'function_call':
      return { text: expression.name.text.toLowerCase(), quoted: false }
    case 'case':
      return { text: 'case', quoted: false }
    case 'field_access':
      return expression.field
    case 'subscript':
      return nameOf(expression.operand, null, binding)
    case 'array':
    case 'map':
    case 'struct':
    case 'row':
      return { text: expression.kind, quoted: false }
    default:
      return null
  }
}

/** The name as declared, however the reference is written. */
function declaredName(written: Name, expr: Expr | null, { origins }: Binding): Name {
  return (expr && origins.get(expr)?.column) ?? written
}

function expandStar({ relation: qualifier, span }: SelectStar, binding: Binding): BoundItems {
  const relations = qualifier ? resolveRelation(qualifier, binding) : binding.scope.relations
  if (relations === null) return { items: [], open: true }
  const items = relations.flatMap(relation =>
    relation.columns
      .filter(({ merged }) => !merged || qualifier !== null)
      .map((column): BoundItem => {
        const expr = column.expr && { ...column.expr }
        const text = qualified(relation, column)
        if (expr) binding.origins.set(expr, { text, column: column.name, span })
        return { name: column.name, expr, span, text, listed: false }
      }),
  )
  return { items, open: relations.some(({ open }) => open) }
}
