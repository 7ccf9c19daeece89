/** The tokens of the language. Keywords are words first: {@link keywordOf} says which word is one. */
import { Lexer, createToken } from './chevrotain.ts'
import type { CustomPatternMatcherFunc, IToken, TokenType } from 'chevrotain'

/** Words that are never a name unless quoted, as in PostgreSQL. */
const RESERVED = [
  ...[
    'ALL',
    'AND',
    'AS',
    'ASYMMETRIC',
    'BETWEEN',
    'CASE',
    'CAST',
    'CREATE',
    'CROSS',
    'DISTINCT',
    'ELSE',
    'END',
    'EXCEPT',
  ],
  ...['FALSE', 'FETCH', 'FROM', 'FULL', 'GROUP', 'HAVING', 'ILIKE', 'IN', 'INNER', 'INTERSECT', 'INTO', 'IS'],
  ...['JOIN', 'LATERAL', 'LEFT', 'LIKE', 'LIMIT', 'NATURAL', 'NOT', 'NULL', 'OFFSET', 'ON', 'OR', 'ORDER'],
  ...[
    'OUTER',
    'PRIMARY',
    'RIGHT',
    'SELECT',
    'SYMMETRIC',
    'TABLE',
    'THEN',
    'TRUE',
    'UNION',
    'USING',
    'WHEN',
    'WHERE',
  ],
  ...['WINDOW', 'WITH'],
] as const

/** Words that mean something in one place and are ordinary names in all others. */
const NON_RESERVED = [
  ...['ANY', 'ARRAY', 'ASC', 'AT', 'BOTH', 'BY', 'CHANGES', 'CHARACTER', 'CUBE', 'CURRENT', 'DATE', 'DESC'],
  ...['DOUBLE', 'EMIT', 'ESCAPE', 'EXCLUDE', 'EXISTS', 'FILTER', 'FIRST', 'FOLLOWING', 'FOR', 'GROUPING'],
  ...['GROUPS', 'IF', 'IGNORE', 'INDEX', 'INSERT', 'INTERVAL', 'JSON', 'KEY', 'LAST', 'LEADING', 'MAP'],
  ...['NEXT', 'NO', 'NULLS', 'ONLY', 'ORDINALITY', 'OTHERS', 'OVER', 'PARTITION', 'PLACING', 'PRECEDING'],
  ...[
    'PRECISION',
    'QUALIFY',
    'RANGE',
    'RECURSIVE',
    'REPLACE',
    'RESPECT',
    'ROLLUP',
    'ROW',
    'ROWS',
    'SETS',
    'SIMILAR',
  ],
  ...[
    'SOME',
    'SOURCE',
    'STREAM',
    'STRUCT',
    'TABLESAMPLE',
    'TIES',
    'TIME',
    'TIMESTAMP',
    'TIMESTAMPTZ',
    'TO',
    'TRAILING',
  ],
  ...['TRY_CAST', 'TYPE', 'UNBOUNDED', 'UNKNOWN', 'UUID', 'VALUES', 'VARYING', 'VIEW', 'WITHIN', 'WITHOUT'],
  ...['ZONE'],
] as const

export type ReservedWord = (typeof RESERVED)[number]
export type Keyword = ReservedWord | (typeof NON_RESERVED)[number]

/** Category: what may stand where a name is wanted. */
export const Identifier = createToken({ name: 'Identifier', pattern: Lexer.NA })
/** Category: operators with two operands. */
export const BinaryOperator = createToken({ name: 'BinaryOperator', pattern: Lexer.NA })
/** Category: those of them that may stand in the lower bound of BETWEEN without parentheses. Comparisons are not. */
export const ArithmeticOperator = createToken({
  name: 'ArithmeticOperator',
  pattern: Lexer.NA,
  categories: BinaryOperator,
})

const reserved = new Set<string>(RESERVED)
const operatorWords = new Set<string>(['AND', 'OR'])

function keywordToken(word: Keyword): TokenType {
  const categories = operatorWords.has(word) ? [BinaryOperator] : reserved.has(word) ? [] : [Identifier]
  return createToken({ name: word, pattern: Lexer.NA, categories })
}

const keywordTokens = new Map<string, TokenType>(
  [...RESERVED, ...NON_RESERVED].map(word => [word, keywordToken(word)]),
)

/** The token type of each keyword. */
export const Keywords = Object.fromEntries(keywordTokens) as Record<Keyword, TokenType>

/** The keyword that a word is, or undefined. */
export function keywordOf(word: string): TokenType | undefined {
  return keywordTokens.get(word.toUpperCase())
}

/** Whether a token is a word that cannot be a name. */
export function isReserved(type: TokenType): boolean {
  return reserved.has(type.name)
}

/** Whether a token can be read as a name. */
export function isNameLike({ tokenType }: IToken): boolean {
  return tokenType === Identifier || (tokenType.CATEGORIES ?? []).includes(Identifier)
}

/** Sticky regular expressions with the `u` flag have to be run by hand: the lexer would drop the flag. */
function sticky(pattern: RegExp): CustomPatternMatcherFunc {
  return (text, offset) => {
    pattern.lastIndex = offset
    return pattern.exec(text)
  }
}

export const Word = createToken({
  name: 'Word',
  pattern: sticky(/[\p{ID_Start}_][\p{ID_Continue}$]*/uy),
  categories: Identifier,
  line_breaks: false,
})
/** Also the empty name `""`, which is reported. */
export const QuotedName = createToken({
  name: 'QuotedName',
  pattern: quoted('"'),
  categories: Identifier,
  line_breaks: true,
})
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  pattern: /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/,
})
export const StringLiteral = createToken({ name: 'StringLiteral', pattern: quoted("'"), line_breaks: true })

export const LParen = createToken({ name: 'LParen', pattern: '(' })
export const RParen = createToken({ name: 'RParen', pattern: ')' })
export const LBracket = createToken({ name: 'LBracket', pattern: '[' })
export const RBracket = createToken({ name: 'RBracket', pattern: ']' })
export const Comma = createToken({ name: 'Comma', pattern: ',' })
export const Semicolon = createToken({ name: 'Semicolon', pattern: ';' })
export const Dot = createToken({ name: 'Dot', pattern: '.' })
export const Colons = createToken({ name: 'Colons', pattern: '::' })
export const Assign = createToken({ name: 'Assign', pattern: ':=' })
export const FatArrow = createToken({ name: 'FatArrow', pattern: '=>' })
export const ArrowText = createToken({ name: 'ArrowText', pattern: '->>', categories: ArithmeticOperator })
export const Arrow = createToken({ name: 'Arrow', pattern: '->', categories: ArithmeticOperator })
export const Regex = createToken({ name: 'Regex', pattern: /!?~\*?/, categories: ArithmeticOperator })
/** Access to JSON and what one value contains of another. */
export const Containment = createToken({
  name: 'Containment',
  pattern: /#>>|#>|#-|@>|<@|\?[|&]?|&&/,
  categories: ArithmeticOperator,
})
export const Caret = createToken({ name: 'Caret', pattern: '^', categories: ArithmeticOperator })
export const Concat = createToken({ name: 'Concat', pattern: '||', categories: ArithmeticOperator })
export const Plus = createToken({ name: 'Plus', pattern: '+', categories: ArithmeticOperator })
export const Minus = createToken({ name: 'Minus', pattern: '-', categories: ArithmeticOperator })
export const Star = createToken({ name: 'Star', pattern: '*', categories: ArithmeticOperator })
export const Slash = createToken({ name: 'Slash', pattern: '/', categories: ArithmeticOperator })
export const Percent = createToken({ name: 'Percent', pattern: '%', categories: ArithmeticOperator })
export const NotEqual = createToken({ name: 'NotEqual', pattern: /<>|!=/, categories: BinaryOperator })
export const LessEqual = createToken({ name: 'LessEqual', pattern: '<=', categories: BinaryOperator })
export const GreaterEqual = createToken({ name: 'GreaterEqual', pattern: '>=', categories: BinaryOperator })
export const Less = createToken({ name: 'Less', pattern: '<', categories: BinaryOperator })
export const Greater = createToken({ name: 'Greater', pattern: '>', categories: BinaryOperator })
export const Equal = createToken({ name: 'Equal', pattern: '=', categories: BinaryOperator })

const WhiteSpace = createToken({
  name: 'WhiteSpace',
  pattern: /\s+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
})
/** Comments are no tokens of the grammar; they are found apart, under this name. */
export const COMMENTS = 'comments'
export const LineComment = createToken({ name: 'LineComment', pattern: /--[^\n\r]*/, group: COMMENTS })
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: blockComment,
  group: COMMENTS,
  line_breaks: true,
})

/** What was not closed runs to the end of the text; lexed all the same, so that it can be reported precisely. */
export const UnclosedString = createToken({ name: 'UnclosedString', pattern: toEnd("'"), line_breaks: true })
export const UnclosedName = createToken({ name: 'UnclosedName', pattern: toEnd('"'), line_breaks: true })
export const UnclosedComment = createToken({
  name: 'UnclosedComment',
  pattern: toEnd('/*'),
  line_breaks: true,
})
export const UnknownCharacter = createToken({
  name: 'UnknownCharacter',
  pattern: sticky(/./suy),
  line_breaks: true,
})

/** Text between quotes; a doubled quote inside stands for one. */
function quoted(quote: string): CustomPatternMatcherFunc {
  return (text, offset) => {
    if (text[offset] !== quote) return null
    let close = text.indexOf(quote, offset + 1)
    while (close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2)
    return close < 0 ? null : [text.slice(offset, close + 1)]
  }
}

function toEnd(opening: string): CustomPatternMatcherFunc {
  return (text, offset) => (text.startsWith(opening, offset) ? [text.slice(offset)] : null)
}

/** Comments nest, as in PostgreSQL. */
function blockComment(text: string, offset: number): [string] | null {
  if (!text.startsWith('/*', offset)) return null
  const edge = /\/\*|\*\//g
  edge.lastIndex = offset
  let depth = 0
  for (let match = edge.exec(text); match !== null; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return [text.slice(offset, edge.lastIndex)]
  }
  return null
}

/** In the order in which the lexer tries them. */
const lexed = [
  ...[WhiteSpace, Word, LineComment, BlockComment, UnclosedComment, StringLiteral, NumberLiteral],
  ...[Comma, LParen, RParen, Dot, Semicolon, LBracket, RBracket, Colons, Assign, FatArrow],
  ...[ArrowText, Arrow, Containment, Regex, Caret, Concat],
  ...[NotEqual, LessEqual, GreaterEqual, Less, Greater, Equal, Plus, Minus, Star, Slash, Percent],
  ...[QuotedName, UnclosedString, UnclosedName, UnknownCharacter],
]

/** Reads all tokens; every character belongs to one, so the lexer itself reports nothing. */
export const lexer = new Lexer(lexed, { positionTracking: 'onlyOffset', safeMode: true })

/** What the grammar may refer to. */
export const vocabulary = [
  Identifier,
  BinaryOperator,
  ArithmeticOperator,
  ...keywordTokens.values(),
  ...lexed,
]
