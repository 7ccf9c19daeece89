/** Concrete to abstract syntax: queries, their select lists and joins. */
import type { CstNode } from 'chevrotain'
import { cover } from '../diagnostics/source.ts'
import type { Span } from '../diagnostics/source.ts'
import type * as ast from './ast.ts'
import { buildExpression } from './build-expressions.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, maybeToken, node, nodes, spanOf, token, tokens } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

export function buildQuery(build: Build, cst: CstNode): ast.Query {
  return buildSelect(build, node(cst, 'select'))
}

function buildSelect(build: Build, cst: CstNode): ast.Select {
  const from = maybeNode(cst, 'fromClause')
  const groupBy = maybeNode(cst, 'groupByClause')
  return {
    kind: 'select',
    items: nodes(cst, 'selectItem').map(item => buildSelectItem(build, item)),
    from: from ? buildFromItem(build, node(from, 'fromItem')).item : null,
    where: buildCondition(build, maybeNode(cst, 'whereClause')),
    groupBy: groupBy ? nodes(groupBy, 'expression').map(key => buildExpression(build, key)) : [],
    having: buildCondition(build, maybeNode(cst, 'havingClause')),
    span: spanOf(build, cst),
  }
}

/** The condition of a WHERE or HAVING clause. */
export function buildCondition(build: Build, clause: CstNode | undefined): ast.Expression | null {
  return clause ? buildExpression(build, node(clause, 'expression')) : null
}

/** A list of names separated by commas. */
export function buildNames(build: Build, cst: CstNode): ast.Identifier[] {
  return tokens(cst, t.Identifier).map(name => identifier(build, name))
}

function buildSelectItem(build: Build, cst: CstNode): ast.SelectItem {
  const span = spanOf(build, cst)
  if (has(cst, t.Star)) {
    const relation = maybeToken(cst, t.Identifier)
    return { kind: 'select_star', relation: relation ? identifier(build, relation) : null, span }
  }
  return {
    kind: 'select_expression',
    expression: buildExpression(build, node(cst, 'expression')),
    alias: buildAlias(build, cst),
    span,
  }
}

function buildAlias(build: Build, parent: CstNode): ast.Identifier | null {
  const alias = maybeNode(parent, 'alias')
  return alias ? identifier(build, token(alias, t.Identifier)) : null
}

/** A part of FROM and the text it takes up, which parentheses make larger than its span. */
interface Extent {
  readonly item: ast.FromItem
  readonly outer: Span
}

/** Joins lean to the left: `a JOIN b JOIN c` is `(a JOIN b) JOIN c`. */
function buildFromItem(build: Build, cst: CstNode): Extent {
  const first = buildRelation(build, node(cst, 'relation'))
  return nodes(cst, 'joinClause').reduce<Extent>((left, clause) => {
    const span = cover(left.outer, spanOf(build, clause))
    return { item: buildJoin(build, left.item, clause, span), outer: span }
  }, first)
}

function buildRelation(build: Build, cst: CstNode): Extent {
  const outer = spanOf(build, cst)
  const nested = maybeNode(cst, 'fromItem')
  if (nested) return { item: buildFromItem(build, nested).item, outer }
  const name = identifier(build, token(cst, t.Identifier))
  return { item: { kind: 'table_ref', name, alias: buildAlias(build, cst), span: outer }, outer }
}

function buildJoin(build: Build, left: ast.FromItem, cst: CstNode, span: Span): ast.FromItem {
  const onCst = maybeNode(cst, 'expression')
  const on = onCst ? buildExpression(build, onCst) : null
  const join = joinType(cst)
  const aggregate = maybeNode(cst, 'aggregateSource')
  if (!aggregate) {
    return { kind: 'join', join, left, right: buildRelation(build, node(cst, 'relation')).item, on, span }
  }
  if (join !== 'left') {
    build.diagnostics.error(
      'MV1010',
      'an aggregate can be joined only with `LEFT JOIN`',
      { ...spanOf(build, cst), end: spanOf(build, aggregate).end },
      { help: 'write `LEFT JOIN`; to leave rows out, add a condition in `WHERE`' },
    )
  }
  return { kind: 'aggregate_join', left, ...buildAggregate(build, aggregate), on, span }
}

function joinType(cst: CstNode): ast.Join['join'] {
  const written = maybeNode(cst, 'joinType')
  if (!written || has(written, K.INNER)) return 'inner'
  if (has(written, K.LEFT)) return 'left'
  if (has(written, K.RIGHT)) return 'right'
  return has(written, K.FULL) ? 'full' : 'cross'
}

function buildAggregate(
  build: Build,
  cst: CstNode,
): Pick<ast.AggregateJoin, 'aggregate' | 'source' | 'column' | 'where' | 'by' | 'alias'> {
  const [source, column] = tokens(node(cst, 'aggregatedColumn'), t.Identifier)
  return {
    aggregate: identifier(build, token(cst, t.Identifier)),
    source: identifier(build, source!),
    column: column ? identifier(build, column) : null,
    where: buildCondition(build, maybeNode(cst, 'whereClause')),
    by: buildNames(build, node(cst, 'columnNames')),
    alias: buildAlias(build, cst),
  }
}
