/** Concrete to abstract syntax: operators. Precedence climbing makes a tree of the parser's flat list of operations. */
import type { CstNode, IToken } from 'chevrotain'
import type { Span } from '../diagnostics/source.ts'
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'
import { buildTypeName } from './build-types.ts'
import type { Build } from './cst.ts'
import { has, maybeNode, node, nodes, spanOf, token, tokenSpan, tokens } from './cst.ts'
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

/** Makes a tree of an `expression` or of the `lowerBound` of BETWEEN. */
export function climb(build: Build, cst: CstNode, builders: OperandBuilders): ast.Expression {
  return new Climber(build, cst, builders).climbAll().expression
}

/** What follows an operand: an operator with or without a right operand. */
interface Operation {
  readonly kind: 'binary' | 'is' | 'range'
  readonly cst: CstNode
  readonly precedence: number
  /** The word or sign that is told of in messages. */
  readonly sign: IToken
  /** Whether an operand ends it, so that what follows could belong to either. */
  readonly open: boolean
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
    const arithmetic = nodes(cst, 'arithmeticOperation').map(binaryOperation)
    this.operations = [...arithmetic, ...nodes(cst, 'operation').map(operationOf)]
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
    if (!sign) return this.withCasts(cst)
    const not = sign.tokenType === K.NOT
    const operand = this.climb(this.signed(inner, cst), not ? Precedence.NOT : Precedence.SIGN)
    const operator = not ? 'NOT' : sign.tokenType === t.Minus ? '-' : '+'
    const extent = { start: sign.startOffset, end: operand.end }
    return this.extent(
      { kind: 'unary', operator, operand: operand.expression, span: this.span(extent) },
      extent,
    )
  }

  private withCasts(cst: CstNode): Extent {
    const primary = node(cst, 'primary')
    const { start, end } = spanOf(this.build, primary)
    const first: Extent = { expression: this.builders.primary(this.build, primary), start, end }
    return nodes(cst, 'typeName').reduce<Extent>((operand, typeName) => {
      const type = buildTypeName(this.build, typeName)
      const extent = { start, end: type.span.end }
      const span = this.span(extent)
      return this.extent({ kind: 'cast', operand: operand.expression, type, form: 'colons', span }, extent)
    }, first)
  }

  private extend(left: Extent, operation: Operation): Extent {
    switch (operation.kind) {
      case 'binary':
        return this.binary(left, operation)
      case 'is':
        return this.is(left, operation)
      case 'range':
        return this.range(left, operation)
      default:
        return unreachable(operation.kind)
    }
  }

  private binary(left: Extent, { cst, sign, precedence }: Operation): Extent {
    const right = this.right(node(cst, 'operand'), precedence)
    const extent = { start: left.start, end: right.end }
    const operands = { left: left.expression, right: right.expression, span: this.span(extent) }
    const operator = operatorOf(sign)
    if (operator === 'AND' || operator === 'OR')
      return this.extent({ kind: 'logical', operator, ...operands }, extent)
    const operatorSpan = tokenSpan(this.build, sign)
    return this.extent({ kind: 'binary', operator, ...operands, operatorSpan }, extent)
  }

  /** `IS TRUE` is read as `IS NOT DISTINCT FROM TRUE`. */
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
    if (has(cst, K.NULL))
      return this.extent({ kind: 'is_null', operand: left.expression, negated, span }, extent)
    const truth = buildTruth(this.build, cst)
    return this.extent(
      { kind: 'is_distinct', left: left.expression, right: truth, negated: !negated, span },
      extent,
    )
  }

  private range(left: Extent, { cst, precedence }: Operation): Extent {
    const negated = has(cst, K.NOT)
    const operand = left.expression
    if (has(cst, K.IN)) {
      const extent = { start: left.start, end: spanOf(this.build, cst).end }
      const items = nodes(node(cst, 'expressionList'), 'expression').map(item =>
        this.builders.expression(this.build, item),
      )
      return this.extent({ kind: 'in', operand, items, negated, span: this.span(extent) }, extent)
    }
    const right = this.right(node(cst, 'operand'), precedence)
    const extent = { start: left.start, end: right.end }
    const common = { operand, negated, span: this.span(extent) }
    if (has(cst, K.BETWEEN)) {
      const low = this.builders.expression(this.build, node(cst, 'lowerBound'))
      return this.extent({ kind: 'between', ...common, low, high: right.expression }, extent)
    }
    const like = { pattern: right.expression, caseInsensitive: has(cst, K.ILIKE) }
    return this.extent({ kind: 'like', ...common, ...like }, extent)
  }

  private span({ start, end }: { start: number; end: number }): Span {
    return { source: this.build.source, start, end }
  }

  private extent(expression: ast.Expression, { start, end }: { start: number; end: number }): Extent {
    return { expression, start, end }
  }
}

function operationOf(cst: CstNode): Operation {
  const binary = maybeNode(cst, 'binaryOperation')
  if (binary) return binaryOperation(binary)
  const is = maybeNode(cst, 'isOperation')
  if (is) {
    const open = has(is, K.DISTINCT)
    return { kind: 'is', cst: is, precedence: Precedence.IS, sign: token(is, K.IS), open }
  }
  const range = node(cst, 'rangeOperation')
  const sign = [K.BETWEEN, K.IN, K.LIKE, K.ILIKE].flatMap(type => tokens(range, type))[0]!
  return { kind: 'range', cst: range, precedence: Precedence.RANGE, sign, open: !has(range, K.IN) }
}

function binaryOperation(cst: CstNode): Operation {
  const sign = (tokens(cst, t.BinaryOperator)[0] ?? tokens(cst, t.ArithmeticOperator)[0])!
  return { kind: 'binary', cst, precedence: binaryPrecedence(operatorOf(sign)), sign, open: true }
}

/** `!=` is read as `<>`. */
function operatorOf(sign: IToken): InfixOperator {
  return sign.image === '!=' ? '<>' : (sign.image.toUpperCase() as InfixOperator)
}

function buildTruth(build: Build, cst: CstNode): ast.Literal {
  const word = has(cst, K.TRUE) ? token(cst, K.TRUE) : token(cst, K.FALSE)
  return { kind: 'literal', literal: 'boolean', text: word.image.toLowerCase(), span: tokenSpan(build, word) }
}
