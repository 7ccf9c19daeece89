/**
 * The grammar of expressions and types, tokens to a concrete syntax tree. Operators stay a flat list here; how tightly
 * they bind is decided when the syntax tree is built. ERR_MSG completes the sentence "expected …".
 */
import { CstParser } from './chevrotain.ts'
import type { IParserErrorMessageProvider } from 'chevrotain'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** What was expected where a name should stand. */
export const NAME = {
  relation: 'the name of the table or stream',
  column: 'the name of a column',
  property: 'the name of a property',
  alias: 'a name after `AS`',
  from: 'the name of a table or stream',
  aggregated: 'the name of the table to aggregate',
  afterDot: 'the name of a column after `.`',
} as const

/** The message of an error is only what was expected; the sentence is made where the error is reported. */
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => `\`${expected.name}\``,
  buildNotAllInputParsedMessage: () => '`;`',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'an expression',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'an expression',
}

const isWord = (image: string, word: string) => image.toUpperCase() === word

/** The part of the parser that statements and queries build on. */
export abstract class ExpressionParser extends CstParser {
  expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand)
    this.MANY(() => this.SUBRULE(this.operation))
  })

  /** What may follow an operand. */
  operation = this.RULE('operation', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.binaryOperation) },
      { ALT: () => this.SUBRULE(this.isOperation) },
      { ALT: () => this.SUBRULE(this.rangeOperation) },
    ])
  })

  binaryOperation = this.RULE('binaryOperation', () => {
    this.CONSUME(t.BinaryOperator)
    this.SUBRULE(this.operand)
  })

  isOperation = this.RULE('isOperation', () => {
    this.CONSUME(K.IS)
    this.OPTION(() => this.CONSUME(K.NOT))
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(K.NULL) },
        { ALT: () => this.CONSUME(K.TRUE) },
        { ALT: () => this.CONSUME(K.FALSE) },
        {
          ALT: () => {
            this.CONSUME(K.DISTINCT)
            this.CONSUME(K.FROM, { ERR_MSG: '`FROM` after `IS DISTINCT`' })
            this.SUBRULE(this.operand)
          },
        },
      ],
      ERR_MSG: '`NULL`, `TRUE`, `FALSE` or `DISTINCT FROM` after `IS`',
    })
  })

  rangeOperation = this.RULE('rangeOperation', () => {
    this.OPTION(() => this.CONSUME(K.NOT))
    this.OR1({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K.BETWEEN)
            this.SUBRULE(this.lowerBound)
            this.CONSUME(K.AND, { ERR_MSG: '`AND` and the upper bound of `BETWEEN`' })
            this.SUBRULE1(this.operand)
          },
        },
        {
          ALT: () => {
            this.CONSUME(K.IN)
            this.CONSUME(t.LParen, { ERR_MSG: '`(` after `IN`' })
            this.SUBRULE(this.expressionList)
            this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the value' })
          },
        },
        {
          ALT: () => {
            this.OR2([{ ALT: () => this.CONSUME(K.LIKE) }, { ALT: () => this.CONSUME(K.ILIKE) }])
            this.SUBRULE2(this.operand)
          },
        },
      ],
      ERR_MSG: '`BETWEEN`, `IN` or `LIKE` after `NOT`',
    })
  })

  lowerBound = this.RULE('lowerBound', () => {
    this.SUBRULE(this.operand)
    this.MANY(() => this.SUBRULE(this.arithmeticOperation))
  })

  arithmeticOperation = this.RULE('arithmeticOperation', () => {
    this.CONSUME(t.ArithmeticOperator)
    this.SUBRULE(this.operand)
  })

  operand = this.RULE('operand', () => {
    this.MANY1(() => {
      this.OR([
        { ALT: () => this.CONSUME(K.NOT) },
        { ALT: () => this.CONSUME(t.Minus) },
        { ALT: () => this.CONSUME(t.Plus) },
      ])
    })
    this.SUBRULE(this.primary)
    this.MANY2(() => {
      this.CONSUME(t.Colons)
      this.SUBRULE(this.typeName)
    })
  })

  primary = this.RULE('primary', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.plainLiteral) },
        {
          ALT: () => {
            this.CONSUME(t.LParen)
            this.SUBRULE(this.expression)
            this.CONSUME(t.RParen, { ERR_MSG: 'an operator or `)`' })
          },
        },
        { ALT: () => this.SUBRULE(this.caseExpression) },
        { ALT: () => this.SUBRULE(this.castExpression) },
        { GATE: this.isTypedLiteral, ALT: () => this.SUBRULE(this.typedLiteral) },
        { GATE: () => this.LA(2).tokenType === t.LParen, ALT: () => this.SUBRULE(this.functionCall) },
        { ALT: () => this.SUBRULE(this.columnRef) },
      ],
      ERR_MSG: 'an expression',
    })
  })

  plainLiteral = this.RULE('plainLiteral', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.StringLiteral) },
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.CONSUME(K.NULL) },
      { ALT: () => this.CONSUME(K.TRUE) },
      { ALT: () => this.CONSUME(K.FALSE) },
    ])
  })

  /** `DATE '…'` and its like; DATE alone is a name. */
  private isTypedLiteral = () => {
    const next = this.LA(2).tokenType
    return (
      next === t.StringLiteral || ((next === K.WITH || next === K.WITHOUT) && this.LA(3).tokenType === K.TIME)
    )
  }

  typedLiteral = this.RULE('typedLiteral', () => {
    this.OR([
      { ALT: () => this.CONSUME(K.DATE) },
      { ALT: () => this.CONSUME(K.TIMESTAMPTZ) },
      {
        ALT: () => {
          this.CONSUME(K.TIMESTAMP)
          this.OPTION(() => this.SUBRULE(this.timeZone))
        },
      },
    ])
    this.CONSUME(t.StringLiteral, { ERR_MSG: 'a text in quotes' })
  })

  caseExpression = this.RULE('caseExpression', () => {
    this.CONSUME(K.CASE)
    this.OPTION1(() => this.SUBRULE1(this.expression))
    this.AT_LEAST_ONE({ DEF: () => this.SUBRULE(this.caseWhen), ERR_MSG: '`WHEN`' })
    this.OPTION2(() => {
      this.CONSUME(K.ELSE)
      this.SUBRULE2(this.expression)
    })
    this.CONSUME(K.END, { ERR_MSG: '`WHEN`, `ELSE` or `END`' })
  })

  caseWhen = this.RULE('caseWhen', () => {
    this.CONSUME(K.WHEN)
    this.SUBRULE1(this.expression)
    this.CONSUME(K.THEN, { ERR_MSG: '`THEN` after the condition' })
    this.SUBRULE2(this.expression)
  })

  castExpression = this.RULE('castExpression', () => {
    this.CONSUME(K.CAST)
    this.CONSUME(t.LParen, { ERR_MSG: '`(` after `CAST`' })
    this.SUBRULE(this.expression)
    this.CONSUME(K.AS, { ERR_MSG: '`AS` and a type' })
    this.SUBRULE(this.typeName)
    this.CONSUME(t.RParen, { ERR_MSG: '`)` after the type' })
  })

  functionCall = this.RULE('functionCall', () => {
    const name = this.OR1([
      { ALT: () => this.CONSUME(t.Identifier) },
      { ALT: () => this.CONSUME(K.LEFT) },
      { ALT: () => this.CONSUME(K.RIGHT) },
    ])
    this.CONSUME(t.LParen)
    this.OPTION1(() => {
      this.OR2({
        DEF: [
          { ALT: () => this.CONSUME(t.Star) },
          {
            ALT: () => {
              this.OPTION2(() => this.CONSUME(K.DISTINCT))
              this.SUBRULE(this.expressionList)
            },
          },
        ],
        ERR_MSG: 'an expression',
      })
    })
    this.OPTION4({
      GATE: () => isWord(name.image, 'SUBSTRING'),
      DEF: () => this.SUBRULE(this.substringRange),
    })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the argument' })
    this.OPTION3(() => this.SUBRULE(this.filterClause))
  })

  /** `SUBSTRING(text FROM start FOR count)`, either part of it alone too. */
  substringRange = this.RULE('substringRange', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(K.FROM)
          this.SUBRULE1(this.expression)
          this.OPTION(() => this.SUBRULE1(this.substringCount))
        },
      },
      { ALT: () => this.SUBRULE2(this.substringCount) },
    ])
  })

  substringCount = this.RULE('substringCount', () => {
    this.CONSUME(K.FOR)
    this.SUBRULE(this.expression)
  })

  filterClause = this.RULE('filterClause', () => {
    this.CONSUME(K.FILTER)
    this.CONSUME(t.LParen, { ERR_MSG: '`(WHERE …)` after `FILTER`' })
    this.SUBRULE(this.whereClause)
    this.CONSUME(t.RParen, { ERR_MSG: 'an operator or `)` after the condition' })
  })

  expressionList = this.RULE('expressionList', () => {
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.expression),
      ERR_MSG: 'an expression',
    })
  })

  columnRef = this.RULE('columnRef', () => {
    this.CONSUME1(t.Identifier)
    this.OPTION(() => {
      this.CONSUME(t.Dot)
      this.CONSUME2(t.Identifier, { ERR_MSG: NAME.afterDot })
    })
  })

  whereClause = this.RULE('whereClause', () => {
    this.CONSUME(K.WHERE)
    this.SUBRULE(this.expression)
  })

  typeName = this.RULE('typeName', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: 'a type' })
    this.OPTION1({ GATE: () => isWord(this.LA(0).image, 'DOUBLE'), DEF: () => this.CONSUME(K.PRECISION) })
    this.OPTION2({
      GATE: () => isWord(this.LA(0).image, 'CHARACTER') || isWord(this.LA(0).image, 'CHAR'),
      DEF: () => this.CONSUME(K.VARYING),
    })
    this.OPTION3(() => this.SUBRULE(this.typeParameters))
    this.OPTION4({ GATE: () => this.LA(2).tokenType === K.TIME, DEF: () => this.SUBRULE(this.timeZone) })
  })

  typeParameters = this.RULE('typeParameters', () => {
    this.CONSUME(t.LParen)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.CONSUME(t.NumberLiteral, { ERR_MSG: 'a whole number' }),
      ERR_MSG: 'a whole number',
    })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the number' })
  })

  timeZone = this.RULE('timeZone', () => {
    this.OR([{ ALT: () => this.CONSUME(K.WITH) }, { ALT: () => this.CONSUME(K.WITHOUT) }])
    this.CONSUME(K.TIME)
    this.CONSUME(K.ZONE, { ERR_MSG: '`ZONE` after `TIME`' })
  })

  constructor() {
    super(t.vocabulary, { nodeLocationTracking: 'onlyOffset', maxLookahead: 2, errorMessageProvider })
  }
}
