/** The grammar of statements and queries, tokens to a concrete syntax tree. ERR_MSG completes the sentence "expected …". */
import type { TokenType } from 'chevrotain'
import { ExpressionParser, NAME } from './expression-grammar.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Words that go on with the query where a name without AS could stand. */
const NO_ALIAS = new Set<TokenType>([K.AT, K.EMIT, K.ESCAPE, K.FILTER, K.OVER, K.PARTITION, K.WITHIN])

/** Parses one statement at a time: set `input`, call `statement`, read `errors`. */
export class ViewParser extends ExpressionParser {
  statement = this.RULE('statement', () => {
    this.CONSUME(K.CREATE, { ERR_MSG: '`CREATE` at the start of a statement' })
    this.OPTION1(() => {
      this.CONSUME(K.OR)
      this.CONSUME(K.REPLACE)
    })
    this.OPTION2(() => this.CONSUME(K.SOURCE))
    this.OR1({
      DEF: [{ ALT: () => this.CONSUME(K.TABLE) }, { ALT: () => this.CONSUME(K.STREAM) }],
      ERR_MSG: '`TABLE` or `STREAM` after `CREATE`',
    })
    this.OPTION3({
      GATE: () => this.LA(2).tokenType === K.NOT,
      DEF: () => {
        this.CONSUME(K.IF)
        this.CONSUME(K.NOT)
        this.CONSUME(K.EXISTS)
      },
    })
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.relation })
    this.OR2({
      DEF: [{ ALT: () => this.SUBRULE(this.sourceBody) }, { ALT: () => this.SUBRULE(this.viewBody) }],
      ERR_MSG: '`(`, `WITH` or `AS` after the name',
    })
  })

  sourceBody = this.RULE('sourceBody', () => {
    this.CONSUME(t.LParen)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.sourceElement),
      ERR_MSG: NAME.column,
    })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the column definition' })
    this.OPTION(() => this.SUBRULE(this.properties))
  })

  sourceElement = this.RULE('sourceElement', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.primaryKeyConstraint) },
        { ALT: () => this.SUBRULE(this.columnDefinition) },
      ],
      ERR_MSG: NAME.column,
    })
  })

  primaryKeyConstraint = this.RULE('primaryKeyConstraint', () => {
    this.CONSUME(K.PRIMARY)
    this.CONSUME(K.KEY, { ERR_MSG: '`KEY` after `PRIMARY`' })
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and the columns of the key' })
    this.SUBRULE(this.columnNames)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the name of a column' })
  })

  columnNames = this.RULE('columnNames', () => {
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.CONSUME(t.Identifier, { ERR_MSG: NAME.column }),
      ERR_MSG: NAME.column,
    })
  })

  columnDefinition = this.RULE('columnDefinition', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.column })
    this.SUBRULE(this.typeName)
    this.MANY(() => this.SUBRULE(this.columnConstraint))
  })

  columnConstraint = this.RULE('columnConstraint', () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(K.PRIMARY)
          this.CONSUME(K.KEY, { ERR_MSG: '`KEY` after `PRIMARY`' })
        },
      },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(K.NOT))
          this.CONSUME(K.NULL, { ERR_MSG: '`NULL` after `NOT`' })
        },
      },
    ])
  })

  properties = this.RULE('properties', () => {
    this.CONSUME(K.WITH)
    this.CONSUME(t.LParen, { ERR_MSG: '`(` after `WITH`' })
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.property) })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the property' })
  })

  property = this.RULE('property', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.property })
    this.CONSUME(t.Equal, { ERR_MSG: '`=` after the name of the property' })
    this.SUBRULE(this.propertyValue)
  })

  propertyValue = this.RULE('propertyValue', () => {
    const ERR_MSG = "the property's value: a text in quotes, a number, `TRUE` or `FALSE`"
    this.OR1({
      DEF: [
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.CONSUME(K.TRUE) },
        { ALT: () => this.CONSUME(K.FALSE) },
        { ALT: () => this.CONSUME(K.NULL) },
        {
          ALT: () => {
            this.OPTION(() => {
              this.OR2([{ ALT: () => this.CONSUME(t.Minus) }, { ALT: () => this.CONSUME(t.Plus) }])
            })
            this.CONSUME(t.NumberLiteral, { ERR_MSG: 'a number' })
          },
        },
      ],
      ERR_MSG,
    })
  })

  viewBody = this.RULE('viewBody', () => {
    this.OPTION1(() => this.SUBRULE(this.properties))
    this.CONSUME(K.AS, { ERR_MSG: '`AS` and a `SELECT`' })
    this.SUBRULE(this.query)
    this.OPTION2(() => {
      this.CONSUME(K.EMIT)
      this.CONSUME(K.CHANGES, { ERR_MSG: '`CHANGES` after `EMIT`' })
    })
  })

  /** Set operations and common table expressions go here. */
  query = this.RULE('query', () => {
    this.SUBRULE(this.select)
  })

  select = this.RULE('select', () => {
    this.CONSUME(K.SELECT, { ERR_MSG: '`SELECT`' })
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.selectItem),
      ERR_MSG: 'an expression or `*`',
    })
    this.OPTION1(() => this.SUBRULE(this.fromClause))
    this.OPTION2(() => this.SUBRULE(this.whereClause))
    this.OPTION3(() => this.SUBRULE(this.groupByClause))
    this.OPTION4(() => this.SUBRULE(this.havingClause))
  })

  selectItem = this.RULE('selectItem', () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Star) },
        {
          GATE: () => this.LA(2).tokenType === t.Dot && this.LA(3).tokenType === t.Star,
          ALT: () => {
            this.CONSUME(t.Identifier)
            this.CONSUME(t.Dot)
            this.CONSUME1(t.Star)
          },
        },
        {
          ALT: () => {
            this.SUBRULE(this.expression)
            this.OPTION({ GATE: this.maybeAlias, DEF: () => this.SUBRULE(this.alias) })
          },
        },
      ],
      ERR_MSG: 'an expression or `*`',
    })
  })

  alias = this.RULE('alias', () => {
    this.OPTION(() => this.CONSUME(K.AS))
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.alias })
  })

  private maybeAlias = () => !NO_ALIAS.has(this.LA(1).tokenType)

  fromClause = this.RULE('fromClause', () => {
    this.CONSUME(K.FROM)
    this.SUBRULE(this.fromItem)
  })

  fromItem = this.RULE('fromItem', () => {
    this.SUBRULE(this.relation)
    this.MANY(() => this.SUBRULE(this.joinClause))
  })

  relation = this.RULE('relation', () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.LParen)
            this.SUBRULE(this.fromItem)
            this.CONSUME(t.RParen, { ERR_MSG: '`)` after the join' })
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Identifier)
            this.OPTION({ GATE: this.maybeAlias, DEF: () => this.SUBRULE(this.alias) })
          },
        },
      ],
      ERR_MSG: NAME.from,
    })
  })

  joinClause = this.RULE('joinClause', () => {
    this.OPTION1(() => this.SUBRULE(this.joinType))
    this.CONSUME(K.JOIN, { ERR_MSG: '`JOIN`' })
    this.OR([
      { GATE: () => this.LA(2).tokenType === t.LParen, ALT: () => this.SUBRULE(this.aggregateSource) },
      { ALT: () => this.SUBRULE(this.relation) },
    ])
    this.OPTION2(() => {
      this.CONSUME(K.ON)
      this.SUBRULE(this.expression)
    })
  })

  joinType = this.RULE('joinType', () => {
    this.OR([
      { ALT: () => this.CONSUME(K.CROSS) },
      { ALT: () => this.CONSUME(K.INNER) },
      {
        ALT: () => {
          this.OR1([
            { ALT: () => this.CONSUME(K.LEFT) },
            { ALT: () => this.CONSUME(K.RIGHT) },
            { ALT: () => this.CONSUME(K.FULL) },
          ])
          this.OPTION(() => this.CONSUME(K.OUTER))
        },
      },
    ])
  })

  /** `COUNT(tweets WHERE … BY userId) AS tweetCount`. */
  aggregateSource = this.RULE('aggregateSource', () => {
    this.CONSUME1(t.Identifier)
    this.CONSUME(t.LParen)
    this.SUBRULE(this.aggregatedColumn)
    this.OPTION1(() => this.SUBRULE(this.whereClause))
    this.CONSUME(K.BY, { ERR_MSG: '`BY` and the column to count by' })
    this.SUBRULE(this.columnNames)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the name of a column' })
    this.OPTION2({ GATE: this.maybeAlias, DEF: () => this.SUBRULE(this.alias) })
  })

  aggregatedColumn = this.RULE('aggregatedColumn', () => {
    this.CONSUME1(t.Identifier, { ERR_MSG: NAME.aggregated })
    this.OPTION(() => {
      this.CONSUME(t.Dot)
      this.CONSUME2(t.Identifier, { ERR_MSG: NAME.afterDot })
    })
  })

  groupByClause = this.RULE('groupByClause', () => {
    this.CONSUME(K.GROUP)
    this.CONSUME(K.BY, { ERR_MSG: '`BY` after `GROUP`' })
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.expression),
      ERR_MSG: 'an expression',
    })
  })

  havingClause = this.RULE('havingClause', () => {
    this.CONSUME(K.HAVING)
    this.SUBRULE(this.expression)
  })

  constructor() {
    super()
    this.performSelfAnalysis()
  }
}
