/** The grammar of queries, tokens to a concrete syntax tree. ERR_MSG completes the sentence "expected …". */
import type { TokenType } from 'chevrotain'
import { ExpressionParser } from './expression-grammar.ts'
import { NAME, QUERY_END } from './names.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Names in front of a parenthesis that are read as a joined aggregate even where BY is missing. */
const AGGREGATES = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'])
/** Kinds of windows over time, which are not windows of SQL. */
const TIME_WINDOWS = new Set(['TUMBLING', 'HOPPING', 'SESSION'])

/** The part of the parser that statements build on. */
export abstract class QueryParser extends ExpressionParser {
  query = this.RULE('query', () => {
    this.OPTION1(() => this.SUBRULE(this.withClause))
    this.SUBRULE(this.queryBody)
    this.OPTION2(() => this.SUBRULE(this.orderByClause))
    this.MANY(() => this.SUBRULE(this.rowLimit))
  })

  withClause = this.RULE('withClause', () => {
    this.CONSUME(K.WITH)
    this.OPTION({
      GATE: () => t.isNameLike(this.LA(2)),
      DEF: () => this.CONSUME(K.RECURSIVE),
    })
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.commonTable),
      ERR_MSG: NAME.commonTable,
    })
  })

  commonTable = this.RULE('commonTable', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.commonTable })
    this.OPTION(() => this.SUBRULE(this.columnList))
    this.CONSUME(K.AS, { ERR_MSG: '`AS (SELECT …)` after the name' })
    this.SUBRULE(this.subquery)
  })

  queryBody = this.RULE('queryBody', () => {
    this.SUBRULE1(this.queryTerm)
    this.MANY(() => {
      this.SUBRULE(this.unionOperator)
      this.SUBRULE2(this.queryTerm)
    })
  })

  unionOperator = this.RULE('unionOperator', () => {
    this.OR([{ ALT: () => this.CONSUME(K.UNION) }, { ALT: () => this.CONSUME(K.EXCEPT) }])
    this.OPTION(() => this.SUBRULE(this.setQuantifier))
  })

  queryTerm = this.RULE('queryTerm', () => {
    this.SUBRULE1(this.queryPrimary)
    this.MANY(() => {
      this.SUBRULE(this.intersectOperator)
      this.SUBRULE2(this.queryPrimary)
    })
  })

  intersectOperator = this.RULE('intersectOperator', () => {
    this.CONSUME(K.INTERSECT)
    this.OPTION(() => this.SUBRULE(this.setQuantifier))
  })

  setQuantifier = this.RULE('setQuantifier', () => {
    this.OR([{ ALT: () => this.CONSUME(K.ALL) }, { ALT: () => this.CONSUME(K.DISTINCT) }])
  })

  queryPrimary = this.RULE('queryPrimary', () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.select) },
        { ALT: () => this.SUBRULE(this.values) },
        { ALT: () => this.SUBRULE(this.subquery) },
      ],
      ERR_MSG: '`SELECT`',
    })
  })

  values = this.RULE('values', () => {
    this.CONSUME(K.VALUES)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.valuesRow), ERR_MSG: '`(`' })
  })

  valuesRow = this.RULE('valuesRow', () => {
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and the values of a row' })
    this.SUBRULE(this.expressionList)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the value' })
  })

  rowLimit = this.RULE('rowLimit', () => {
    this.OR1([
      {
        ALT: () => {
          this.CONSUME(K.LIMIT)
          this.OR2({
            DEF: [{ ALT: () => this.CONSUME(K.ALL) }, { ALT: () => this.SUBRULE1(this.expression) }],
            ERR_MSG: 'a number of rows after `LIMIT`',
          })
        },
      },
      {
        ALT: () => {
          this.CONSUME(K.OFFSET)
          this.SUBRULE2(this.expression)
          this.OPTION1(() => this.SUBRULE1(this.rowWord))
        },
      },
      {
        ALT: () => {
          this.CONSUME(K.FETCH)
          this.OR3({
            DEF: [{ ALT: () => this.CONSUME(K.FIRST) }, { ALT: () => this.CONSUME(K.NEXT) }],
            ERR_MSG: '`FIRST` or `NEXT` after `FETCH`',
          })
          this.OPTION2({
            GATE: () => !this.ahead(K.ROW) && !this.ahead(K.ROWS),
            DEF: () => this.SUBRULE(this.operand),
          })
          this.SUBRULE2(this.rowWord)
          this.CONSUME(K.ONLY, { ERR_MSG: '`ONLY` after `ROWS`' })
        },
      },
    ])
  })

  rowWord = this.RULE('rowWord', () => {
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(K.ROW) }, { ALT: () => this.CONSUME(K.ROWS) }],
      ERR_MSG: '`ROWS ONLY`',
    })
  })

  select = this.RULE('select', () => {
    this.CONSUME(K.SELECT, { ERR_MSG: '`SELECT`' })
    this.OPTION1(() => {
      this.OR([{ ALT: () => this.CONSUME(K.ALL) }, { ALT: () => this.SUBRULE(this.distinctClause) }])
    })
    this.AT_LEAST_ONE_SEP1({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.selectItem),
      ERR_MSG: 'an expression or `*`',
    })
    this.OPTION2(() => this.SUBRULE(this.fromClause))
    this.OPTION3(() => this.SUBRULE(this.whereClause))
    this.OPTION4(() => this.SUBRULE(this.groupByClause))
    this.OPTION5(() => this.SUBRULE(this.havingClause))
    this.OPTION6({ GATE: this.isWindow, DEF: () => this.SUBRULE(this.windowClause) })
  })

  private isWindow = (): boolean => !TIME_WINDOWS.has(this.LA(2).image.toUpperCase())

  distinctClause = this.RULE('distinctClause', () => {
    this.CONSUME(K.DISTINCT)
    this.OPTION(() => {
      this.CONSUME(K.ON)
      this.CONSUME(t.LParen, { ERR_MSG: '`(` after `DISTINCT ON`' })
      this.SUBRULE(this.expressionList)
      this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the expression' })
    })
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
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'an expression or `*`',
    })
  })

  alias = this.RULE('alias', () => {
    this.OPTION(() => this.CONSUME(K.AS))
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.alias })
  })

  /** `AS name (columns)`. */
  tableAlias = this.RULE('tableAlias', () => {
    this.SUBRULE(this.alias)
    this.OPTION(() => this.SUBRULE(this.columnList))
  })

  fromClause = this.RULE('fromClause', () => {
    this.CONSUME(K.FROM)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.fromItem),
      ERR_MSG: NAME.from,
    })
  })

  fromItem = this.RULE('fromItem', () => {
    this.SUBRULE(this.relation)
    this.MANY(() => this.SUBRULE(this.joinClause))
  })

  relation = this.RULE('relation', () => {
    this.OR({
      DEF: [
        { GATE: () => this.isDerived(), ALT: () => this.SUBRULE(this.derivedTable) },
        {
          ALT: () => {
            this.CONSUME(t.LParen)
            this.SUBRULE(this.fromItem)
            this.CONSUME(t.RParen, { ERR_MSG: '`)` after the join' })
          },
        },
        { GATE: () => this.isTableFunction(), ALT: () => this.SUBRULE(this.tableFunction) },
        {
          ALT: () => {
            this.CONSUME(t.Identifier)
            this.OPTION({ GATE: this.maybeAlias, DEF: () => this.SUBRULE(this.tableAlias) })
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: NAME.from,
    })
  })

  private isDerived(): boolean {
    return this.holds('query') || (this.ahead(K.LATERAL) && this.LA(2).tokenType === t.LParen)
  }

  private isTableFunction(): boolean {
    return this.ahead(K.LATERAL) || this.LA(2).tokenType === t.LParen
  }

  derivedTable = this.RULE('derivedTable', () => {
    this.OPTION(() => this.CONSUME(K.LATERAL))
    this.CONSUME(t.LParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RParen, { ERR_MSG: QUERY_END })
    this.SUBRULE(this.derivedAlias)
  })

  /** As {@link tableAlias}, but there has to be one. */
  derivedAlias = this.RULE('derivedAlias', () => {
    this.OPTION1(() => this.CONSUME(K.AS))
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.subquery })
    this.OPTION2(() => this.SUBRULE(this.columnList))
  })

  tableFunction = this.RULE('tableFunction', () => {
    this.OPTION1(() => this.CONSUME(K.LATERAL))
    this.CONSUME(t.Identifier, { ERR_MSG: '`(SELECT …)` or a function after `LATERAL`' })
    this.CONSUME(t.LParen, { ERR_MSG: '`(` after the name of the function' })
    this.OPTION2(() => this.SUBRULE(this.expressionList))
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the argument' })
    this.OPTION3({
      GATE: () => this.LA(2).tokenType === K.ORDINALITY,
      DEF: () => {
        this.CONSUME(K.WITH)
        this.CONSUME(K.ORDINALITY)
      },
    })
    this.OPTION4({ GATE: this.maybeAlias, DEF: () => this.SUBRULE(this.tableAlias) })
  })

  joinClause = this.RULE('joinClause', () => {
    this.OPTION1(() => this.CONSUME(K.NATURAL))
    this.OPTION2(() => this.SUBRULE(this.joinType))
    this.CONSUME(K.JOIN, { ERR_MSG: '`JOIN`' })
    this.OR1({
      DEF: [
        { GATE: this.isAggregate, ALT: () => this.SUBRULE(this.aggregateSource) },
        { ALT: () => this.SUBRULE(this.relation) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: NAME.from,
    })
    this.OPTION3(() => {
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(K.ON)
            this.SUBRULE(this.expression)
          },
        },
        { ALT: () => this.SUBRULE(this.usingClause) },
      ])
    })
  })

  usingClause = this.RULE('usingClause', () => {
    this.CONSUME(K.USING)
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and the names of the columns after `USING`' })
    this.SUBRULE(this.columnNames)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the name of a column' })
  })

  /** Whether a joined aggregate comes next, and not a function that gives rows: BY or WHERE stands inside. */
  private isAggregate = (): boolean => {
    if (this.LA(2).tokenType !== t.LParen) return false
    const behind = this.LA(4).tokenType === t.Dot ? this.LA(6) : this.LA(4)
    return (
      behind.tokenType === K.BY ||
      behind.tokenType === K.WHERE ||
      AGGREGATES.has(this.LA(1).image.toUpperCase())
    )
  }

  joinType = this.RULE('joinType', () => {
    this.OR1([
      { ALT: () => this.CONSUME(K.CROSS) },
      { ALT: () => this.CONSUME(K.INNER) },
      {
        ALT: () => {
          this.OR2([
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
      DEF: () => this.SUBRULE(this.groupItem),
      ERR_MSG: 'an expression',
    })
  })

  groupItem = this.RULE('groupItem', () => {
    this.OR({
      DEF: [
        {
          GATE: () => this.ahead(t.LParen, t.RParen),
          ALT: () => {
            this.CONSUME1(t.LParen)
            this.CONSUME1(t.RParen)
          },
        },
        { GATE: () => this.isGrouping(K.ROLLUP, K.CUBE), ALT: () => this.SUBRULE(this.rollup) },
        { GATE: () => this.ahead(K.GROUPING, K.SETS), ALT: () => this.SUBRULE(this.groupingSets) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'an expression',
    })
  })

  private isGrouping(...words: readonly TokenType[]): boolean {
    return words.includes(this.LA(1).tokenType) && this.LA(2).tokenType === t.LParen
  }

  rollup = this.RULE('rollup', () => {
    this.OR([{ ALT: () => this.CONSUME(K.ROLLUP) }, { ALT: () => this.CONSUME(K.CUBE) }])
    this.CONSUME(t.LParen)
    this.SUBRULE(this.expressionList)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the expression' })
  })

  groupingSets = this.RULE('groupingSets', () => {
    this.CONSUME(K.GROUPING)
    this.CONSUME(K.SETS)
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and the sets after `GROUPING SETS`' })
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.groupItem),
      ERR_MSG: 'a set of expressions in parentheses',
    })
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the set' })
  })

  havingClause = this.RULE('havingClause', () => {
    this.CONSUME(K.HAVING)
    this.SUBRULE(this.expression)
  })

  windowClause = this.RULE('windowClause', () => {
    this.CONSUME(K.WINDOW)
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.windowDefinition),
      ERR_MSG: NAME.window,
    })
  })
}
