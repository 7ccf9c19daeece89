/** Expressions as documents, with the parentheses that precedence needs and no others. */
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { anchor, clauseAnchor, group, indent, join, line, list, softline } from './document.ts'
import type { Doc } from './document.ts'
import { Precedence, binaryPrecedence, isNonAssociative } from './precedence.ts'
import { printIdentifier, printLiteral, printType } from './print-names.ts'
import { printCall } from './print-calls.ts'
import { printNested } from './print-query.ts'

export function printExpression(expression: ast.Expression): Doc {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression)
    case 'column_ref':
      return printColumnRef(expression)
    case 'unary':
      return printUnary(expression)
    case 'binary':
    case 'logical':
      return printInfix(expression)
    case 'is_null':
      return [left(expression.operand, Precedence.IS), ` IS ${not(expression)}NULL`]
    case 'is_distinct':
      return printIsDistinct(expression)
    case 'between':
      return printBetween(expression)
    case 'in':
    case 'in_subquery':
      return printIn(expression)
    case 'like':
    case 'similar':
      return printPattern(expression)
    case 'quantified':
    case 'quantified_array':
      return printQuantified(expression)
    case 'at_time_zone':
      return printAtTimeZone(expression)
    case 'case':
      return printCase(expression)
    case 'cast':
      return printCast(expression)
    case 'function_call':
      return printCall(expression)
    case 'subquery':
      return printNested(expression.query)
    case 'exists':
      return ['EXISTS ', printNested(expression.query)]
    case 'row':
      return list(expression.items.length === 1 ? 'ROW(' : '(', printAll(expression.items), ')')
    case 'array':
      return list('ARRAY[', printAll(expression.items), ']')
    case 'map':
      return printMap(expression)
    case 'struct':
      return printStruct(expression)
    case 'subscript':
      return [operand(expression.operand, Precedence.PRIMARY), '[', printExpression(expression.index), ']']
    case 'field_access':
      return printFieldAccess(expression)
    case 'lambda':
      return printLambda(expression)
    default:
      return unreachable(expression)
  }
}

/** A list of expressions, to be separated. */
export function printAll(expressions: readonly ast.Expression[]): Doc[] {
  return expressions.map(printExpression)
}

/** An operand of what binds more tightly than BETWEEN, such as the offset of a frame. */
export function printTight(expression: ast.Expression): Doc {
  return right(expression, Precedence.RANGE)
}

const not = ({ negated }: { negated: boolean }) => (negated ? 'NOT ' : '')

/** An operand in parentheses unless it binds at least as tightly as `minimum`. */
function operand(expression: ast.Expression, minimum: number): Doc {
  return precedenceOf(expression) >= minimum ? printExpression(expression) : parenthesised(expression)
}

function parenthesised(expression: ast.Expression): Doc {
  return group(['(', indent([softline, printExpression(expression)]), softline, ')'])
}

/** The operand left of an operator: one of the same level needs parentheses only if the level does not associate. */
function left(expression: ast.Expression, precedence: number): Doc {
  return operand(expression, isNonAssociative(precedence) ? precedence + 1 : precedence)
}

function right(expression: ast.Expression, precedence: number): Doc {
  return operand(expression, precedence + 1)
}

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
    case 'quantified':
    case 'quantified_array':
      return Precedence.COMPARISON
    case 'between':
    case 'in':
    case 'in_subquery':
    case 'like':
    case 'similar':
      return Precedence.RANGE
    case 'at_time_zone':
      return Precedence.ZONE
    case 'lambda':
      return Precedence.LAMBDA
    default:
      return Precedence.PRIMARY
  }
}

function printColumnRef({ relation, name }: ast.ColumnRef): Doc {
  return [...(relation ? [relation] : []), name].map(printIdentifier).join('.')
}

/** A sign before a sign is put in parentheses: `--` would begin a comment. */
function printUnary({ operator, operand: inner }: ast.UnaryExpression): Doc {
  if (operator === 'NOT') return ['NOT ', operand(inner, Precedence.NOT)]
  return [operator, operand(inner, Precedence.PRIMARY)]
}

type Infix = ast.BinaryExpression | ast.LogicalExpression

/** A chain of operators of one level is broken before each of them, or before none. */
function printInfix(expression: Infix): Doc {
  const precedence = binaryPrecedence(expression.operator)
  const rest: Doc[] = []
  let first: ast.Expression = expression
  while (isInfix(first) && binaryPrecedence(first.operator) === precedence) {
    const operation = [first.operator, ' ', printRight(first, precedence)]
    rest.unshift([line, first.kind === 'logical' ? clauseAnchor(first.right, operation) : operation])
    first = first.left
    if (isNonAssociative(precedence)) break
  }
  const start = left(first, precedence)
  return group([expression.kind === 'logical' ? anchor(first, start) : start, indent(rest)])
}

function isInfix(expression: ast.Expression): expression is Infix {
  return expression.kind === 'binary' || expression.kind === 'logical'
}

/** Behind `->` a name would be read as that of a field. */
function printRight({ operator, right: second }: Infix, precedence: number): Doc {
  const text = second.kind === 'literal' && (second.literal === 'string' || second.literal === 'number')
  return operator === '->' && !text ? parenthesised(second) : right(second, precedence)
}

function printIsDistinct({ left: first, right: second, negated }: ast.IsDistinctExpression): Doc {
  const tested = left(first, Precedence.IS)
  if (second.kind === 'literal' && second.literal === 'boolean') {
    return [tested, ` IS ${negated ? '' : 'NOT '}${printLiteral(second)}`]
  }
  return [tested, ` IS ${not({ negated })}DISTINCT FROM `, right(second, Precedence.IS)]
}

function printBetween(expression: ast.BetweenExpression): Doc {
  const [low, high] = [printTight(expression.low), printTight(expression.high)]
  const between = `${not(expression)}BETWEEN ${expression.symmetric ? 'SYMMETRIC ' : ''}`
  return [left(expression.operand, Precedence.RANGE), ` ${between}`, low, ' AND ', high]
}

function printIn(expression: ast.InExpression | ast.InSubquery): Doc {
  const tested = [left(expression.operand, Precedence.RANGE), ` ${not(expression)}IN `]
  if (expression.kind === 'in_subquery') return [tested, printNested(expression.query)]
  return [tested, list('(', printAll(expression.items), ')')]
}

function printPattern(expression: ast.LikeExpression | ast.SimilarExpression): Doc {
  const word = expression.kind === 'similar' ? 'SIMILAR TO' : expression.caseInsensitive ? 'ILIKE' : 'LIKE'
  const tested = left(expression.operand, Precedence.RANGE)
  const escape = expression.escape ? [' ESCAPE ', printTight(expression.escape)] : ''
  return [tested, ` ${not(expression)}${word} `, printTight(expression.pattern), escape]
}

function printQuantified(expression: ast.QuantifiedComparison | ast.QuantifiedArray): Doc {
  const { left: first, operator, quantifier } = expression
  const values =
    expression.kind === 'quantified' ? printNested(expression.query) : parenthesised(expression.array)
  return [left(first, Precedence.COMPARISON), ` ${operator} ${quantifier.toUpperCase()} `, values]
}

function printAtTimeZone({ operand: moment, zone }: ast.AtTimeZone): Doc {
  return [left(moment, Precedence.ZONE), ' AT TIME ZONE ', right(zone, Precedence.ZONE)]
}

function printCase({ operand: tested, whens, otherwise }: ast.CaseExpression): Doc {
  const parts: Doc[] = whens.map(branch => [
    line,
    anchor(branch, ['WHEN ', printExpression(branch.when), ' THEN ', printExpression(branch.then)]),
  ])
  if (otherwise) parts.push([line, 'ELSE ', printExpression(otherwise)])
  return group(['CASE', tested ? [' ', printExpression(tested)] : '', indent(parts), line, 'END'])
}

function printCast({ operand: inner, type, form }: ast.CastExpression): Doc {
  if (form === 'colons') return [operand(inner, Precedence.PRIMARY), '::', printType(type)]
  return [form === 'try' ? 'TRY_CAST(' : 'CAST(', printExpression(inner), ' AS ', printType(type), ')']
}

function printMap({ entries }: ast.MapExpression): Doc {
  const pairs = entries.map(({ key, value }) => [printExpression(key), ' := ', printExpression(value)])
  return list('MAP(', pairs, ')')
}

function printStruct({ fields }: ast.StructExpression): Doc {
  const pairs = fields.map(({ name, value }) => [printIdentifier(name), ' := ', printExpression(value)])
  return list('STRUCT(', pairs, ')')
}

/**
 * A literal in front of `->` is put in parentheses: without them the name would go on with what precedes it. So is a name
 * in front of `.`: it would be that of a relation.
 */
function printFieldAccess({ form, operand: inner, field }: ast.FieldAccess): Doc {
  const isName = form === 'dot' && inner.kind === 'column_ref' && inner.relation === null
  const struct =
    inner.kind === 'literal' || isName ? parenthesised(inner) : operand(inner, Precedence.PRIMARY)
  return [struct, form === 'dot' ? '.' : '->', printIdentifier(field)]
}

function printLambda({ parameters, body }: ast.Lambda): Doc {
  const names = parameters.map(printIdentifier)
  const head = names.length === 1 ? names[0]! : `(${names.join(', ')})`
  return [head, ' => ', printExpression(body)]
}

/** The parts of ORDER BY. */
export function printSortItems(items: readonly ast.SortItem[]): Doc {
  return join(
    [',', line],
    items.map(({ expression, descending, nullsFirst }) => [
      printExpression(expression),
      descending ? ' DESC' : '',
      nullsFirst === null ? '' : nullsFirst ? ' NULLS FIRST' : ' NULLS LAST',
    ]),
  )
}
