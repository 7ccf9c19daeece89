/** Binds a SELECT clause by clause, in the order in which SQL evaluates them. */
import type { RelationColumn } from '../catalog/relation.ts'
import type { Expr } from '../expr/expr.ts'
import type { Expression, Select } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { AggregateCalls } from './aggregate-calls.ts'
import { bindCondition } from './bind-condition.ts'
import { bindFrom } from './bind-from.ts'
import type { FromContext } from './from-result.ts'
import { bindGroupBy } from './bind-group-by.ts'
import { bindingFor } from './bind-expression.ts'
import type { Binding } from './binding.ts'
import type { BoundOutput, BoundSelect, Condition } from './bound.ts'
import { Regrouping } from './regrouping.ts'
import { checkHaving } from './rules/having.ts'
import { uniqueItems } from './rules/output-names.ts'
import { bindSelectItems, type BoundItem } from './select-items.ts'

export interface SelectResult {
  /** Null when there is an error, which is reported. */
  readonly select: BoundSelect | null
  /** The columns of the result as far as they are known. */
  readonly columns: readonly RelationColumn[]
}

const TEXT: SqlType = { kind: 'varchar', length: null }

export function bindSelect(select: Select, context: FromContext): SelectResult {
  if (select.from === null) {
    context.diagnostics.error('MV2028', 'this query has no FROM', select.span, {
      help: 'a view is made of the rows of a table or of another view: SELECT … FROM …',
    })
    return { select: null, columns: [] }
  }
  const source = bindFrom(select.from, context)
  const where = bindOptional(select.where, bindingFor(source.scope, 'WHERE', context.diagnostics))
  const binding: Binding = {
    ...bindingFor(source.scope, 'SELECT', context.diagnostics),
    aggregates: new AggregateCalls(source.scope.width),
  }
  const { items, open } = bindSelectItems(select, binding)
  const named = uniqueItems(items, context.diagnostics)
  const columns = named.map(({ name, expr }) => ({ name, type: expr && columnType(expr) }))
  const complete = !open && named.length === items.length
  const rest = bindGroups(select, items, named, binding)
  if (source.from === null || where === undefined || rest === null || !complete)
    return { select: null, columns }
  return { select: { from: source.from, where, ...rest, span: select.span }, columns }
}

/** The condition of a clause; null when there is no such clause, undefined when it has an error, which is reported. */
function bindOptional(expression: Expression | null, binding: Binding): Condition | null | undefined {
  if (expression === null) return null
  const expr = bindCondition(expression, binding)
  return expr ? { expr, span: expression.span } : undefined
}

type Groups = Pick<BoundSelect, 'grouping' | 'having' | 'outputs'>

/** GROUP BY and HAVING, and the output over what they leave. */
function bindGroups(
  select: Select,
  items: readonly BoundItem[],
  named: readonly (BoundItem & { readonly name: { readonly text: string } })[],
  binding: Binding,
): Groups | null {
  const keys = bindGroupBy(select.groupBy, items, binding)
  const having = bindOptional(select.having, { ...binding, place: 'HAVING' })
  const grouped = select.groupBy.length > 0 || (binding.aggregates?.calls.length ?? 0) > 0
  if (!checkHaving(select.having, grouped, binding.diagnostics)) return null
  const outputs = named.flatMap(({ name, expr }) => (expr ? [{ name: name.text, expr: asColumn(expr) }] : []))
  if (keys === null || having === undefined) return null
  if (!grouped) return outputs.length === named.length ? { grouping: null, having, outputs } : null
  const regrouping = new Regrouping(keys, binding)
  const exprs = [...outputs.map(({ expr }) => expr), ...(having ? [having.expr] : [])]
  if (!regrouping.check(exprs) || outputs.length < named.length) return null
  return {
    grouping: regrouping.grouping(select.span),
    having: having && { ...having, expr: regrouping.rewrite(having.expr) },
    outputs: outputs.map(({ name, expr }): BoundOutput => ({ name, expr: regrouping.rewrite(expr) })),
  }
}

/** A bare NULL is text, as in PostgreSQL. */
function asColumn(expr: Expr): Expr {
  return expr.type.kind === 'null' ? { kind: 'literal', type: TEXT, text: null } : expr
}

function columnType(expr: Expr): SqlType {
  return asColumn(expr).type
}
