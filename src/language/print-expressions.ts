/** Expressions as text, with the parentheses that precedence needs and no others. */
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { Precedence, binaryPrecedence, isNonAssociative } from './precedence.ts'
import type { InfixOperator } from './precedence.ts'

export function printIdentifier({ text, quoted }: ast.Identifier): string {
  return quoted ? `"${text.replaceAll('"', '""')}"` : text
}

export function printType({ name, parameters }: ast.TypeName): string {
  if (parameters.length === 0) return name
  const [, first, rest] = /^(TIMESTAMP|TIME)( .*)$/.exec(name) ?? [null, name, '']
  return `${first}(${parameters.join(', ')})${rest}`
}

export function printExpression(expression: ast.Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression)
    case 'column_ref':
      return [...(expression.relation ? [expression.relation] : []), expression.name]
        .map(printIdentifier)
        .join('.')
    case 'unary':
      return printUnary(expression)
    case 'binary':
    case 'logical':
      return printInfix(expression)
    case 'is_null':
      return `${left(expression.operand, Precedence.IS)} IS ${not(expression)}NULL`
    case 'is_distinct':
      return printIsDistinct(expression)
    case 'between':
      return printBetween(expression)
    case 'in':
      return `${left(expression.operand, Precedence.RANGE)} ${not(expression)}IN (${printList(expression.items)})`
    case 'like':
      return printLike(expression)
    case 'case':
      return printCase(expression)
    case 'cast':
      return printCast(expression)
    case 'function_call':
      return printCall(expression)
    default:
      return unreachable(expression)
  }
}

const printList = (items: readonly ast.Expression[]) => items.map(printExpression).join(', ')
const not = ({ negated }: { negated: boolean }) => (negated ? 'NOT ' : '')

/** An operand in parentheses unless it binds at least as tightly as `minimum`. */
function operand(expression: ast.Expression, minimum: number): string {
  const text = printExpression(expression)
  return precedenceOf(expression) >= minimum ? text : `(${text})`
}

/** The operand left of an operator: one of the same level needs parentheses only if the level does not associate. */
function left(expression: ast.Expression, precedence: number): string {
  return operand(expression, isNonAssociative(precedence) ? precedence + 1 : precedence)
}

const right = (expression: ast.Expression, precedence: number) => operand(expression, precedence + 1)

function precedenceOf(expression: ast.Expression): number {
  switch (expression.kind) {
    case 'binary':
    case 'logical':
      return binaryPrecedence(expression.operator)
    case 'unary':
      return expression.operator === 'NOT' ? Precedence.NOT : Precedence.SIGN
    case 'is_null':
    case 'is_distinct':
      return Precedence.IS
    case 'between':
    case 'in':
    case 'like':
      return Precedence.RANGE
    case 'literal':
    case 'column_ref':
    case 'case':
    case 'cast':
    case 'function_call':
      return Precedence.PRIMARY
    default:
      return unreachable(expression)
  }
}

const LITERAL_PREFIX = {
  string: '',
  date: 'DATE ',
  timestamp: 'TIMESTAMP ',
  timestamptz: 'TIMESTAMP WITH TIME ZONE ',
} as const

export function printLiteral({ literal, text }: ast.Literal): string {
  switch (literal) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return text.toUpperCase()
    case 'number':
      return text
    case 'string':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return `${LITERAL_PREFIX[literal]}'${text.replaceAll("'", "''")}'`
    default:
      return unreachable(literal)
  }
}

/** A sign before a sign is put in parentheses: `--` would begin a comment. */
function printUnary({ operator, operand: inner }: ast.UnaryExpression): string {
  if (operator === 'NOT') return `NOT ${operand(inner, Precedence.NOT)}`
  return operator + operand(inner, Precedence.PRIMARY)
}

function printInfix(expression: ast.BinaryExpression | ast.LogicalExpression): string {
  const operator: InfixOperator = expression.operator
  const precedence = binaryPrecedence(operator)
  return `${left(expression.left, precedence)} ${operator} ${right(expression.right, precedence)}`
}

function printIsDistinct({ left: first, right: second, negated }: ast.IsDistinctExpression): string {
  const tested = left(first, Precedence.IS)
  if (second.kind === 'literal' && second.literal === 'boolean') {
    return `${tested} IS ${negated ? '' : 'NOT '}${printLiteral(second)}`
  }
  return `${tested} IS ${not({ negated })}DISTINCT FROM ${right(second, Precedence.IS)}`
}

function printBetween(expression: ast.BetweenExpression): string {
  const [low, high] = [expression.low, expression.high].map(bound => right(bound, Precedence.RANGE))
  return `${left(expression.operand, Precedence.RANGE)} ${not(expression)}BETWEEN ${low} AND ${high}`
}

function printLike(expression: ast.LikeExpression): string {
  const operator = not(expression) + (expression.caseInsensitive ? 'ILIKE' : 'LIKE')
  return `${left(expression.operand, Precedence.RANGE)} ${operator} ${right(expression.pattern, Precedence.RANGE)}`
}

function printCase({ operand: tested, whens, otherwise }: ast.CaseExpression): string {
  const parts = whens.map(({ when, then }) => `WHEN ${printExpression(when)} THEN ${printExpression(then)}`)
  if (tested) parts.unshift(printExpression(tested))
  if (otherwise) parts.push(`ELSE ${printExpression(otherwise)}`)
  return `CASE ${parts.join(' ')} END`
}

function printCast({ operand: inner, type, form }: ast.CastExpression): string {
  if (form === 'cast') return `CAST(${printExpression(inner)} AS ${printType(type)})`
  return `${operand(inner, Precedence.PRIMARY)}::${printType(type)}`
}

function printCall({ name, args, star, distinct, filter }: ast.FunctionCall): string {
  const list = star ? '*' : (distinct ? 'DISTINCT ' : '') + printList(args)
  const condition = filter ? ` FILTER (WHERE ${printExpression(filter)})` : ''
  return `${printIdentifier(name)}(${list})${condition}`
}
