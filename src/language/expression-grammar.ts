/**
 * The grammar of expressions, tokens to a concrete syntax tree. Operators stay a flat list here; how tightly they bind is
 * decided when the syntax tree is built. ERR_MSG completes the sentence "expected …".
 */
import type { TokenType } from 'chevrotain'
import { CallParser } from './call-grammar.ts'
import { NAME, QUERY_END } from './names.ts'
import type { Rule } from './type-grammar.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

const QUANTIFIERS = new Set<TokenType>([K.ANY, K.SOME, K.ALL])
/** Units behind `INTERVAL '1'`. */
const UNITS = new Set(['YEAR', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND'])

/** The part of the parser that queries build on. */
export abstract class ExpressionParser extends CallParser {
  protected abstract query: Rule

  expression = this.RULE('expression', () => {
    this.OR({
      DEF: [
        { GATE: this.isLambda, ALT: () => this.SUBRULE(this.lambda) },
        {
          ALT: () => {
            this.SUBRULE(this.operand)
            this.MANY({ GATE: this.goesOn, DEF: () => this.SUBRULE(this.operation) })
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'an expression',
    })
  })

  private isLambda = (): boolean => this.LA(2).tokenType === t.FatArrow || this.holds('parameters')

  lambda = this.RULE('lambda', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Identifier) },
      {
        ALT: () => {
          this.CONSUME(t.LParen)
          this.SUBRULE(this.columnNames)
          this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the name' })
        },
      },
    ])
    this.CONSUME(t.FatArrow)
    this.SUBRULE(this.expression)
  })

  /** AT and SIMILAR may also be names without AS. */
  private goesOn = (): boolean => {
    if (this.ahead(K.AT)) return this.ahead(K.AT, K.TIME)
    return !this.ahead(K.SIMILAR) || this.ahead(K.SIMILAR, K.TO) || this.ahead(K.SIMILAR, t.StringLiteral)
  }

  /** What may follow an operand. */
  operation = this.RULE('operation', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.binaryOperation) },
      { ALT: () => this.SUBRULE(this.isOperation) },
      { ALT: () => this.SUBRULE(this.rangeOperation) },
      { ALT: () => this.SUBRULE(this.zoneOperation) },
    ])
  })

  binaryOperation = this.RULE('binaryOperation', () => {
    this.CONSUME(t.BinaryOperator)
    this.OR({
      DEF: [
        { GATE: this.isQuantified, ALT: () => this.SUBRULE(this.quantified) },
        { ALT: () => this.SUBRULE(this.operand) },
      ],
      IGNORE_AMBIGUITIES: true,
    })
  })

  private isQuantified = (): boolean => {
    const quantifier = this.LA(1).tokenType
    return quantifier === K.ALL || (QUANTIFIERS.has(quantifier) && this.LA(2).tokenType === t.LParen)
  }

  quantified = this.RULE('quantified', () => {
    this.OR([
      { ALT: () => this.CONSUME(K.ANY) },
      { ALT: () => this.CONSUME(K.SOME) },
      { ALT: () => this.CONSUME(K.ALL) },
    ])
    this.OR1({
      DEF: [
        { GATE: () => this.holds('query'), ALT: () => this.SUBRULE(this.subquery) },
        {
          ALT: () => {
            this.CONSUME(t.LParen)
            this.SUBRULE(this.expression)
            this.CONSUME(t.RParen, { ERR_MSG: 'an operator or `)`' })
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`(` and a `SELECT` or an array',
    })
  })

  isOperation = this.RULE('isOperation', () => {
    this.CONSUME(K.IS)
    this.OPTION(() => this.CONSUME(K.NOT))
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(K.NULL) },
        { ALT: () => this.CONSUME(K.TRUE) },
        { ALT: () => this.CONSUME(K.FALSE) },
        { ALT: () => this.CONSUME(K.UNKNOWN) },
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
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.betweenOperation) },
        { ALT: () => this.SUBRULE(this.inOperation) },
        { ALT: () => this.SUBRULE(this.patternOperation) },
      ],
      ERR_MSG: '`BETWEEN`, `IN` or `LIKE` after `NOT`',
    })
  })

  betweenOperation = this.RULE('betweenOperation', () => {
    this.CONSUME(K.BETWEEN)
    this.OPTION(() =>
      this.OR([{ ALT: () => this.CONSUME(K.SYMMETRIC) }, { ALT: () => this.CONSUME(K.ASYMMETRIC) }]),
    )
    this.SUBRULE(this.lowerBound)
    this.CONSUME(K.AND, { ERR_MSG: '`AND` and the upper bound of `BETWEEN`' })
    this.SUBRULE(this.operand)
  })

  inOperation = this.RULE('inOperation', () => {
    this.CONSUME(K.IN)
    this.OR({
      DEF: [
        { GATE: () => this.holds('query'), ALT: () => this.SUBRULE(this.subquery) },
        {
          ALT: () => {
            this.CONSUME(t.LParen, { ERR_MSG: '`(` after `IN`' })
            this.SUBRULE(this.expressionList)
            this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the value' })
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`(` after `IN`',
    })
  })

  patternOperation = this.RULE('patternOperation', () => {
    this.OR([
      { ALT: () => this.CONSUME(K.LIKE) },
      { ALT: () => this.CONSUME(K.ILIKE) },
      {
        ALT: () => {
          this.CONSUME(K.SIMILAR)
          this.CONSUME(K.TO, { ERR_MSG: '`TO` after `SIMILAR`' })
        },
      },
    ])
    this.SUBRULE1(this.lowerBound)
    this.OPTION(() => {
      this.CONSUME(K.ESCAPE)
      this.SUBRULE2(this.lowerBound)
    })
  })

  zoneOperation = this.RULE('zoneOperation', () => {
    this.CONSUME(K.AT)
    this.CONSUME(K.TIME, { ERR_MSG: '`TIME ZONE` after `AT`' })
    this.CONSUME(K.ZONE, { ERR_MSG: '`ZONE` after `AT TIME`' })
    this.SUBRULE(this.operand)
  })

  /** An operand and operators that bind more tightly than BETWEEN, IN and LIKE. */
  lowerBound = this.RULE('lowerBound', () => {
    this.SUBRULE(this.operand)
    this.MANY({ GATE: this.goesOn, DEF: () => this.SUBRULE(this.tightOperation) })
  })

  tightOperation = this.RULE('tightOperation', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.ArithmeticOperator)
          this.SUBRULE(this.operand)
        },
      },
      { ALT: () => this.SUBRULE(this.zoneOperation) },
    ])
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
    this.MANY2({ GATE: this.isPostfix, DEF: () => this.SUBRULE(this.postfix) })
  })

  /** `->` before a name is access to a field, unless a literal precedes: then it goes on with what was before that. */
  private isPostfix = (): boolean => {
    if (this.ahead(t.Dot)) return t.isNameLike(this.LA(2))
    if (!this.ahead(t.Arrow)) return true
    const before = this.LA(0).tokenType
    const literal = before === t.StringLiteral || before === t.NumberLiteral
    const called = this.LA(3).tokenType === t.LParen || this.LA(3).tokenType === t.StringLiteral
    return !literal && t.isNameLike(this.LA(2)) && !called
  }

  postfix = this.RULE('postfix', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Colons)
          this.SUBRULE(this.typeName)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LBracket)
          this.SUBRULE(this.expression)
          this.CONSUME(t.RBracket, { ERR_MSG: 'an operator or `]`' })
        },
      },
      {
        ALT: () => {
          this.OR1([{ ALT: () => this.CONSUME(t.Arrow) }, { ALT: () => this.CONSUME(t.Dot) }])
          this.CONSUME(t.Identifier, { ERR_MSG: NAME.field })
        },
      },
    ])
  })

  primary = this.RULE('primary', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.plainLiteral) },
        { GATE: () => this.holds('query'), ALT: () => this.SUBRULE(this.subquery) },
        { ALT: () => this.SUBRULE(this.group) },
        { ALT: () => this.SUBRULE(this.caseExpression) },
        { GATE: this.isCast, ALT: () => this.SUBRULE(this.castExpression) },
        { GATE: this.isTypedLiteral, ALT: () => this.SUBRULE(this.typedLiteral) },
        { GATE: () => this.ahead(K.ARRAY, t.LBracket), ALT: () => this.SUBRULE(this.arrayExpression) },
        { GATE: () => this.ahead(K.MAP, t.LParen), ALT: () => this.SUBRULE(this.mapExpression) },
        { GATE: () => this.ahead(K.STRUCT, t.LParen), ALT: () => this.SUBRULE(this.structExpression) },
        { GATE: () => this.ahead(K.ROW, t.LParen), ALT: () => this.SUBRULE(this.rowExpression) },
        {
          GATE: () => this.ahead(K.EXISTS) && this.holds('query', 2),
          ALT: () => this.SUBRULE(this.existsExpression),
        },
        { GATE: () => this.LA(2).tokenType === t.LParen, ALT: () => this.SUBRULE(this.functionCall) },
        { ALT: () => this.SUBRULE(this.columnRef) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'an expression',
    })
  })

  /** `(a)`, or the row `(a, b)`. */
  group = this.RULE('group', () => {
    this.CONSUME(t.LParen)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.expression),
      ERR_MSG: 'an expression',
    })
    this.CONSUME(t.RParen, { ERR_MSG: 'an operator or `)`' })
  })

  /** `(SELECT …)`. */
  subquery = this.RULE('subquery', () => {
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and a `SELECT`' })
    this.SUBRULE(this.query)
    this.CONSUME(t.RParen, { ERR_MSG: QUERY_END })
  })

  existsExpression = this.RULE('existsExpression', () => {
    this.CONSUME(K.EXISTS)
    this.SUBRULE(this.subquery)
  })

  rowExpression = this.RULE('rowExpression', () => {
    this.CONSUME(K.ROW)
    this.CONSUME(t.LParen)
    this.SUBRULE(this.expressionList)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the value' })
  })

  arrayExpression = this.RULE('arrayExpression', () => {
    this.CONSUME(K.ARRAY)
    this.CONSUME(t.LBracket)
    this.OPTION(() => this.SUBRULE(this.expressionList))
    this.CONSUME(t.RBracket, { ERR_MSG: '`,` or `]` after the value' })
  })

  mapExpression = this.RULE('mapExpression', () => {
    this.CONSUME(K.MAP)
    this.CONSUME(t.LParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.mapEntry) })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the value' })
  })

  mapEntry = this.RULE('mapEntry', () => {
    this.SUBRULE1(this.expression)
    this.CONSUME(t.Assign, { ERR_MSG: '`:=` after the key' })
    this.SUBRULE2(this.expression)
  })

  structExpression = this.RULE('structExpression', () => {
    this.CONSUME(K.STRUCT)
    this.CONSUME(t.LParen)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.structField),
      ERR_MSG: NAME.field,
    })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the value' })
  })

  structField = this.RULE('structField', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.field })
    this.CONSUME(t.Assign, { ERR_MSG: '`:=` after the name of the field' })
    this.SUBRULE(this.expression)
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
  private isTypedLiteral = (): boolean => {
    const next = this.LA(2).tokenType
    return (
      next === t.StringLiteral || ((next === K.WITH || next === K.WITHOUT) && this.LA(3).tokenType === K.TIME)
    )
  }

  typedLiteral = this.RULE('typedLiteral', () => {
    this.OR([
      { ALT: () => this.CONSUME(K.DATE) },
      { ALT: () => this.CONSUME(K.TIME) },
      { ALT: () => this.CONSUME(K.TIMESTAMPTZ) },
      { ALT: () => this.CONSUME(K.INTERVAL) },
      { ALT: () => this.CONSUME(K.UUID) },
      { ALT: () => this.CONSUME(K.JSON) },
      {
        ALT: () => {
          this.CONSUME(K.TIMESTAMP)
          this.OPTION1(() => this.SUBRULE(this.timeZone))
        },
      },
    ])
    this.CONSUME(t.StringLiteral, { ERR_MSG: 'a text in quotes' })
    this.OPTION2({ GATE: this.isUnit, DEF: () => this.CONSUME(t.Identifier) })
  })

  private isUnit = (): boolean =>
    this.LA(-1).tokenType === K.INTERVAL && UNITS.has(this.LA(1).image.toUpperCase())

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

  private isCast = (): boolean => this.ahead(K.CAST) || this.ahead(K.TRY_CAST, t.LParen)

  castExpression = this.RULE('castExpression', () => {
    this.OR([{ ALT: () => this.CONSUME(K.CAST) }, { ALT: () => this.CONSUME(K.TRY_CAST) }])
    this.CONSUME(t.LParen, { ERR_MSG: '`(` after `CAST`' })
    this.SUBRULE(this.expression)
    this.CONSUME(K.AS, { ERR_MSG: '`AS` and a type' })
    this.SUBRULE(this.typeName)
    this.CONSUME(t.RParen, { ERR_MSG: '`)` after the type' })
  })

  columnRef = this.RULE('columnRef', () => {
    this.CONSUME1(t.Identifier)
    this.OPTION(() => {
      this.CONSUME(t.Dot)
      this.CONSUME2(t.Identifier, { ERR_MSG: NAME.afterDot })
    })
  })
}
