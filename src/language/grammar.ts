/** The grammar of statements, tokens to a concrete syntax tree. ERR_MSG completes the sentence "expected …". */
import { NAME } from './names.ts'
import { QueryParser } from './query-grammar.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Parses one statement at a time: call `read` with its tokens, then `statement`; see `errors`. */
export class ViewParser extends QueryParser {
  statement = this.RULE('statement', () => {
    this.OR({
      DEF: [
        { GATE: () => this.ahead(K.INSERT, K.INTO), ALT: () => this.SUBRULE(this.insertInto) },
        { ALT: () => this.SUBRULE(this.create) },
      ],
      ERR_MSG: '`CREATE` at the start of a statement',
    })
  })

  insertInto = this.RULE('insertInto', () => {
    this.CONSUME(K.INSERT)
    this.CONSUME(K.INTO)
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.target })
    this.SUBRULE(this.query)
    this.OPTION(() => this.SUBRULE(this.emitClause))
  })

  create = this.RULE('create', () => {
    this.CONSUME(K.CREATE)
    this.OPTION1(() => {
      this.CONSUME(K.OR)
      this.CONSUME(K.REPLACE)
    })
    this.OPTION2(() => this.CONSUME(K.SOURCE))
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.relationDeclaration) },
        { ALT: () => this.SUBRULE(this.viewDeclaration) },
        { ALT: () => this.SUBRULE(this.indexDeclaration) },
        { ALT: () => this.SUBRULE(this.typeDeclaration) },
      ],
      ERR_MSG: '`TABLE` or `STREAM` after `CREATE`',
    })
  })

  relationDeclaration = this.RULE('relationDeclaration', () => {
    this.OR1([{ ALT: () => this.CONSUME(K.TABLE) }, { ALT: () => this.CONSUME(K.STREAM) }])
    this.OPTION({ GATE: this.isIfNotExists, DEF: () => this.SUBRULE(this.ifNotExists) })
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.relation })
    this.OR2({
      DEF: [{ ALT: () => this.SUBRULE(this.sourceBody) }, { ALT: () => this.SUBRULE(this.viewBody) }],
      ERR_MSG: '`(`, `WITH` or `AS` after the name',
    })
  })

  viewDeclaration = this.RULE('viewDeclaration', () => {
    this.CONSUME(K.VIEW)
    this.OPTION({ GATE: this.isIfNotExists, DEF: () => this.SUBRULE(this.ifNotExists) })
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.view })
    this.SUBRULE(this.viewBody)
  })

  indexDeclaration = this.RULE('indexDeclaration', () => {
    this.CONSUME(K.INDEX)
    this.OPTION(() => this.CONSUME1(t.Identifier))
    this.CONSUME(K.ON, { ERR_MSG: '`ON` and the name of a view' })
    this.CONSUME2(t.Identifier, { ERR_MSG: NAME.view })
    this.SUBRULE(this.columnList)
  })

  typeDeclaration = this.RULE('typeDeclaration', () => {
    this.CONSUME(K.TYPE)
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.type })
    this.CONSUME(K.AS, { ERR_MSG: '`AS` and a type' })
    this.SUBRULE(this.typeName)
  })

  private isIfNotExists = (): boolean => this.LA(2).tokenType === K.NOT

  ifNotExists = this.RULE('ifNotExists', () => {
    this.CONSUME(K.IF)
    this.CONSUME(K.NOT)
    this.CONSUME(K.EXISTS)
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
    this.SUBRULE(this.columnList)
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
    this.OPTION2(() => this.SUBRULE(this.emitClause))
  })

  emitClause = this.RULE('emitClause', () => {
    this.CONSUME(K.EMIT)
    this.CONSUME(K.CHANGES, { ERR_MSG: '`CHANGES` after `EMIT`' })
  })

  constructor() {
    super()
    this.performSelfAnalysis()
  }
}
