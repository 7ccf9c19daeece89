/** Concrete to abstract syntax: FROM, its relations and joins. */
import type { CstNode } from 'chevrotain'
import { cover } from '../diagnostics/source.ts'
import type { Span } from '../diagnostics/source.ts'
import type * as ast from './ast.ts'
import { buildExpression, buildExpressions } from './build-expressions.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, node, nodes, spanOf, token, tokens } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** A part of FROM and the text it takes up, which parentheses make larger than its span. */
interface Extent {
  readonly item: ast.FromItem
  readonly outer: Span
}

/** Builds a `fromClause`: what commas separate is joined crosswise. */
export function buildFrom(build: Build, cst: CstNode): ast.FromItem {
  const [first, ...rest] = nodes(cst, 'fromItem').map(item => buildFromItem(build, item))
  return rest.reduce<Extent>((left, right) => {
    const span = cover(left.outer, right.outer)
    const sides = { left: left.item, right: right.item, on: null, using: null }
    return { item: { kind: 'join', join: 'cross', natural: false, ...sides, comma: true, span }, outer: span }
  }, first!).item
}

/** The condition of a WHERE or HAVING clause. */
export function buildCondition(build: Build, clause: CstNode | undefined): ast.Expression | null {
  return clause ? buildExpression(build, node(clause, 'expression')) : null
}

/** A list of names separated by commas. */
export function buildNames(build: Build, cst: CstNode): ast.Identifier[] {
  return tokens(cst, t.Identifier).map(name => identifier(build, name))
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
  const derived = maybeNode(cst, 'derivedTable')
  if (derived) return { item: buildDerivedTable(build, derived, outer), outer }
  const called = maybeNode(cst, 'tableFunction')
  if (called) return { item: buildTableFunction(build, called, outer), outer }
  const name = identifier(build, token(cst, t.Identifier))
  return { item: { kind: 'table_ref', name, ...buildTableAlias(build, cst), span: outer }, outer }
}

function buildDerivedTable(build: Build, cst: CstNode, span: Span): ast.DerivedTable {
  const alias = node(cst, 'derivedAlias')
  return {
    kind: 'derived_table',
    lateral: has(cst, K.LATERAL),
    query: build.query(build, node(cst, 'query')),
    alias: identifier(build, token(alias, t.Identifier)),
    columns: buildColumns(build, alias),
    span,
  }
}

function buildTableFunction(build: Build, cst: CstNode, span: Span): ast.TableFunction {
  const args = maybeNode(cst, 'expressionList')
  return {
    kind: 'table_function',
    lateral: has(cst, K.LATERAL),
    name: identifier(build, token(cst, t.Identifier)),
    args: args ? buildExpressions(build, args) : [],
    ordinality: has(cst, K.ORDINALITY),
    ...buildTableAlias(build, cst),
    span,
  }
}

function buildTableAlias(build: Build, parent: CstNode): Pick<ast.TableRef, 'alias' | 'columns'> {
  const cst = maybeNode(parent, 'tableAlias')
  return cst
    ? { alias: buildAlias(build, cst), columns: buildColumns(build, cst) }
    : { alias: null, columns: [] }
}

function buildColumns(build: Build, parent: CstNode): ast.Identifier[] {
  const list = maybeNode(parent, 'columnList')
  return list ? buildNames(build, node(list, 'columnNames')) : []
}

function buildAlias(build: Build, parent: CstNode): ast.Identifier | null {
  const alias = maybeNode(parent, 'alias')
  return alias ? identifier(build, token(alias, t.Identifier)) : null
}

function buildJoin(build: Build, left: ast.FromItem, cst: CstNode, span: Span): ast.FromItem {
  const onCst = maybeNode(cst, 'expression')
  const on = onCst ? buildExpression(build, onCst) : null
  const usingCst = maybeNode(cst, 'usingClause')
  const using = usingCst ? buildNames(build, node(usingCst, 'columnNames')) : null
  const join = joinType(cst)
  const natural = has(cst, K.NATURAL)
  const aggregate = maybeNode(cst, 'aggregateSource')
  if (aggregate) {
    checkAggregateJoin(build, cst, aggregate)
    return { kind: 'aggregate_join', left, ...buildAggregate(build, aggregate), on, span }
  }
  const right = buildRelation(build, node(cst, 'relation')).item
  return { kind: 'join', join, natural, left, right, on, using, comma: false, span }
}

/** A joined aggregate has at most one row for each row of the left side, and keeps those without one. */
function checkAggregateJoin(build: Build, cst: CstNode, aggregate: CstNode): void {
  const using = maybeNode(cst, 'usingClause')
  if (using) {
    const help = 'leave it out to join on the primary key, or write `ON`'
    build.diagnostics.error('MV1010', 'an aggregate cannot be joined with `USING`', spanOf(build, using), {
      help,
    })
  }
  if (joinType(cst) === 'left' && !has(cst, K.NATURAL)) return
  build.diagnostics.error(
    'MV1010',
    'an aggregate can be joined only with `LEFT JOIN`',
    { ...spanOf(build, cst), end: spanOf(build, aggregate).end },
    { help: 'write `LEFT JOIN`; to leave rows out, add a condition in `WHERE`' },
  )
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
