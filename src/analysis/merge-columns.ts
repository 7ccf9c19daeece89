/** USING and NATURAL: columns of one name are compared, and become one column in front of all others. */
import { foldCase, refersTo, type Name } from '../catalog/name.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import type { Join } from '../language/ast.ts'
import type { FromContext } from './from-result.ts'
import { bindOperator, OPERATORS } from './operators.ts'
import { unifyTypes } from './unify-types.ts'
import type { Scope, ScopeColumn, ScopeRelation } from './scope.ts'

export interface Merged {
  readonly scope: Scope
  /** Null where NATURAL finds no common name; undefined for an error, which is reported. */
  readonly on: Expr | null | undefined
}

/** @param scope of both sides, whose first relations are those of `left` */
export function mergeColumns(item: Join, left: Scope, scope: Scope, context: FromContext): Merged {
  const sides = {
    left: scope.relations.slice(0, left.relations.length),
    right: scope.relations.slice(left.relations.length),
  }
  const names = item.using ?? commonNames(sides.left, sides.right)
  const pairs = names.map(name => pairOf(name, 'span' in name ? name.span : item.right.span, sides, context))
  if (!pairs.every(pair => pair !== null)) return { scope, on: undefined }
  const equalities = pairs.map(({ left, right, span }) => {
    const operands = [left, right].map(({ expr }) => ({ expr: expr!, literal: null }))
    return bindOperator(OPERATORS['='], '=', operands, span, context.diagnostics)
  })
  const columns = pairs.map(pair => mergedColumn(item, pair, context))
  if (!equalities.every(equality => equality !== null) || !columns.every(column => column !== null))
    return { scope, on: undefined }
  const taken = new Set(pairs.flatMap(({ left, right }) => [left, right]))
  const hide = (relation: ScopeRelation): ScopeRelation => ({
    ...relation,
    columns: relation.columns.map(column =>
      taken.has(column) ? { ...column, merged: true as const } : column,
    ),
  })
  const front: ScopeRelation = {
    name: null,
    relation: null,
    columns,
    open: false,
  }
  return {
    scope: { relations: [front, ...scope.relations.map(hide)], width: scope.width },
    on:
      equalities.length <= 1
        ? (equalities[0] ?? null)
        : { kind: 'and', type: { kind: 'boolean' }, args: equalities },
  }
}

interface Pair {
  readonly left: ScopeColumn
  readonly right: ScopeColumn
  readonly span: Span
}

/**
 * Of the type that both sides have in common: the side that is always there, of a full join the one that is. Where both
 * are, the one that has the type: as in PostgreSQL, it shows in the digits of a DECIMAL.
 */
function mergedColumn(
  { join }: Join,
  { left, right, span }: Pair,
  { diagnostics }: FromContext,
): ScopeColumn | null {
  const operands = [left, right].map(({ expr }) => ({ expr: expr!, literal: null }))
  const sides = unifyTypes('USING', operands, span, diagnostics)
  if (sides === null) return null
  const [first, second] = sides as [Expr, Expr]
  const whole: Expr = { kind: 'coalesce', type: first.type, args: sides }
  const takesSecond = join === 'right' || (join !== 'left' && first !== left.expr && second === right.expr)
  return { name: left.name, expr: join === 'full' ? whole : takesSecond ? second : first }
}

function pairOf(
  name: Name,
  span: Span,
  sides: { readonly left: readonly ScopeRelation[]; readonly right: readonly ScopeRelation[] },
  context: FromContext,
): Pair | null {
  const left = columnOf(name, span, sides.left, 'left', context)
  const right = columnOf(name, span, sides.right, 'right', context)
  return left?.expr && right?.expr ? { left, right, span } : null
}

function columnOf(
  name: Name,
  span: Span,
  relations: readonly ScopeRelation[],
  side: string,
  { diagnostics }: FromContext,
): ScopeColumn | null {
  const visible = relations.flatMap(({ columns }) => columns.filter(({ merged }) => !merged))
  const found = visible.filter(column => refersTo(name, column.name.text))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    diagnostics.error('MV2022', `the ${side} side has more than one column \`${name.text}\``, span, {
      help: 'write ON with the names of the relations in front',
    })
  } else if (!relations.some(({ open }) => open)) {
    const similar = suggest(
      name.text,
      visible.map(column => column.name.text),
    )
    diagnostics.error('MV2021', `the ${side} side has no column \`${name.text}\``, span, {
      ...(similar && { help: `did you mean \`${similar}\`?` }),
    })
  }
  return null
}

function commonNames(left: readonly ScopeRelation[], right: readonly ScopeRelation[]): Name[] {
  const visible = (relations: readonly ScopeRelation[]): Name[] =>
    relations.flatMap(({ columns }) => columns.filter(({ merged }) => !merged).map(({ name }) => name))
  const ofRight = new Set(visible(right).map(({ text }) => foldCase(text)))
  return visible(left).filter(({ text }) => ofRight.has(foldCase(text)))
}
