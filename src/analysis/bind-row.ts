/** Compares rows of several values, `(a, b) = (c, d)`: value by value from the left, with SQL's rules for NULL. */
import type { Expr } from '../expr/expr.ts'
import type { ComparisonOperator, Expression, RowExpression } from '../language/ast.ts'
import type { Span } from '../diagnostics/source.ts'
import { bindOperands } from './bind-comparison.ts'
import type { Binding } from './binding.ts'
import type { Operand } from './operand.ts'
import { bindOperator, OPERATORS } from './operators.ts'

const BOOLEAN = { kind: 'boolean' } as const

/** Null when there is an error, which is reported at `span`. */
export function bindRowComparison(
  operator: ComparisonOperator,
  left: RowExpression,
  right: RowExpression,
  span: Span,
  binding: Binding,
): Expr | null {
  const lefts = bindOperands(left.items, binding)
  const rights = lefts && bindOperands(right.items, binding)
  if (!rights || !haveOneLength(left, right, binding)) return null
  return compareRows(operator, lefts, rights, span, binding)
}

/** `(a, b) IN ((c, d), …)`. */
export function bindRowIn(
  row: RowExpression,
  items: readonly Expression[],
  span: Span,
  binding: Binding,
): Expr | null {
  const found = items.map(item => {
    if (item.kind === 'row') return bindRowComparison('=', row, item, span, binding)
    binding.diagnostics.error('MV2080', `IN compares ${row.items.length} values with one`, item.span, {
      help: 'write rows of as many values, as in `(a, b) IN ((1, 2), (3, 4))`',
    })
    return null
  })
  return found.every(expr => expr !== null) ? anyOf(found) : null
}

function haveOneLength(left: RowExpression, right: RowExpression, { diagnostics }: Binding): boolean {
  if (left.items.length === right.items.length) return true
  const message = `a row of ${left.items.length} values is compared with one of ${right.items.length}`
  diagnostics.error('MV2080', message, right.span, { help: 'write as many values on both sides' })
  return false
}

function compareRows(
  operator: ComparisonOperator,
  lefts: readonly Operand[],
  rights: readonly Operand[],
  span: Span,
  binding: Binding,
): Expr | null {
  const compare = (sign: ComparisonOperator, i: number): Expr | null =>
    bindOperator(OPERATORS[sign], sign, [lefts[i]!, rights[i]!], span, binding.diagnostics)
  if (operator === '=' || operator === '<>') {
    const parts = lefts.map((_, i) => compare(operator, i))
    if (!parts.every(part => part !== null)) return null
    return operator === '=' ? allOf(parts) : anyOf(parts)
  }
  const strict = operator === '<' || operator === '<=' ? '<' : '>'
  let result = compare(operator, lefts.length - 1)
  for (let i = lefts.length - 2; i >= 0 && result !== null; i--) {
    const [before, same] = [compare(strict, i), compare('=', i)]
    result = before && same && anyOf([before, allOf([same, result])])
  }
  return result
}

function allOf(args: readonly Expr[]): Expr {
  return args.length === 1 ? args[0]! : { kind: 'and', type: BOOLEAN, args }
}

function anyOf(args: readonly Expr[]): Expr {
  return args.length === 1 ? args[0]! : { kind: 'or', type: BOOLEAN, args }
}
