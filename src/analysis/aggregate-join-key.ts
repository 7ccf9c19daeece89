/** The condition of an aggregate join without ON: the BY columns equal the primary key of what precedes, in order. */
import { printType } from '../types/type-name.ts'
import type { Expr } from '../expr/expr.ts'
import type { AggregateJoin } from '../language/ast.ts'
import type { FromContext, FromResult } from './from-result.ts'
import type { BoundOutput } from './bound.ts'
import { must } from '../util/assert.ts'
import { keyOfFrom } from './keys.ts'
import { resolveCall } from './resolve-call.ts'
import { qualified, type Scope } from './scope.ts'

/** The typed condition; null when the key does not fit or is not known, which is reported. */
export function joinOnKey(
  item: AggregateJoin,
  left: FromResult,
  by: readonly BoundOutput[],
  { diagnostics }: FromContext,
): Expr | null {
  if (left.from === null) return null
  const report = (message: string, help: string) => {
    diagnostics.error('MV2061', message, spanOf(item), { help })
    return null
  }
  const key = keyOfFrom(left.from)
  const example = `add ON ${item.source.text}.${by[0]?.name ?? 'column'} = …`
  if (key === null) return report('what precedes this aggregate has no primary key to join on', example)
  const columns = key.map(index => columnAt(left.scope, index))
  const names = columns.map(({ text }) => `\`${text}\``).join(', ')
  if (key.length !== by.length) {
    return report(
      `BY has ${count(by.length)}, the key of what precedes has ${count(key.length)}: ${names}`,
      example,
    )
  }
  const equalities: Expr[] = []
  for (const [position, { expr, name }] of by.entries()) {
    const { expr: keyColumn, text } = columns[position]!
    const right: Expr = { kind: 'column', type: expr.type, index: left.scope.width + position }
    const equality = resolveCall(
      'eq',
      [keyColumn, right].map(expr => ({ expr, literal: null })),
      diagnostics,
    )
    const types = `\`${name}\` is ${printType(expr.type)} and \`${text}\` is ${printType(keyColumn.type)}`
    if (typeof equality === 'string') return report(`the BY columns do not fit the key: ${types}`, example)
    equalities.push(equality)
  }
  return equalities.length === 1
    ? equalities[0]!
    : { kind: 'and', type: { kind: 'boolean' }, args: equalities }
}

function spanOf({ by, span }: AggregateJoin) {
  const [first, last] = [by[0], by.at(-1)]
  return first && last ? { source: span.source, start: first.span.start, end: last.span.end } : span
}

function count(columns: number): string {
  return columns === 1 ? '1 column' : `${columns} columns`
}

/** The key column at a position, with its name. Only aggregates are computed, and they are in no key. */
function columnAt(scope: Scope, index: number): { readonly expr: Expr; readonly text: string } {
  const columns = scope.relations.flatMap(relation =>
    relation.columns.map(column => ({ expr: column.expr, text: qualified(relation, column) })),
  )
  const found = columns.find(({ expr }) => expr?.kind === 'column' && expr.index === index)
  const { expr, text } = must(found, `a column at position ${index}`)
  return { expr: must(expr, 'a column that is bound'), text }
}
