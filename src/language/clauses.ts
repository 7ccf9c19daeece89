/** Which clauses a statement has, in which order they stand, and what may follow each. */
import type { CstNode, IToken, TokenType } from 'chevrotain'
import { maybeNode, node } from './cst.ts'
import { Keywords as K, LParen, RParen } from './tokens.ts'

/** The last part of a statement or of a subquery that was read whole. */
export type Part = 'columns' | 'properties' | Clause | 'emit' | 'end'
export type Clause =
  | 'items'
  | 'from'
  | 'on'
  | 'using'
  | 'where'
  | 'groupBy'
  | 'having'
  | 'window'
  | 'values'
  | 'orderBy'
  | 'limit'
  /** A query in parentheses. */
  | 'query'

/** The part that a statement ends with, from its concrete syntax tree and its tokens up to there. */
export function lastPart(statement: CstNode, tokens: readonly IToken[]): Part {
  const create = maybeNode(statement, 'create')
  const declaration = create && maybeNode(create, 'relationDeclaration')
  const source = declaration && maybeNode(declaration, 'sourceBody')
  if (source) return maybeNode(source, 'properties') ? 'properties' : 'columns'
  const view = create && (declaration ?? maybeNode(create, 'viewDeclaration'))
  if (create && !view) return 'end'
  const body = view ? node(view, 'viewBody') : node(statement, 'insertInto')
  return maybeNode(body, 'emitClause') ? 'emit' : lastClause(tokens)
}

const CLAUSES = new Map<TokenType, Clause>([
  [K.SELECT, 'items'],
  [K.FROM, 'from'],
  [K.JOIN, 'from'],
  [K.ON, 'on'],
  [K.USING, 'using'],
  [K.WHERE, 'where'],
  [K.GROUP, 'groupBy'],
  [K.HAVING, 'having'],
  [K.WINDOW, 'window'],
  [K.VALUES, 'values'],
  [K.ORDER, 'orderBy'],
  [K.LIMIT, 'limit'],
  [K.OFFSET, 'limit'],
  [K.FETCH, 'limit'],
  [K.UNION, 'query'],
  [K.INTERSECT, 'query'],
  [K.EXCEPT, 'query'],
])

/** The clause that a query ends with, from its tokens; what stands in parentheses does not count. */
export function lastClause(tokens: readonly IToken[]): Clause {
  let depth = 0
  let last: Clause = 'query'
  for (const [index, { tokenType }] of tokens.entries()) {
    if (tokenType === LParen) depth++
    if (tokenType === RParen) depth--
    const clause = depth === 0 ? CLAUSES.get(tokenType) : undefined
    const ofDistinct = tokens[index - 1]?.tokenType === K.DISTINCT
    if (clause && !ofDistinct) last = clause
  }
  return last
}

const EXPECTED: Record<Part, string> = {
  columns: '`WITH (…)` or `;` after the columns',
  properties: '`;` after the statement',
  items: '`,` or `FROM` after the select list',
  from: '`JOIN`, `ON`, `WHERE`, `GROUP BY` or `;` after the table',
  on: 'an operator, `JOIN`, `WHERE`, `GROUP BY` or `;` after the condition of `ON`',
  using: '`JOIN`, `WHERE`, `GROUP BY` or `;` after the columns of `USING`',
  where: 'an operator, `GROUP BY` or `;` after the condition of `WHERE`',
  groupBy: '`,`, `HAVING` or `;` after `GROUP BY`',
  having: 'an operator or `;` after the condition of `HAVING`',
  window: '`,`, `ORDER BY` or `;` after the window',
  values: '`,` or `;` after the row',
  orderBy: '`,`, `LIMIT` or `;` after `ORDER BY`',
  limit: '`;` after the number of rows',
  query: '`UNION`, `ORDER BY` or `;` after the query',
  emit: '`;` after the statement',
  end: '`;` after the statement',
}

/** What may come next, for the sentence "expected …"; a subquery ends with a parenthesis. */
export function expectedAfter(part: Part, nested: boolean): string {
  return nested ? EXPECTED[part].replace('`;`', '`)`') : EXPECTED[part]
}

const ORDER: readonly Part[] = [
  ...(['items', 'from', 'on', 'using', 'where', 'groupBy', 'having', 'window'] as const),
  ...(['orderBy', 'limit', 'emit'] as const),
]

interface Start {
  readonly part: Part
  readonly name: string
}

const STARTS = new Map<TokenType, Start>([
  [K.FROM, { part: 'from', name: 'FROM' }],
  ...[K.JOIN, K.INNER, K.LEFT, K.RIGHT, K.FULL, K.CROSS, K.NATURAL].map(
    type => [type, { part: 'on', name: 'JOIN' }] as [TokenType, Start],
  ),
  [K.ON, { part: 'on', name: 'ON' }],
  [K.USING, { part: 'using', name: 'USING' }],
  [K.WHERE, { part: 'where', name: 'WHERE' }],
  [K.GROUP, { part: 'groupBy', name: 'GROUP BY' }],
  [K.HAVING, { part: 'having', name: 'HAVING' }],
  [K.WINDOW, { part: 'window', name: 'WINDOW' }],
  [K.ORDER, { part: 'orderBy', name: 'ORDER BY' }],
])

const NAMES: Partial<Record<Part, string>> = {
  from: 'FROM',
  using: 'USING',
  where: 'WHERE',
  groupBy: 'GROUP BY',
  having: 'HAVING',
  window: 'WINDOW',
  orderBy: 'ORDER BY',
  limit: 'LIMIT',
  emit: 'EMIT CHANGES',
}

/** What is said about `CREATE TABLE name (column, …) AS SELECT`. */
export const VIEW_COLUMNS = {
  message: 'a view takes its columns from its `SELECT`, not from a list',
  help: 'write `CREATE TABLE name AS SELECT expression AS column, …`, with the types as casts where needed',
} as const

const SET_OPERATORS = new Set<TokenType>([K.UNION, K.INTERSECT, K.EXCEPT])

interface Misplaced {
  readonly message: string
  readonly help: string
}

/** A clause that stands behind one it has to precede, or a second time; null if that is not what is wrong. */
export function misplacedClause(found: IToken, last: Part): Misplaced | null {
  if (found.tokenType === K.WITH && last !== 'columns' && last !== 'properties') {
    return {
      message: '`WITH (…)` must stand before `AS`',
      help: 'write `CREATE TABLE name WITH (…) AS SELECT …`',
    }
  }
  if (found.tokenType === K.AS && (last === 'columns' || last === 'properties')) {
    return VIEW_COLUMNS
  }
  if (SET_OPERATORS.has(found.tokenType) && (last === 'orderBy' || last === 'limit')) {
    return {
      message: `\`${found.image.toUpperCase()}\` cannot follow \`${NAMES[last]}\``,
      help: 'put the query before it in parentheses, or sort the whole behind the last query',
    }
  }
  const eitherOr = [K.ON, K.USING].includes(found.tokenType) && (last === 'on' || last === 'using')
  if (eitherOr && STARTS.get(found.tokenType)!.part !== last) {
    return { message: 'a join has either `ON` or `USING`', help: 'keep one of the two' }
  }
  const clause = STARTS.get(found.tokenType)
  return clause && ORDER.includes(last) ? outOfOrder(clause, last) : null
}

function outOfOrder(clause: Start, last: Part): Misplaced | null {
  const distance = ORDER.indexOf(last) - ORDER.indexOf(clause.part)
  if (distance < 0) return null
  if (distance === 0) {
    const isCondition = ['on', 'where', 'having'].includes(clause.part)
    const help = isCondition ? 'join two conditions with `AND`' : 'make one of the two'
    return { message: `a second \`${clause.name}\` in one place`, help }
  }
  const sorted = clause.part === 'orderBy' || last === 'orderBy' || last === 'limit'
  return {
    message: `\`${clause.name}\` must stand before \`${NAMES[last] ?? 'ON'}\``,
    help: `the order is \`SELECT … FROM … JOIN … ON … WHERE … GROUP BY … HAVING …${sorted ? ' ORDER BY … LIMIT …' : ''}\``,
  }
}
