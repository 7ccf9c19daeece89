/**
 * The grammar of types and lists of names, and what all parts of the parser share. ERR_MSG completes the sentence
 * "expected …".
 */
import { CstParser } from './chevrotain.ts'
import type { CstNode, IParserErrorMessageProvider, IToken, ParserMethod, TokenType } from 'chevrotain'
import { NAME } from './names.ts'
import { heldBy } from './parentheses.ts'
import type { Held } from './parentheses.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** The message of an error is only what was expected; the sentence is made where the error is reported. */
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => `\`${expected.name}\``,
  buildNotAllInputParsedMessage: () => '`;`',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'an expression',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'an expression',
}

/** A rule that a class further down defines. */
export type Rule = ParserMethod<[], CstNode>

/** Words that go on with the query where a name without AS could stand, alone or before the word given. */
const NO_ALIAS = new Map<TokenType, TokenType | null>([
  ...[K.EMIT, K.ESCAPE, K.FILTER, K.OVER, K.PARTITION, K.QUALIFY, K.TABLESAMPLE, K.WITHIN].map(
    word => [word, null] as [TokenType, null],
  ),
  [K.AT, K.TIME],
  [K.SIMILAR, K.TO],
  [K.IGNORE, K.NULLS],
  [K.RESPECT, K.NULLS],
])

/** The part of the parser that all others build on. */
export abstract class TypeParser extends CstParser {
  private held: ReadonlyMap<IToken, Held> = new Map()

  constructor() {
    super(t.vocabulary, { nodeLocationTracking: 'onlyOffset', maxLookahead: 2, errorMessageProvider })
  }

  /** Takes the tokens of one statement; a rule called afterwards reads them. */
  read(tokens: readonly IToken[]): void {
    this.held = heldBy(tokens)
    this.input = [...tokens]
  }

  /** What the parenthesis holds that is `ahead` tokens ahead. */
  protected holds(held: Held, ahead = 1): boolean {
    return this.held.get(this.LA(ahead)) === held
  }

  /** Whether these words come next. */
  protected ahead(...types: readonly TokenType[]): boolean {
    return types.every((type, index) => this.LA(index + 1).tokenType === type)
  }

  /** Whether a name without AS can come next. */
  protected maybeAlias = (): boolean => {
    const follower = NO_ALIAS.get(this.LA(1).tokenType)
    return follower === undefined || (follower !== null && this.LA(2).tokenType !== follower)
  }

  columnNames = this.RULE('columnNames', () => {
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.CONSUME(t.Identifier, { ERR_MSG: NAME.column }),
      ERR_MSG: NAME.column,
    })
  })

  /** `(a, b)`. */
  columnList = this.RULE('columnList', () => {
    this.CONSUME(t.LParen, { ERR_MSG: '`(` and the names of columns' })
    this.SUBRULE(this.columnNames)
    this.CONSUME(t.RParen, { ERR_MSG: '`,` or `)` after the name of a column' })
  })

  typeName = this.RULE('typeName', () => {
    this.OR({
      DEF: [
        {
          GATE: () => this.LA(2).tokenType === t.Less,
          ALT: () => this.SUBRULE(this.nestedType),
        },
        { ALT: () => this.SUBRULE(this.simpleType) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a type',
    })
    this.MANY({
      GATE: () => this.ahead(t.LBracket, t.RBracket),
      DEF: () => {
        this.CONSUME(t.LBracket)
        this.CONSUME(t.RBracket)
      },
    })
  })

  simpleType = this.RULE('simpleType', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: 'a type' })
    this.OPTION1({ GATE: () => this.isBehind('DOUBLE'), DEF: () => this.CONSUME(K.PRECISION) })
    this.OPTION2({
      GATE: () => this.isBehind('CHARACTER') || this.isBehind('CHAR'),
      DEF: () => this.CONSUME(K.VARYING),
    })
    this.OPTION3(() => this.SUBRULE(this.typeParameters))
    this.OPTION4({ GATE: () => this.LA(2).tokenType === K.TIME, DEF: () => this.SUBRULE(this.timeZone) })
  })

  private isBehind(word: string): boolean {
    return this.LA(0).image.toUpperCase() === word
  }

  /** `ARRAY<t>`, `MAP<k, v>`, `STRUCT<a t, b u>`. */
  nestedType = this.RULE('nestedType', () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(K.ARRAY)
            this.CONSUME1(t.Less)
            this.SUBRULE1(this.typeName)
            this.CONSUME1(t.Greater, { ERR_MSG: '`>` after the type' })
          },
        },
        {
          ALT: () => {
            this.CONSUME(K.MAP)
            this.CONSUME2(t.Less)
            this.SUBRULE2(this.typeName)
            this.CONSUME(t.Comma, { ERR_MSG: '`,` between the types of key and value' })
            this.SUBRULE3(this.typeName)
            this.CONSUME2(t.Greater, { ERR_MSG: '`>` after the type' })
          },
        },
        {
          ALT: () => {
            this.CONSUME(K.STRUCT)
            this.CONSUME3(t.Less)
            this.SUBRULE(this.fieldDefinitions)
            this.CONSUME3(t.Greater, { ERR_MSG: '`,` or `>` after the field' })
          },
        },
      ],
      ERR_MSG: '`ARRAY`, `MAP` or `STRUCT` before `<`',
    })
  })

  fieldDefinitions = this.RULE('fieldDefinitions', () => {
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => this.SUBRULE(this.fieldDefinition),
      ERR_MSG: NAME.field,
    })
  })

  fieldDefinition = this.RULE('fieldDefinition', () => {
    this.CONSUME(t.Identifier, { ERR_MSG: NAME.field })
    this.SUBRULE(this.typeName)
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
}
