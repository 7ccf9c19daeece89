/** Concrete to abstract syntax: operators. Precedence climbing makes a tree of the parser's flat list of operations. */
import type { CstNode, IToken } from 'chevrotain'
import type { Span } from '../diagnostics/source.ts'
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { buildTypeName } from './build-types.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, node, nodes, spanOf, token, tokenSpan, tokens } from './cst.ts'
import { Precedence, binaryPrecedence, isNonAssociative } from './precedence.ts'
import type { InfixOperator } from './precedence.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** An expression and the text it takes up, which parentheses make larger than its span. */
interface Extent {
  readonly expression: ast.Expression
  readonly start: number
  readonly end: number
}

/** How the parts between the operators are built. */
export interface OperandBuilders {
  readonly expression: (build: Build, cst: CstNode) => ast.Expression
  readonly primary: (build: Build, cst: CstNode) => ast.Expression
}

/** Makes a tree of an `expression` that is no lambda, or of a `lowerBound`. */
export function climb(build: Build, cst: CstNode, builders: OperandBuilders): ast.Expression {
  return new Climber(build, cst, builders).climbAll().expression
}

/** What follows an operand: an operator with or without a right operand. */
interface Operation {
  readonly kind: 'binary' | 'is' | 'range' | 'zone'
  readonly cst: CstNode
  readonly precedence: number
  /** The word or sign that is told of in messages. */
  readonly sign: IToken
  /** Whether an operand ends it, so that what follows could belong to either. */
  readonly open: boolean
}

/** What IN, LIKE and SIMILAR TO have in common. */
interface RangeParts {
  readonly operand: ast.Expression
  readonly negated: boolean
  readonly span: Span
}

/** Reads one flat list of operands and operators from left to right. */
class Climber {
  private readonly build: Build
  private readonly builders: OperandBuilders
  private readonly first: CstNode
  private readonly operations: readonly Operation[]
  private next = 0

  constructor(build: Build, cst: CstNode, builders: OperandBuilders) {
    this.build = build
    this.builders = builders
    this.first = node(cst, 'operand')
    const tight = nodes(cst, 'tightOperation').map(operationOf)
    this.operations = [...tight, ...nodes(cst, 'operation').map(operationOf)]
  }

  climbAll(): Extent {
    return this.climb(this.operand(this.first), Precedence.OR)
  }

  /** Extends `left` by all operations that bind at least as tightly as `minimum`. */
  private climb(left: Extent, minimum: number): Extent {
    let extended = left
    let previous: Operation | null = null
    for (let operation = this.peek(minimum); operation; operation = this.peek(minimum)) {
      this.next++
      if (previous?.open && previous.precedence === operation.precedence) this.checkChain(previous, operation)
      extended = this.extend(extended, operation)
      previous = operation
    }
    return extended
  }

  private peek(minimum: number): Operation | null {
    const operation = this.operations[this.next]
    return operation && operation.precedence >= minimum ? operation : null
  }

  private checkChain(previous: Operation, operation: Operation): void {
    if (!isNonAssociative(operation.precedence)) return
    const [first, second] = [previous.sign.image.toUpperCase(), operation.sign.image.toUpperCase()]
    const help =
      operation.precedence === Precedence.COMPARISON
        ? `compare twice and join with AND, as in \`a ${first} b AND b ${second} c\`, or use parentheses`
        : 'put one of them in parentheses'
    this.build.diagnostics.error(
      'MV1001',
      `\`${second}\` cannot follow \`${first}\` without parentheses`,
      tokenSpan(this.build, operation.sign),
      { help, related: [{ message: 'the one before', span: tokenSpan(this.build, previous.sign) }] },
    )
  }

  /** The right operand of an operator: it takes what binds more tightly. */
  private right(cst: CstNode, precedence: number): Extent {
    return this.climb(this.operand(cst), precedence + 1)
  }

  private operand(cst: CstNode): Extent {
    const signs = [...tokens(cst, K.NOT), ...tokens(cst, t.Minus), ...tokens(cst, t.Plus)]
    return this.signed(
      signs.sort((a, b) => a.startOffset - b.startOffset),
      cst,
    )
  }

  private signed(signs: readonly IToken[], cst: CstNode): Extent {
    const [sign, ...inner] = signs
    if (!sign) return this.withPostfixes(cst)
    const not = sign.tokenType === K.NOT
    const operand = this.climb(this.signed(inner, cst), not ? Precedence.NOT : Precedence.SIGN)
    const operator = not ? 'NOT' : sign.tokenType === t.Minus ? '-' : '+'
    const extent = { start: sign.startOffset, end: operand.end }
    return this.extent(
      { kind: 'unary', operator, operand: operand.expression, span: this.span(extent) },
      extent,
    )
  }

  private withPostfixes(cst: CstNode): Extent {
    const primary = node(cst, 'primary')
    const { start, end } = spanOf(this.build, primary)
    const first: Extent = { expression: this.builders.primary(this.build, primary), start, end }
    return nodes(cst, 'postfix').reduce<Extent>((operand, postfix) => {
      const extent = { start, end: spanOf(this.build, postfix).end }
      return this.extent(this.postfix(operand.expression, postfix, this.span(extent)), extent)
    }, first)
  }

  private postfix(operand: ast.Expression, cst: CstNode, span: Span): ast.Expression {
    const typeName = maybeNode(cst, 'typeName')
    if (typeName)
      return { kind: 'cast', operand, type: buildTypeName(this.build, typeName), form: 'colons', span }
    const index = maybeNode(cst, 'expression')
    if (index) return { kind: 'subscript', operand, index: this.builders.expression(this.build, index), span }
    const field = identifier(this.build, token(cst, t.Identifier))
    return { kind: 'field_access', form: has(cst, t.Dot) ? 'dot' : 'arrow', operand, field, span }
  }

  private extend(left: Extent, operation: Operation): Extent {
    switch (operation.kind) {
      case 'binary':
        return this.binary(left, operation)
      case 'is':
        return this.is(left, operation)
      case 'range':
        return this.range(left, operation)
      case 'zone':
        return this.zone(left, operation)
      default:
        return unreachable(operation.kind)
    }
  }

  private binary(left: Extent, operation: Operation): Extent {
    const { cst, sign, precedence } = operation
    const quantified = maybeNode(cst, 'quantified')
    if (quantified) return this.quantified(left, quantified, sign)
    const right = this.right(node(cst, 'operand'), precedence)
    const extent = { start: left.start, end: right.end }
    const operands = { left: left.expression, right: right.expression, span: this.span(extent) }
    const operator = operatorOf(sign)
    if (operator === 'AND' || operator === 'OR')
      return this.extent({ kind: 'logical', operator, ...operands }, extent)
    const operatorSpan = tokenSpan(this.build, sign)
    return this.extent({ kind: 'binary', operator, ...operands, operatorSpan }, extent)
  }

  private quantified(left: Extent, cst: CstNode, sign: IToken): Extent {
    const operator = operatorOf(sign)
    if (!isComparison(operator)) this.refuseQuantifier(cst, sign)
    const extent = { start: left.start, end: spanOf(this.build, cst).end }
    const common = {
      left: left.expression,
      operator: isComparison(operator) ? operator : '=',
      quantifier: has(cst, K.ALL) ? 'all' : 'any',
      operatorSpan: tokenSpan(this.build, sign),
      span: this.span(extent),
    } as const
    const subquery = maybeNode(cst, 'subquery')
    if (subquery) {
      const query = this.build.query(this.build, node(subquery, 'query'))
      return this.extent({ kind: 'quantified', ...common, query }, extent)
    }
    const array = this.builders.expression(this.build, node(cst, 'expression'))
    return this.extent({ kind: 'quantified_array', ...common, array }, extent)
  }

  private refuseQuantifier(cst: CstNode, sign: IToken): void {
    const quantifier = [K.ANY, K.SOME, K.ALL].flatMap(type => tokens(cst, type))[0]!
    const message = `\`${quantifier.image.toUpperCase()}\` cannot follow \`${sign.image.toUpperCase()}\``
    this.build.diagnostics.error('MV1001', message, tokenSpan(this.build, quantifier), {
      help: 'it belongs behind a comparison, as in `x = ANY (SELECT …)`',
    })
  }

  private zone(left: Extent, { cst, precedence }: Operation): Extent {
    const zone = this.right(node(cst, 'operand'), precedence)
    const extent = { start: left.start, end: zone.end }
    const span = this.span(extent)
    return this.extent(
      { kind: 'at_time_zone', operand: left.expression, zone: zone.expression, span },
      extent,
    )
  }

  /** `IS TRUE` is read as `IS NOT DISTINCT FROM TRUE`, `IS UNKNOWN` as `IS NULL`. */
  private is(left: Extent, { cst, precedence }: Operation): Extent {
    const negated = has(cst, K.NOT)
    const operand = maybeNode(cst, 'operand')
    const right = operand ? this.right(operand, precedence) : null
    const extent = { start: left.start, end: right?.end ?? spanOf(this.build, cst).end }
    const span = this.span(extent)
    if (right) {
      const sides = { left: left.expression, right: right.expression }
      return this.extent({ kind: 'is_distinct', ...sides, negated, span }, extent)
    }
    if (has(cst, K.NULL) || has(cst, K.UNKNOWN))
      return this.extent({ kind: 'is_null', operand: left.expression, negated, span }, extent)
    const truth = buildTruth(this.build, cst)
    return this.extent(
      { kind: 'is_distinct', left: left.expression, right: truth, negated: !negated, span },
      extent,
    )
  }

  private range(left: Extent, { cst, precedence }: Operation): Extent {
    const negated = has(cst, K.NOT)
    const between = maybeNode(cst, 'betweenOperation')
    if (between) return this.between(left, between, negated, precedence)
    const extent = { start: left.start, end: spanOf(this.build, cst).end }
    const common = { operand: left.expression, negated, span: this.span(extent) }
    const inside = maybeNode(cst, 'inOperation')
    const expression = inside
      ? this.inside(inside, common)
      : this.pattern(node(cst, 'patternOperation'), common)
    return this.extent(expression, extent)
  }

  private between(left: Extent, cst: CstNode, negated: boolean, precedence: number): Extent {
    const high = this.right(node(cst, 'operand'), precedence)
    const extent = { start: left.start, end: high.end }
    const low = this.builders.expression(this.build, node(cst, 'lowerBound'))
    const bounds = { operand: left.expression, low, high: high.expression }
    const symmetric = has(cst, K.SYMMETRIC)
    return this.extent({ kind: 'between', symmetric, ...bounds, negated, span: this.span(extent) }, extent)
  }

  private inside(cst: CstNode, common: RangeParts): ast.InExpression | ast.InSubquery {
    const subquery = maybeNode(cst, 'subquery')
    if (subquery)
      return { kind: 'in_subquery', ...common, query: this.build.query(this.build, node(subquery, 'query')) }
    const items = nodes(node(cst, 'expressionList'), 'expression').map(item =>
      this.builders.expression(this.build, item),
    )
    return { kind: 'in', ...common, items }
  }

  private pattern(cst: CstNode, common: RangeParts): ast.LikeExpression | ast.SimilarExpression {
    const [pattern, escape] = nodes(cst, 'lowerBound').map(part => this.builders.expression(this.build, part))
    const parts = { ...common, pattern: pattern!, escape: escape ?? null }
    if (has(cst, K.SIMILAR)) return { kind: 'similar', ...parts }
    return { kind: 'like', ...parts, caseInsensitive: has(cst, K.ILIKE) }
  }

  private span({ start, end }: { start: number; end: number }): Span {
    return { source: this.build.source, start, end }
  }

  private extent(expression: ast.Expression, { start, end }: { start: number; end: number }): Extent {
    return { expression, start, end }
  }
}

function operationOf(cst: CstNode): Operation {
  const zone = maybeNode(cst, 'zoneOperation')
  if (zone)
    return { kind: 'zone', cst: zone, precedence: Precedence.ZONE, sign: token(zone, K.AT), open: true }
  const is = maybeNode(cst, 'isOperation')
  if (is) {
    const open = has(is, K.DISTINCT)
    return { kind: 'is', cst: is, precedence: Precedence.IS, sign: token(is, K.IS), open }
  }
  const range = maybeNode(cst, 'rangeOperation')
  return range ? rangeOperation(range) : binaryOperation(maybeNode(cst, 'binaryOperation') ?? cst)
}

function rangeOperation(cst: CstNode): Operation {
  const inside = maybeNode(cst, 'inOperation')
  const form = inside ?? maybeNode(cst, 'betweenOperation') ?? node(cst, 'patternOperation')
  const words = [K.IN, K.BETWEEN, K.LIKE, K.ILIKE, K.SIMILAR]
  const sign = words.flatMap(type => tokens(form, type))[0]!
  return { kind: 'range', cst, precedence: Precedence.RANGE, sign, open: inside === undefined }
}

/** Of a `binaryOperation`, or of a `tightOperation` with an operator in it. */
function binaryOperation(cst: CstNode): Operation {
  const sign = (tokens(cst, t.BinaryOperator)[0] ?? tokens(cst, t.ArithmeticOperator)[0])!
  const open = maybeNode(cst, 'quantified') === undefined
  return { kind: 'binary', cst, precedence: binaryPrecedence(operatorOf(sign)), sign, open }
}

const COMPARISONS: readonly string[] = ['=', '<>', '<', '<=', '>', '>=']

function isComparison(operator: InfixOperator): operator is ast.ComparisonOperator {
  return COMPARISONS.includes(operator)
}

/** `!=` is read as `<>`. */
function operatorOf(sign: IToken): InfixOperator {
  return sign.image === '!=' ? '<>' : (sign.image.toUpperCase() as InfixOperator)
}

function buildTruth(build: Build, cst: CstNode): ast.Literal {
  const word = has(cst, K.TRUE) ? token(cst, K.TRUE) : token(cst, K.FALSE)
  return { kind: 'literal', literal: 'boolean', text: word.image.toLowerCase(), span: tokenSpan(build, word) }
}
