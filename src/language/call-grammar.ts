/** The grammar of calls, windows and lists of expressions. ERR_MSG completes the sentence "expected …". */
import type { TokenType } from 'chevrotain'
import { NAME } from './names.ts'
import { TypeParser } from './type-grammar.ts'
import type { Rule } from './type-grammar.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

const FRAME_UNITS = new Set<TokenType>([K.ROWS, K.RANGE, K.GROUPS])
const FRAME_EXAMPLE = '`UNBOUNDED PRECEDING`, `CURRENT ROW` or a number with `PRECEDING` or `FOLLOWING`'

/** The part of the parser that reads calls. */
export abstract class CallParser extends TypeParser {
  protected abstract expression: Rule
  protected abstract lowerBound: Rule

  functionCall = this.RULE('functionCall', () => {
    const name = this.OR([
      { ALT: () => this.CONSUME(t.Identifier) },
      { ALT: () => this.CONSUME(K.LEFT) },
      { ALT: () => this.CONSUME(K.RIGHT) },
    ])
    this.CONSUME(t.LParen)
    this.OR1({
      DEF: [
        { GATE: () => this.isExtract(name.image), ALT: () => this.SUBRULE(this.extractArguments) },
        {
          GATE: () => isWord(name.image, 'POSITION') && !this.ahead(t.RParen),
          ALT: () => this.SUBRULE(this.positionArguments),
        },
        { GATE: () => this.isTrim(name.image), ALT: () => this.SUBRULE(this.trimArguments) },
        { GATE: () => isWord(name.image, 'OVERLAY'), ALT: () => this.SUBRULE(this.overlayArguments) },
        { ALT: () => this.SUBRULE(this.plainArguments) },
      ],
      IGNORE_AMBIGUITIES: true,
    })
    this.OPTION1({
      GATE: () => isWord(name.image, 'SUBSTRING'),
      DEF: () => this.SUBRULE(this.substringRange),
    })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the argument' })
    this.OPTION2({
      GATE: () => this.ahead(K.WITHIN, K.GROUP),
      DEF: () => this.SUBRULE(this.withinGroup),
    })
    this.OPTION3(() => this.SUBRULE(this.filterClause))
    this.OPTION4({ GATE: () => this.LA(2).tokenType === K.NULLS, DEF: () => this.SUBRULE(this.nullsClause) })
    this.OPTION5(() => this.SUBRULE(this.overClause))
  })

  plainArguments = this.RULE('plainArguments', () => {
    this.OPTION1(() => {
      this.OR1({
        DEF: [
          { ALT: () => this.CONSUME(t.Star) },
          {
            ALT: () => {
              this.OPTION2(() => {
                this.OR2([{ ALT: () => this.CONSUME(K.DISTINCT) }, { ALT: () => this.CONSUME(K.ALL) }])
              })
              this.SUBRULE(this.expressionList)
              this.OPTION3(() => this.SUBRULE(this.orderByClause))
            },
          },
        ],
        ERR_MSG: 'an expression',
      })
    })
  })

  private isExtract(name: string): boolean {
    return isWord(name, 'EXTRACT') && this.LA(2).tokenType === K.FROM
  }

  extractArguments = this.RULE('extractArguments', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Identifier) }, { ALT: () => this.CONSUME(t.StringLiteral) }])
    this.CONSUME(K.FROM)
    this.SUBRULE(this.expression)
  })

  /** `part IN text`, or a list of arguments as elsewhere. */
  positionArguments = this.RULE('positionArguments', () => {
    this.SUBRULE1(this.lowerBound)
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K.IN)
            this.SUBRULE2(this.lowerBound)
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Comma)
            this.SUBRULE(this.expressionList)
          },
        },
      ],
      ERR_MSG: '`IN` and the text to search in',
    })
  })

  private isTrim(name: string): boolean {
    return isWord(name, 'TRIM') && !this.ahead(t.RParen)
  }

  /** `[LEADING|TRAILING|BOTH] [characters] FROM text`, or a list of arguments as elsewhere. */
  trimArguments = this.RULE('trimArguments', () => {
    this.OR1({
      DEF: [
        {
          GATE: () => this.LA(2).tokenType !== t.Comma && this.LA(2).tokenType !== t.RParen,
          ALT: () => {
            this.OR2([
              { ALT: () => this.CONSUME(K.LEADING) },
              { ALT: () => this.CONSUME(K.TRAILING) },
              { ALT: () => this.CONSUME(K.BOTH) },
            ])
            this.OPTION1(() => this.SUBRULE1(this.expressionList))
            this.OPTION2(() => this.SUBRULE1(this.trimmed))
          },
        },
        { ALT: () => this.SUBRULE2(this.trimmed) },
        {
          ALT: () => {
            this.SUBRULE2(this.expressionList)
            this.OPTION3(() => this.SUBRULE3(this.trimmed))
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'an expression',
    })
  })

  trimmed = this.RULE('trimmed', () => {
    this.CONSUME(K.FROM)
    this.SUBRULE(this.expressionList)
  })

  /** `text PLACING part FROM start [FOR count]`, or a list of arguments as elsewhere. */
  overlayArguments = this.RULE('overlayArguments', () => {
    this.SUBRULE(this.expressionList)
    this.OPTION(() => {
      this.CONSUME(K.PLACING)
      this.SUBRULE(this.expression)
      this.SUBRULE(this.substringRange)
    })
  })

  /** `SUBSTRING(text FROM start FOR count)`, either part of it alone too. */
  substringRange = this.RULE('substringRange', () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K.FROM)
            this.SUBRULE1(this.expression)
            this.OPTION(() => this.SUBRULE1(this.substringCount))
          },
        },
        { ALT: () => this.SUBRULE2(this.substringCount) },
      ],
      ERR_MSG: '`FROM` and the position to start at',
    })
  })

  substringCount = this.RULE('substringCount', () => {
    this.CONSUME(K.FOR)
    this.SUBRULE(this.expression)
  })

  withinGroup = this.RULE('withinGroup', () => {
    this.CONSUME(K.WITHIN)
    this.CONSUME(K.GROUP)
    this.CONSUME(t.LParen, { ERR_MSG: '`(ORDER BY …)` after `WITHIN GROUP`' })
    this.SUBRULE(this.orderByClause)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after `ORDER BY`' })
  })

  filterClause = this.RULE('filterClause', () => {
    this.CONSUME(K.FILTER)
    this.CONSUME(t.LParen, { ERR_MSG: '`(WHERE …)` after `FILTER`' })
    this.SUBRULE(this.whereClause)
    this.CONSUME(t.RParen, { ERR_MSG: 'an operator or `)` after the condition' })
  })

  nullsClause = this.RULE('nullsClause', () => {
    this.OR([{ ALT: () => this.CONSUME(K.RESPECT) }, { ALT: () => this.CONSUME(K.IGNORE) }])
    this.CONSUME(K.NULLS)
  })

  overClause = this.RULE('overClause', () => {
    this.CONSUME(K.OVER)
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.windowSpec) },
        { GATE: () => !this.ahead(K.PARTITION, K.BY), ALT: () => this.CONSUME(t.Identifier) },
      ],
      ERR_MSG: '`(` or the name of a window after `OVER`',
    })
  })

  windowSpec = this.RULE('windowSpec', () => {
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and the definition of the window' })
    this.OPTION1({ GATE: this.isBaseWindow, DEF: () => this.CONSUME(t.Identifier) })
    this.OPTION2(() => this.SUBRULE(this.partitionByClause))
    this.OPTION3(() => this.SUBRULE(this.orderByClause))
    this.OPTION4(() => this.SUBRULE(this.frameClause))
    this.CONSUME(t.RParen, { ERR_MSG: '`PARTITION BY`, `ORDER BY`, a frame or `)` in the window' })
  })

  private isBaseWindow = (): boolean => {
    const [first, second] = [this.LA(1).tokenType, this.LA(2).tokenType]
    if (first === K.PARTITION) return second === t.RParen || second === K.ORDER
    return !FRAME_UNITS.has(first) || second === t.RParen
  }

  partitionByClause = this.RULE('partitionByClause', () => {
    this.CONSUME(K.PARTITION)
    this.CONSUME(K.BY, { ERR_MSG: '`BY` after `PARTITION`' })
    this.SUBRULE(this.expressionList)
  })

  orderByClause = this.RULE('orderByClause', () => {
    this.CONSUME(K.ORDER, { ERR_MSG: '`ORDER BY`' })
    this.CONSUME(K.BY, { ERR_MSG: '`BY` after `ORDER`' })
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.sortItem),
      ERR_MSG: 'an expression',
    })
  })

  sortItem = this.RULE('sortItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION1(() => {
      this.OR1([{ ALT: () => this.CONSUME(K.ASC) }, { ALT: () => this.CONSUME(K.DESC) }])
    })
    this.OPTION2(() => {
      this.CONSUME(K.NULLS)
      this.OR2({
        DEF: [{ ALT: () => this.CONSUME(K.FIRST) }, { ALT: () => this.CONSUME(K.LAST) }],
        ERR_MSG: '`FIRST` or `LAST` after `NULLS`',
      })
    })
  })

  frameClause = this.RULE('frameClause', () => {
    this.OR([
      { ALT: () => this.CONSUME(K.ROWS) },
      { ALT: () => this.CONSUME(K.RANGE) },
      { ALT: () => this.CONSUME(K.GROUPS) },
    ])
    this.OR1({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K.BETWEEN)
            this.SUBRULE1(this.frameBound)
            this.CONSUME(K.AND, { ERR_MSG: '`AND` and the end of the frame' })
            this.SUBRULE2(this.frameBound)
          },
        },
        { ALT: () => this.SUBRULE3(this.frameBound) },
      ],
      ERR_MSG: FRAME_EXAMPLE,
    })
    this.OPTION(() => this.SUBRULE(this.frameExclusion))
  })

  frameBound = this.RULE('frameBound', () => {
    this.OR1({
      DEF: [
        {
          GATE: () => this.ahead(K.CURRENT, K.ROW),
          ALT: () => {
            this.CONSUME(K.CURRENT)
            this.CONSUME(K.ROW)
          },
        },
        {
          ALT: () => {
            this.OR2({
              DEF: [
                {
                  GATE: () => this.ahead(K.UNBOUNDED) && this.LA(2).tokenType !== t.LParen,
                  ALT: () => this.CONSUME(K.UNBOUNDED),
                },
                { ALT: () => this.SUBRULE(this.lowerBound) },
              ],
              IGNORE_AMBIGUITIES: true,
              ERR_MSG: FRAME_EXAMPLE,
            })
            this.OR3({
              DEF: [{ ALT: () => this.CONSUME(K.PRECEDING) }, { ALT: () => this.CONSUME(K.FOLLOWING) }],
              ERR_MSG: '`PRECEDING` or `FOLLOWING`',
            })
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: FRAME_EXAMPLE,
    })
  })

  frameExclusion = this.RULE('frameExclusion', () => {
    this.CONSUME(K.EXCLUDE)
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K.CURRENT)
            this.CONSUME(K.ROW, { ERR_MSG: '`ROW` after `CURRENT`' })
          },
        },
        { ALT: () => this.CONSUME(K.GROUP) },
        { ALT: () => this.CONSUME(K.TIES) },
        {
          ALT: () => {
            this.CONSUME(K.NO)
            this.CONSUME(K.OTHERS, { ERR_MSG: '`OTHERS` after `NO`' })
          },
        },
      ],
      ERR_MSG: '`CURRENT ROW`, `GROUP`, `TIES` or `NO OTHERS` after `EXCLUDE`',
    })
  })

  windowDefinition = this.RULE('windowDefinition', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.window })
    this.CONSUME(K.AS, { ERR_MSG: '`AS (…)` after the name of the window' })
    this.SUBRULE(this.windowSpec)
  })

  expressionList = this.RULE('expressionList', () => {
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.expression),
      ERR_MSG: 'an expression',
    })
  })

  whereClause = this.RULE('whereClause', () => {
    this.CONSUME(K.WHERE)
    this.SUBRULE(this.expression)
  })
}

function isWord(image: string, word: string): boolean {
  return image.toUpperCase() === word
}
