/** WITHIN GROUP, DISTINCT and constants stand where an aggregate takes them. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import { compile } from '../../expr/evaluate.ts'
import type { Expr, LiteralExpr } from '../../expr/expr.ts'
import { fold } from '../../expr/fold.ts'
import type { AggregateSignature } from '../../expr/signature.ts'
import type { FunctionCall } from '../../language/ast.ts'
import { isList, type Value } from '../../types/value.ts'

/** False for WITHIN GROUP in the wrong place, which is reported. */
export function checkForm(
  { name: { text }, withinGroup, distinct, span }: FunctionCall,
  form: Pick<AggregateSignature, 'withinGroup'>,
  diagnostics: Diagnostics,
): boolean {
  const refuse = (message: string, help: string): false => {
    diagnostics.error('MV2047', message, span, { help })
    return false
  }
  if (withinGroup.length === 0) return true
  if (!form.withinGroup)
    return refuse(`\`${text}\` does not take WITHIN GROUP`, 'put what it aggregates into its parentheses')
  if (withinGroup.length > 1) return refuse(`\`${text}\` orders by one expression`, 'leave out the others')
  return !distinct || refuse(`\`${text}\` does not take DISTINCT`, 'leave it out')
}

/** The constants of a call as literals; null when one is none, or has a value without meaning, which is reported. */
export function checkConstants(
  name: string,
  exprs: readonly Expr[],
  span: Span,
  diagnostics: Diagnostics,
): LiteralExpr[] | null {
  const literals = exprs.map(fold).flatMap(expr => (expr.kind === 'literal' ? [expr] : []))
  if (literals.length < exprs.length) {
    diagnostics.error('MV2047', `the last argument of \`${name}\` is no constant`, span, {
      help: 'write a number: it is the same for all groups',
    })
    return null
  }
  for (const literal of literals) {
    const value = compile(literal)([])
    const isCount = literal.type.kind === 'integer'
    if (partsOf(value).every(part => part === null || (isCount ? part > 0 : part >= 0 && part <= 1))) continue
    const message = isCount ? `\`${name}\` takes at least one value` : `a fraction is from 0 to 1`
    diagnostics.error('MV2047', message, span, {
      help: isCount ? 'write a number from 1 on' : 'for a percentage write it divided by 100, such as 0.95',
    })
    return null
  }
  return literals
}

/** The numbers of a constant: it is one, or an array of them. */
function partsOf(value: Value): readonly (number | null)[] {
  return (isList(value) ? value : [value]) as readonly (number | null)[]
}
