/** Binds a SELECT clause by clause, in the order in which SQL evaluates them. */
import type { RelationColumn } from '../catalog/relation.ts'
import type { Expr } from '../expr/expr.ts'
import type { Expression, Select, SortItem } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { AggregateCalls } from './aggregate-calls.ts'
import { bindCondition } from './bind-condition.ts'
import type { Cut } from './bind-cut.ts'
import { bindFrom } from './bind-from.ts'
import type { FromContext, FromResult } from './from-result.ts'
import { bindGroupBy } from './bind-group-by.ts'
import { bindingFor } from './bind-expression.ts'
import type { Binding } from './binding.ts'
import { bindOrder, type BoundOrder } from './bind-order.ts'
import type { QueryResult } from './bind-query.ts'
import type { BoundOutput, BoundQuery, BoundSelect, Condition } from './bound.ts'
import { Regrouping } from './regrouping.ts'
import { checkHaving } from './rules/having.ts'
import { namedItems, uniqueItems } from './rules/output-names.ts'
import { EMPTY_SCOPE } from './scope.ts'
import { bindSelectItems, type BoundItem } from './select-items.ts'

const TEXT: SqlType = { kind: 'varchar', length: null }

/** @param orderBy what the rows of `cut` are ordered by; without a cut there is none */
export function bindSelect(
  select: Select,
  context: FromContext,
  orderBy: readonly SortItem[],
  cut: Cut | null,
): QueryResult {
  const source: FromResult = select.from ? bindFrom(select.from, context) : { from: null, scope: EMPTY_SCOPE }
  const where = bindOptional(select.where, bindingFor(source.scope, 'WHERE', context))
  const binding: Binding = {
    ...bindingFor(source.scope, 'SELECT', context),
    aggregates: new AggregateCalls(source.scope.width),
    windows: select.windows,
  }
  const { items, open } = bindSelectItems(select, binding)
  const named = context.isView ? uniqueItems(items, context.diagnostics) : namedItems(items)
  const columns = named.map(({ name, expr }): RelationColumn => ({ name, type: expr && columnType(expr) }))
  const complete = !open && named.length === items.length
  const order = bindOrder(select, orderBy, named, binding)
  const rest = bindGroups(select, items, named, order?.hidden ?? [], binding)
  const fromFails = select.from !== null && source.from === null
  if (fromFails || where === undefined || rest === null || order === null || !complete)
    return { query: null, columns }
  const { distinct, distinctOn, span } = select
  const bound: BoundSelect = {
    kind: 'select',
    from: source.from,
    where,
    ...rest,
    distinct: distinct && distinctOn.length === 0,
    span,
  }
  return { query: cutOf(bound, order, named.length, cut), columns }
}

/** DISTINCT ON keeps the first row of each partition; LIMIT and OFFSET cut what that leaves. */
function cutOf(
  select: BoundSelect,
  { orderBy, distinctOn }: BoundOrder,
  width: number,
  cut: Cut | null,
): BoundQuery {
  const { span } = select
  const all = select.outputs.length
  let query: BoundQuery = select
  if (distinctOn.length > 0) {
    const first = { limit: 1, offset: 0, partitionBy: distinctOn }
    query = { kind: 'ordered', input: query, ...first, orderBy, width: cut ? all : width, span }
  }
  if (cut) query = { kind: 'ordered', input: query, ...cut, partitionBy: [], orderBy, width, span }
  return query
}

/** The condition of a clause; null when there is no such clause, undefined when it has an error, which is reported. */
function bindOptional(expression: Expression | null, binding: Binding): Condition | null | undefined {
  if (expression === null) return null
  const expr = bindCondition(expression, binding)
  return expr ? { expr, span: expression.span } : undefined
}

type Groups = Pick<BoundSelect, 'grouping' | 'having' | 'outputs'>

/** GROUP BY and HAVING, and the output over what they leave: the named columns, then the hidden ones. */
function bindGroups(
  select: Select,
  items: readonly BoundItem[],
  named: readonly (BoundItem & { readonly name: { readonly text: string } })[],
  hidden: readonly BoundOutput[],
  binding: Binding,
): Groups | null {
  const groups = bindGroupBy(select.groupBy, items, binding)
  const having = bindOptional(select.having, { ...binding, windows: null, place: 'HAVING' })
  const grouped = select.groupBy.length > 0 || (binding.aggregates?.values.length ?? 0) > 0
  if (!checkHaving(select.having, grouped, binding.diagnostics)) return null
  const visible = named.flatMap(({ name, expr }) => (expr ? [{ name: name.text, expr: asColumn(expr) }] : []))
  if (groups === null || having === undefined) return null
  const outputs = [...visible, ...hidden]
  const complete = visible.length === named.length
  if (!grouped) return complete ? { grouping: null, having, outputs } : null
  const regrouping = new Regrouping(groups, binding)
  const exprs = [...outputs.map(({ expr }) => expr), ...(having ? [having.expr] : [])]
  if (!regrouping.check(exprs) || !complete) return null
  const rewritten = {
    having: having && { ...having, expr: regrouping.rewrite(having.expr) },
    outputs: outputs.map(({ name, expr }): BoundOutput => ({ name, expr: regrouping.rewrite(expr) })),
  }
  return { ...rewritten, grouping: regrouping.grouping(select.span) }
}

/** A bare NULL is text, as in PostgreSQL. */
function asColumn(expr: Expr): Expr {
  return expr.type.kind === 'null' ? { kind: 'literal', type: TEXT, text: null } : expr
}

function columnType(expr: Expr): SqlType {
  return asColumn(expr).type
}
