/** Concrete to abstract syntax: calls, with what SQL writes between words as plain arguments. */
import type { CstNode } from 'chevrotain'
import type * as ast from './ast.ts'
import { buildOrderBy, buildWindowSpec } from './build-windows.ts'
import type { BuildExpression } from './build-windows.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, maybeToken, node, nodes, spanOf, stringText } from './cst.ts'
import { token, tokenSpan, tokens } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Name and arguments of a call. */
type Called = Pick<ast.FunctionCall, 'name' | 'args'>

/** Builds a `functionCall`; `expression` builds its parts. */
export function buildCall(build: Build, cst: CstNode, expression: BuildExpression): ast.FunctionCall {
  const plain = maybeNode(cst, 'plainArguments')
  const order = plain && maybeNode(plain, 'orderByClause')
  const within = maybeNode(cst, 'withinGroup')
  const filter = maybeNode(cst, 'filterClause')
  const nulls = maybeNode(cst, 'nullsClause')
  return {
    kind: 'function_call',
    ...buildCalled(build, cst, expression),
    star: plain !== undefined && has(plain, t.Star),
    distinct: plain !== undefined && has(plain, K.DISTINCT),
    orderBy: order ? buildOrderBy(build, order, expression) : [],
    withinGroup: within ? buildOrderBy(build, node(within, 'orderByClause'), expression) : [],
    filter: filter ? expression(build, node(node(filter, 'whereClause'), 'expression')) : null,
    nulls: nulls ? (has(nulls, K.IGNORE) ? 'ignore' : 'respect') : null,
    over: buildOver(build, maybeNode(cst, 'overClause'), expression),
    span: spanOf(build, cst),
  }
}

function buildOver(
  build: Build,
  cst: CstNode | undefined,
  expression: BuildExpression,
): ast.FunctionCall['over'] {
  if (!cst) return null
  const window = maybeNode(cst, 'windowSpec')
  return window ? buildWindowSpec(build, window, expression) : identifier(build, token(cst, t.Identifier))
}

function buildCalled(build: Build, cst: CstNode, expression: BuildExpression): Called {
  const named = [t.Identifier, K.LEFT, K.RIGHT].flatMap(type => tokens(cst, type))[0]!
  const name = identifier(build, named)
  const list = (parent: CstNode) => nodes(parent, 'expression').map(argument => expression(build, argument))
  const trim = maybeNode(cst, 'trimArguments')
  if (trim) return buildTrim(name, trim, list)
  const extract = maybeNode(cst, 'extractArguments')
  if (extract) return { name, args: [buildField(build, extract), ...list(extract)] }
  const position = maybeNode(cst, 'positionArguments')
  if (position) {
    const bounds = nodes(position, 'lowerBound').map(bound => expression(build, bound))
    return { name, args: [...bounds, ...lists(position).flatMap(list)] }
  }
  const overlay = maybeNode(cst, 'overlayArguments')
  const holder = overlay ?? node(cst, 'plainArguments')
  const range = maybeNode(overlay ?? cst, 'substringRange')
  const placed = overlay ? list(overlay) : []
  return { name, args: [...lists(holder).flatMap(list), ...placed, ...buildRange(build, range, list)] }
}

const lists = (parent: CstNode): CstNode[] => nodes(parent, 'expressionList')

/** `FROM start FOR count` as the arguments that it stands for; without FROM the start is 1. */
function buildRange(
  build: Build,
  cst: CstNode | undefined,
  list: (parent: CstNode) => ast.Expression[],
): ast.Expression[] {
  if (!cst) return []
  const start = list(cst)
  if (start.length === 0)
    start.push({ kind: 'literal', literal: 'number', text: '1', span: spanOf(build, cst) })
  const count = maybeNode(cst, 'substringCount')
  return [...start, ...(count ? list(count) : [])]
}

/** The field of EXTRACT as a text. */
function buildField(build: Build, cst: CstNode): ast.Literal {
  if (maybeToken(cst, t.StringLiteral)) {
    const string = token(cst, t.StringLiteral)
    return { ...buildText(stringText(string)), span: tokenSpan(build, string) }
  }
  const name = identifier(build, token(cst, t.Identifier))
  return { ...buildText(name.text), span: name.span }
}

const buildText = (text: string) => ({ kind: 'literal', literal: 'string', text }) as const

/** `TRIM(x, …)` stays; behind FROM stands what is trimmed, in front of it by which characters. */
function buildTrim(name: ast.Identifier, cst: CstNode, list: (parent: CstNode) => ast.Expression[]): Called {
  const from = maybeNode(cst, 'trimmed')
  const before = lists(cst).flatMap(list)
  const args = [...(from ? lists(from).flatMap(list) : []), ...before]
  const text = has(cst, K.LEADING) ? 'LTRIM' : has(cst, K.TRAILING) ? 'RTRIM' : 'BTRIM'
  const plain = !from && text === 'BTRIM' && !has(cst, K.BOTH)
  return { name: plain ? name : { ...name, text }, args }
}
