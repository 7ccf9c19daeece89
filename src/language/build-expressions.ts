/** Concrete to abstract syntax: expressions. */
import type { CstNode } from 'chevrotain'
import type * as ast from './ast.ts'
import { buildCall } from './build-calls.ts'
import { buildLiteral, buildTypedLiteral } from './build-literals.ts'
import { buildTypeName } from './build-types.ts'
import type { Build } from './cst.ts'
import { identifier, maybeNode, maybeToken, node, nodes, spanOf, token, tokens } from './cst.ts'
import { climb } from './precedence-climbing.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Builds an `expression` or a `lowerBound`. */
export function buildExpression(build: Build, cst: CstNode): ast.Expression {
  const lambda = maybeNode(cst, 'lambda')
  if (lambda) return buildLambda(build, lambda)
  return climb(build, cst, { expression: buildExpression, primary: buildPrimary })
}

/** A list of expressions: an `expressionList` or what else has them as children. */
export function buildExpressions(build: Build, cst: CstNode): ast.Expression[] {
  return nodes(cst, 'expression').map(expression => buildExpression(build, expression))
}

function buildLambda(build: Build, cst: CstNode): ast.Lambda {
  const names = maybeNode(cst, 'columnNames')
  return {
    kind: 'lambda',
    parameters: tokens(names ?? cst, t.Identifier).map(name => identifier(build, name)),
    body: buildExpression(build, node(cst, 'expression')),
    span: spanOf(build, cst),
  }
}

type Builder = (build: Build, cst: CstNode) => ast.Expression

const BUILDERS: Record<string, Builder> = {
  plainLiteral: buildLiteral,
  subquery: buildSubquery,
  group: buildGroup,
  caseExpression: buildCase,
  castExpression: buildCast,
  typedLiteral: buildTypedLiteral,
  arrayExpression: buildArray,
  mapExpression: buildMap,
  structExpression: buildStruct,
  rowExpression: buildRow,
  existsExpression: buildExists,
  functionCall: (build, cst) => buildCall(build, cst, buildExpression),
  columnRef: buildColumnRef,
}

/** An operand without signs and what follows it; parentheses leave no trace. */
function buildPrimary(build: Build, cst: CstNode): ast.Expression {
  const rule = Object.keys(BUILDERS).find(name => maybeNode(cst, name) !== undefined)!
  return BUILDERS[rule]!(build, node(cst, rule))
}

function buildGroup(build: Build, cst: CstNode): ast.Expression {
  const items = buildExpressions(build, cst)
  return items.length === 1 ? items[0]! : { kind: 'row', items, span: spanOf(build, cst) }
}

function buildRow(build: Build, cst: CstNode): ast.RowExpression {
  return {
    kind: 'row',
    items: buildExpressions(build, node(cst, 'expressionList')),
    span: spanOf(build, cst),
  }
}

function buildSubquery(build: Build, cst: CstNode): ast.ScalarSubquery {
  return { kind: 'subquery', query: build.query(build, node(cst, 'query')), span: spanOf(build, cst) }
}

function buildExists(build: Build, cst: CstNode): ast.ExistsExpression {
  const query = build.query(build, node(node(cst, 'subquery'), 'query'))
  return { kind: 'exists', query, span: spanOf(build, cst) }
}

function buildArray(build: Build, cst: CstNode): ast.ArrayExpression {
  const list = maybeNode(cst, 'expressionList')
  return { kind: 'array', items: list ? buildExpressions(build, list) : [], span: spanOf(build, cst) }
}

function buildMap(build: Build, cst: CstNode): ast.MapExpression {
  const entries = nodes(cst, 'mapEntry').map(entry => {
    const [key, value] = buildExpressions(build, entry)
    return { key: key!, value: value!, span: spanOf(build, entry) }
  })
  return { kind: 'map', entries, span: spanOf(build, cst) }
}

function buildStruct(build: Build, cst: CstNode): ast.StructExpression {
  const fields = nodes(cst, 'structField').map(field => ({
    name: identifier(build, token(field, t.Identifier)),
    value: buildExpression(build, node(field, 'expression')),
    span: spanOf(build, field),
  }))
  return { kind: 'struct', fields, span: spanOf(build, cst) }
}

function buildColumnRef(build: Build, cst: CstNode): ast.ColumnRef {
  const [first, second] = tokens(cst, t.Identifier).map(name => identifier(build, name))
  const parts = second ? { relation: first!, name: second } : { relation: null, name: first! }
  return { kind: 'column_ref', ...parts, span: spanOf(build, cst) }
}

function buildCase(build: Build, cst: CstNode): ast.CaseExpression {
  const whens = nodes(cst, 'caseWhen')
  const plain = nodes(cst, 'expression')
  const elseStart = tokens(cst, K.ELSE)[0]?.startOffset ?? Infinity
  const operand = plain.find(expression => spanOf(build, expression).end <= elseStart)
  const otherwise = plain.find(expression => spanOf(build, expression).start > elseStart)
  return {
    kind: 'case',
    operand: operand ? buildExpression(build, operand) : null,
    whens: whens.map(when => buildWhen(build, when)),
    otherwise: otherwise ? buildExpression(build, otherwise) : null,
    span: spanOf(build, cst),
  }
}

function buildWhen(build: Build, cst: CstNode): ast.CaseExpression['whens'][number] {
  const [when, then] = nodes(cst, 'expression').map(expression => buildExpression(build, expression))
  return { when: when!, then: then!, span: spanOf(build, cst) }
}

function buildCast(build: Build, cst: CstNode): ast.CastExpression {
  return {
    kind: 'cast',
    operand: buildExpression(build, node(cst, 'expression')),
    type: buildTypeName(build, node(cst, 'typeName')),
    form: maybeToken(cst, K.TRY_CAST) ? 'try' : 'cast',
    span: spanOf(build, cst),
  }
}
