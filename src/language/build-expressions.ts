/** Concrete to abstract syntax: expressions. */
import type { CstNode } from 'chevrotain'
import type * as ast from './ast.ts'
import { buildLiteral, buildTypedLiteral } from './build-literals.ts'
import { buildTypeName } from './build-types.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, node, nodes, spanOf, tokens } from './cst.ts'
import { climb } from './precedence-climbing.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Builds an `expression` or the `lowerBound` of BETWEEN. */
export function buildExpression(build: Build, cst: CstNode): ast.Expression {
  return climb(build, cst, { expression: buildExpression, primary: buildPrimary })
}

type Builder = (build: Build, cst: CstNode) => ast.Expression

const BUILDERS: Record<string, Builder> = {
  plainLiteral: buildLiteral,
  expression: buildExpression,
  caseExpression: buildCase,
  castExpression: buildCast,
  typedLiteral: buildTypedLiteral,
  functionCall: buildCall,
  columnRef: buildColumnRef,
}

/** An operand without signs and casts; parentheses leave no trace. */
function buildPrimary(build: Build, cst: CstNode): ast.Expression {
  const rule = Object.keys(BUILDERS).find(name => maybeNode(cst, name) !== undefined)!
  return BUILDERS[rule]!(build, node(cst, rule))
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
    form: 'cast',
    span: spanOf(build, cst),
  }
}

function buildCall(build: Build, cst: CstNode): ast.FunctionCall {
  const name = [t.Identifier, K.LEFT, K.RIGHT].flatMap(type => tokens(cst, type))[0]!
  const list = maybeNode(cst, 'expressionList')
  const range = maybeNode(cst, 'substringRange')
  const filter = maybeNode(cst, 'filterClause')
  return {
    kind: 'function_call',
    name: identifier(build, name),
    args: [...(list ? buildArguments(build, list) : []), ...(range ? buildRange(build, range) : [])],
    star: has(cst, t.Star),
    distinct: has(cst, K.DISTINCT),
    filter: filter ? buildExpression(build, node(node(filter, 'whereClause'), 'expression')) : null,
    span: spanOf(build, cst),
  }
}

function buildArguments(build: Build, cst: CstNode): ast.Expression[] {
  return nodes(cst, 'expression').map(argument => buildExpression(build, argument))
}

/** `FROM start FOR count` as the arguments that it stands for; without FROM the start is 1. */
function buildRange(build: Build, cst: CstNode): ast.Expression[] {
  const count = maybeNode(cst, 'substringCount')
  const start = buildArguments(build, cst)
  if (start.length === 0)
    start.push({ kind: 'literal', literal: 'number', text: '1', span: spanOf(build, cst) })
  return [...start, ...(count ? buildArguments(build, count) : [])]
}
