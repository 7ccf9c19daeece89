/** Which clauses a statement has, in which order they stand, and what may follow each. */
import type { CstNode, IToken, TokenType } from 'chevrotain'
import { has, maybeNode, node, nodes } from './cst.ts'
import { Keywords as K } from './tokens.ts'

/** The last part of a statement that was read whole. */
export type Part = 'columns' | 'properties' | Clause | 'emit'
export type Clause = 'items' | 'from' | 'on' | 'where' | 'groupBy' | 'having'

/** The part that a statement ends with, from its concrete syntax tree. */
export function lastPart(statement: CstNode): Part {
  const source = maybeNode(statement, 'sourceBody')
  if (source) return maybeNode(source, 'properties') ? 'properties' : 'columns'
  const view = node(statement, 'viewBody')
  return has(view, K.EMIT) ? 'emit' : lastClause(node(node(view, 'query'), 'select'))
}

function lastClause(select: CstNode): Clause {
  if (maybeNode(select, 'havingClause')) return 'having'
  if (maybeNode(select, 'groupByClause')) return 'groupBy'
  if (maybeNode(select, 'whereClause')) return 'where'
  const from = maybeNode(select, 'fromClause')
  if (!from) return 'items'
  const join = nodes(node(from, 'fromItem'), 'joinClause').at(-1)
  return join && has(join, K.ON) ? 'on' : 'from'
}

const EXPECTED: Record<Part, string> = {
  columns: '`WITH (…)` or `;` after the columns',
  properties: '`;` after the statement',
  items: '`,` or `FROM` after the select list',
  from: '`JOIN`, `ON`, `WHERE`, `GROUP BY` or `;` after the table',
  on: 'an operator, `JOIN`, `WHERE`, `GROUP BY` or `;` after the condition of `ON`',
  where: 'an operator, `GROUP BY` or `;` after the condition of `WHERE`',
  groupBy: '`,`, `HAVING` or `;` after `GROUP BY`',
  having: 'an operator or `;` after the condition of `HAVING`',
  emit: '`;` after the statement',
}

/** What may come next, for the sentence "expected …". */
export function expectedAfter(part: Part): string {
  return EXPECTED[part]
}

const ORDER: readonly Part[] = ['items', 'from', 'on', 'where', 'groupBy', 'having', 'emit']

const STARTS = new Map<TokenType, { part: Part; name: string }>([
  [K.FROM, { part: 'from', name: 'FROM' }],
  ...[K.JOIN, K.INNER, K.LEFT, K.RIGHT, K.FULL, K.CROSS].map(
    type => [type, { part: 'on', name: 'JOIN' }] as [TokenType, { part: Part; name: string }],
  ),
  [K.ON, { part: 'on', name: 'ON' }],
  [K.WHERE, { part: 'where', name: 'WHERE' }],
  [K.GROUP, { part: 'groupBy', name: 'GROUP BY' }],
  [K.HAVING, { part: 'having', name: 'HAVING' }],
])

const NAMES: Partial<Record<Part, string>> = {
  from: 'FROM',
  where: 'WHERE',
  groupBy: 'GROUP BY',
  having: 'HAVING',
  emit: 'EMIT CHANGES',
}

/** What is said about `CREATE TABLE name (column, …) AS SELECT`. */
export const VIEW_COLUMNS = {
  message: 'a view takes its columns from its `SELECT`, not from a list',
  help: 'write `CREATE TABLE name AS SELECT expression AS column, …`, with the types as casts where needed',
} as const

/** A clause that stands behind one it has to precede, or a second time; null if that is not what is wrong. */
export function misplacedClause(found: IToken, last: Part): { message: string; help: string } | null {
  if (found.tokenType === K.WITH && last !== 'columns' && last !== 'properties') {
    return {
      message: '`WITH (…)` must stand before `AS`',
      help: 'write `CREATE TABLE name WITH (…) AS SELECT …`',
    }
  }
  if (found.tokenType === K.AS && (last === 'columns' || last === 'properties')) {
    return VIEW_COLUMNS
  }
  const clause = STARTS.get(found.tokenType)
  if (!clause || !ORDER.includes(last)) return null
  const distance = ORDER.indexOf(last) - ORDER.indexOf(clause.part)
  if (distance < 0) return null
  if (distance === 0) {
    return { message: `a second \`${clause.name}\` in one place`, help: 'join two conditions with `AND`' }
  }
  return {
    message: `\`${clause.name}\` must stand before \`${NAMES[last] ?? 'ON'}\``,
    help: 'the order is `SELECT … FROM … JOIN … ON … WHERE … GROUP BY … HAVING …`',
  }
}
