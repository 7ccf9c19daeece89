/**
 * Binds the sugar `left LEFT JOIN agg(source [WHERE p] BY columns) AS name [ON condition]`. It stands for the correlated
 * subquery `(SELECT agg FROM source WHERE p AND source.columns = left key)`: a left join with one group at most.
 */
import { clashes, foldCase } from '../catalog/name.ts'
import type { Relation } from '../catalog/relation.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import { emptyAware } from '../expr/aggregate-call.ts'
import type { Expr } from '../expr/expr.ts'
import type { AggregateJoin, Identifier } from '../language/ast.ts'
import { bindAggregateOf } from './bind-aggregate.ts'
import { bindCondition } from './bind-condition.ts'
import { bindTable } from './bind-table.ts'
import type { FromContext, FromResult } from './from-result.ts'
import { bindingFor } from './bind-expression.ts'
import type { Binding } from './binding.ts'
import type { BoundCall, BoundFrom, BoundJoin, BoundOutput, BoundSelect, Condition } from './bound.ts'
import { joinOnKey } from './aggregate-join-key.ts'
import { resolveColumn } from './resolve-column.ts'
import { checkOuterCondition } from './rules/join-conditions.ts'
import { checkOneGroup } from './rules/one-group.ts'
import { joinScopes, type Scope, type ScopeColumn } from './scope.ts'

/** What is inside the parentheses, bound to the source. */
interface BoundInside {
  readonly source: BoundFrom
  /** What the source is called, as declared, and what it is if it is no query. */
  readonly name: Identifier
  readonly relation: Relation | null
  readonly where: Condition | null
  readonly by: readonly BoundOutput[]
  readonly call: BoundCall
}

export function bindAggregateJoin(item: AggregateJoin, left: FromResult, context: FromContext): FromResult {
  const named = requireName(item, context)
  const inside = bindInside(item, context)
  if (inside === null) return { from: null, scope: withResult(left.scope, item, null, 0) }
  const scope = withResult(left.scope, item, inside.call, inside.by.length)
  const on = item.on
    ? bindOn(item, item.on, left, inside, context)
    : joinOnKey(item, left, inside.by, context)
  if (left.from === null || on === null || !named) return { from: null, scope }
  return { from: build(item, left.from, inside, on), scope }
}

/** A left join with the source, grouped by the BY columns. */
function build(item: AggregateJoin, left: BoundFrom, inside: BoundInside, on: Expr): BoundJoin {
  const { source, where, by, call } = inside
  const span = callSpan(item)
  const columns = [...by.map(({ name, expr }) => ({ name, type: expr.type })), call]
  const query: BoundSelect = {
    kind: 'select',
    from: source,
    where,
    grouping: { keys: by, determined: 0, calls: [call], sets: null, span },
    having: null,
    outputs: columns.map(({ name, type }, index) => ({ name, expr: { kind: 'column', type, index } })),
    distinct: false,
    span,
  }
  const right = { kind: 'derived', query, span } as const
  return { kind: 'join', join: 'left', left, right, on, span: item.span }
}

/** From the aggregate's name to the end of what is written of the join's right side. */
function callSpan({ aggregate, span }: AggregateJoin): Span {
  return { source: span.source, start: aggregate.span.start, end: span.end }
}

function requireName({ alias, aggregate, source }: AggregateJoin, { diagnostics }: FromContext): boolean {
  if (alias) return true
  const name = `${source.text}${aggregate.text.charAt(0).toUpperCase()}${foldCase(aggregate.text.slice(1))}`
  diagnostics.error('MV2060', 'this aggregate has no name', aggregate.span, {
    help: `give it one behind the parentheses: AS ${name}`,
  })
  return false
}

function bindInside(item: AggregateJoin, context: FromContext): BoundInside | null {
  const name = item.source
  const table = { kind: 'table_ref', name, alias: null, columns: [], span: callSpan(item) } as const
  const { from: source, scope } = bindTable(table, context)
  const [visible] = scope.relations
  const where = item.where && bindCondition(item.where, bindingFor(scope, 'WHERE', context))
  const by = item.by.map(name => bindColumn(name, item.source, bindingFor(scope, 'GROUP BY', context)))
  const call = bindCall(item, bindingFor(scope, 'an aggregate', context))
  if (source === null || (item.where && where === null) || call === null) return null
  if (!by.every(column => column !== null)) return null
  return {
    source,
    name: visible?.name ?? name,
    relation: visible?.relation ?? null,
    where: where && item.where && { expr: where, span: item.where.span },
    by,
    call,
  }
}

function bindColumn(name: Identifier, relation: Identifier, binding: Binding): BoundOutput | null {
  const expr = resolveColumn({ kind: 'column_ref', relation, name, span: name.span }, binding)
  return expr && { name: name.text, expr }
}

function bindCall(item: AggregateJoin, binding: Binding): BoundCall | null {
  const { aggregate, column, source } = item
  const name = item.alias?.text ?? aggregate.text
  const arg = column && bindColumn(column, source, binding)
  if (column && arg === null) return null
  if (!column && foldCase(aggregate.text) !== 'count') {
    const message = `\`${aggregate.text}\` needs a column of \`${source.text}\``
    const help = `write ${aggregate.text}(${source.text}.column BY …)`
    binding.diagnostics.error('MV2062', message, aggregate.span, { help })
    return null
  }
  return bindAggregateOf(aggregate, arg ? [{ expr: arg.expr, literal: null }] : [], name, binding.diagnostics)
}

function bindOn(
  item: AggregateJoin,
  on: NonNullable<AggregateJoin['on']>,
  left: FromResult,
  { by, name, relation }: BoundInside,
  context: FromContext,
): Expr | null {
  const { diagnostics } = context
  if (!isOtherRelation(item, name.text, left.scope, diagnostics)) return null
  const columns = by.map(({ name, expr }, index): ScopeColumn => ({
    name: { text: name, quoted: false },
    expr: { kind: 'column', type: expr.type, index },
  }))
  const right: Scope = { relations: [{ name, relation, columns, open: false }], width: by.length }
  const expr = bindCondition(on, bindingFor(joinScopes(left.scope, right), 'ON', context))
  const usable = expr && checkOuterCondition(expr, left.scope.width, on.span, diagnostics)
  return usable && checkOneGroup(usable, on.span, left.scope.width, by, name.text, diagnostics)
}

/** In ON, the name of the source has to mean the source and not a relation of the left side. */
function isOtherRelation(
  { source: { span }, by }: AggregateJoin,
  text: string,
  left: Scope,
  diagnostics: Diagnostics,
): boolean {
  const same = left.relations.find(({ name }) => name && clashes(name, { text, quoted: false }))
  if (!same?.name) return true
  diagnostics.error('MV2023', `in this ON, \`${text}\` could be both sides`, span, {
    related: [{ message: 'the left side', span: same.name.span }],
    help: `give the left side an alias: FROM ${text} AS o … ON ${text}.${by[0]?.text ?? 'column'} = o.…`,
  })
  return false
}

/** The scope behind the join: the aggregate joins the left columns under its name; the BY columns stay hidden. */
function withResult(left: Scope, { alias }: AggregateJoin, call: BoundCall | null, byWidth: number): Scope {
  const index = left.width + byWidth
  const expr = call && emptyAware(call.fn, { kind: 'column', type: call.type, index })
  const columns = alias ? [{ name: alias, expr }] : []
  const relation = { name: null, relation: null, columns, open: alias === null }
  return { relations: [...left.relations, relation], width: left.width + byWidth + 1 }
}
