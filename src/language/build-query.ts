/** Concrete to abstract syntax: queries, set operations, select lists. */
import type { CstNode, IToken } from 'chevrotain'
import { cover } from '../diagnostics/source.ts'
import type { Span } from '../diagnostics/source.ts'
import type * as ast from './ast.ts'
import { buildExpression, buildExpressions } from './build-expressions.ts'
import { buildCondition, buildFrom, buildNames } from './build-from.ts'
import { buildGroupBy } from './build-group-by.ts'
import { buildOrderBy, buildWindowDefinition } from './build-windows.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, maybeToken, node, nodes, spanOf } from './cst.ts'
import { token, tokenSpan, tokens } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Builds a `query`. What is only another one in parentheses is that one. */
export function buildQuery(build: Build, cst: CstNode): ast.Query {
  const withClause = maybeNode(cst, 'withClause')
  const order = maybeNode(cst, 'orderByClause')
  const { item: body } = buildBody(build, node(cst, 'queryBody'))
  const query: ast.Query = {
    kind: 'query',
    with: withClause ? nodes(withClause, 'commonTable').map(table => buildCommonTable(build, table)) : [],
    recursive: withClause !== undefined && has(withClause, K.RECURSIVE),
    body,
    orderBy: order ? buildOrderBy(build, order, buildExpression) : [],
    ...buildLimits(build, nodes(cst, 'rowLimit')),
    span: spanOf(build, cst),
  }
  return body.kind === 'query' && isBare(query) ? body : query
}

/** Whether a query is its body alone. */
function isBare(query: ast.Query): boolean {
  const { with: tables, orderBy, limit, offset } = query
  return tables.length === 0 && orderBy.length === 0 && limit === null && offset === null
}

function buildCommonTable(build: Build, cst: CstNode): ast.CommonTable {
  const columns = maybeNode(cst, 'columnList')
  return {
    kind: 'common_table',
    name: identifier(build, token(cst, t.Identifier)),
    columns: columns ? buildNames(build, node(columns, 'columnNames')) : [],
    query: buildQuery(build, node(node(cst, 'subquery'), 'query')),
    span: spanOf(build, cst),
  }
}

/** Something and the text it takes up, which parentheses make larger than its span. */
interface Extent<T> {
  readonly item: T
  readonly outer: Span
}
type Part = Extent<ast.QueryBody>

function buildBody(build: Build, cst: CstNode): Part {
  const terms = nodes(cst, 'queryTerm').map(term => buildTerm(build, term))
  return combine(terms, nodes(cst, 'unionOperator'))
}

function buildTerm(build: Build, cst: CstNode): Part {
  const primaries = nodes(cst, 'queryPrimary').map(primary => buildPrimary(build, primary))
  return combine(primaries, nodes(cst, 'intersectOperator'))
}

function combine([first, ...rest]: readonly Part[], operators: readonly CstNode[]): Part {
  return rest.reduce<Part>((left, right, index) => {
    const outer = cover(left.outer, right.outer)
    const sides = { left: left.item, right: right.item, span: outer }
    return { item: { kind: 'set_operation', ...operatorOf(operators[index]!), ...sides }, outer }
  }, first!)
}

function operatorOf(cst: CstNode): Pick<ast.SetOperation, 'operator' | 'all'> {
  const quantifier = maybeNode(cst, 'setQuantifier')
  return {
    operator: has(cst, K.UNION) ? 'union' : has(cst, K.EXCEPT) ? 'except' : 'intersect',
    all: quantifier !== undefined && has(quantifier, K.ALL),
  }
}

function buildPrimary(build: Build, cst: CstNode): Part {
  const outer = spanOf(build, cst)
  const select = maybeNode(cst, 'select')
  if (select) return { item: buildSelect(build, select), outer }
  const values = maybeNode(cst, 'values')
  if (values) return { item: buildValues(build, values), outer }
  const query = buildQuery(build, node(node(cst, 'subquery'), 'query'))
  return { item: isBare(query) ? query.body : query, outer }
}

function buildValues(build: Build, cst: CstNode): ast.Values {
  const rows = nodes(cst, 'valuesRow').map(row => buildExpressions(build, node(row, 'expressionList')))
  return { kind: 'values', rows, span: spanOf(build, cst) }
}

type Limits = Pick<ast.Query, 'limit' | 'offset'>

/** LIMIT and OFFSET in either order; FETCH is another word for LIMIT, and without a number one for LIMIT 1. */
function buildLimits(build: Build, clauses: readonly CstNode[]): Limits {
  let [limit, offset]: [Limits['limit'], Limits['offset']] = [null, null]
  const seen = new Map<string, IToken>()
  for (const clause of clauses) {
    const word = [K.LIMIT, K.OFFSET, K.FETCH].flatMap(type => tokens(clause, type))[0]!
    checkOnce(build, word, seen)
    const value = buildRowCount(build, clause)
    if (has(clause, K.OFFSET)) offset = value
    else limit = value
  }
  return { limit, offset }
}

function checkOnce(build: Build, word: IToken, seen: Map<string, IToken>): void {
  const role = word.tokenType === K.OFFSET ? 'OFFSET' : 'LIMIT'
  const first = seen.get(role)
  seen.set(role, word)
  if (!first) return
  build.diagnostics.error('MV1001', `a second \`${role}\` in one place`, tokenSpan(build, word), {
    related: [{ message: 'the first one', span: tokenSpan(build, first) }],
    help: 'keep one of them',
  })
}

function buildRowCount(build: Build, clause: CstNode): ast.Expression | null {
  const expression = maybeNode(clause, 'expression')
  if (expression) return buildExpression(build, expression)
  if (has(clause, K.LIMIT)) return null
  const operand = maybeNode(clause, 'operand')
  if (operand) return buildExpression(build, clause)
  return { kind: 'literal', literal: 'number', text: '1', span: spanOf(build, node(clause, 'rowWord')) }
}

function buildSelect(build: Build, cst: CstNode): ast.Select {
  const distinct = maybeNode(cst, 'distinctClause')
  const on = distinct && maybeNode(distinct, 'expressionList')
  const from = maybeNode(cst, 'fromClause')
  const groupBy = maybeNode(cst, 'groupByClause')
  const windows = maybeNode(cst, 'windowClause')
  return {
    kind: 'select',
    distinct: distinct !== undefined,
    distinctOn: on ? buildExpressions(build, on) : [],
    items: nodes(cst, 'selectItem').map(item => buildSelectItem(build, item)),
    from: from ? buildFrom(build, from) : null,
    where: buildCondition(build, maybeNode(cst, 'whereClause')),
    groupBy: groupBy ? buildGroupBy(build, groupBy) : [],
    having: buildCondition(build, maybeNode(cst, 'havingClause')),
    windows: (windows ? nodes(windows, 'windowDefinition') : []).map(definition =>
      buildWindowDefinition(build, definition, buildExpression),
    ),
    span: spanOf(build, cst),
  }
}

function buildSelectItem(build: Build, cst: CstNode): ast.SelectItem {
  const span = spanOf(build, cst)
  if (has(cst, t.Star)) {
    const relation = maybeToken(cst, t.Identifier)
    return { kind: 'select_star', relation: relation ? identifier(build, relation) : null, span }
  }
  const alias = maybeNode(cst, 'alias')
  return {
    kind: 'select_expression',
    expression: buildExpression(build, node(cst, 'expression')),
    alias: alias ? identifier(build, token(alias, t.Identifier)) : null,
    span,
  }
}
