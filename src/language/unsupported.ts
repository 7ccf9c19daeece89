/** What people know from elsewhere and a view cannot have: told by name, with what to write instead. */
import type { IToken, TokenType } from 'chevrotain'
import type { SyntaxContext } from './syntax-context.ts'
import {
  Arrow,
  Comma,
  Keywords as K,
  LBracket,
  LParen,
  Less,
  NumberLiteral,
  StringLiteral,
} from './tokens.ts'

export interface Unsupported {
  readonly code: 'MV1010' | 'MV1011'
  readonly message: string
  readonly help: string
  /** How many tokens from the found one on belong to it. */
  readonly length: number
}

/** Recognises the beginning of something that is not supported at the place of a syntax error. */
export function findUnsupported(context: SyntaxContext): Unsupported | null {
  return (
    statement(context) ?? clause(context) ?? call(context) ?? construct(context) ?? columnConstraint(context)
  )
}

const upper = (token: IToken | undefined) => token?.image.toUpperCase() ?? ''

const asView = 'write the inner query as a view of its own: `CREATE TABLE name AS SELECT …`'

const STATEMENTS: Record<string, string> = {
  SELECT: 'give it a name: `CREATE TABLE name AS SELECT …`',
  WITH: asView,
  INSERT: 'rows come from the topic; feed it with `matview produce TOPIC`',
  UPDATE: 'rows come from the topic: a later record with the same key replaces the row',
  DELETE: 'rows come from the topic: a record with a null value deletes the row',
  DROP: 'remove the `CREATE` statement from the file',
  ALTER: 'change the `CREATE` statement in the file',
  SET: 'settings are given on the command line',
  SHOW: 'a view file only declares topics and views',
  LIST: 'a view file only declares topics and views',
  DESCRIBE: '`matview explain FILE` shows what a view is made of',
  EXPLAIN: '`matview explain FILE` shows what a view is made of',
  PRINT: '`matview consume TOPIC` shows the records of a topic',
  BEGIN: 'all changes of one step are seen together; no transaction is needed',
  RUN: 'several files can be named on the command line',
}

const CREATABLE: Record<string, string> = {
  VIEW: 'write `CREATE TABLE name AS SELECT …`',
  MATERIALIZED: 'write `CREATE TABLE name AS SELECT …`: it is kept up to date',
  INDEX: 'a view is looked up by its key: make a view grouped or keyed by these columns',
  TYPE: 'write the type at each column',
  TEMP: 'write `CREATE TABLE`',
  TEMPORARY: 'write `CREATE TABLE`',
  UNIQUE: 'a view is looked up by its key: make a view grouped or keyed by these columns',
  FUNCTION: 'write the expression where it is needed',
  CONNECTOR: 'run the connector beside matview and read its topic',
  SINK: 'a view is read through its endpoint',
  SCHEMA: 'write the name without a schema',
  DATABASE: 'a view file needs no database',
}

/** A first word other than CREATE, or CREATE of something else. */
function statement({ found, previous, next }: SyntaxContext): Unsupported | null {
  const word = upper(found)
  if (!previous && Object.hasOwn(STATEMENTS, word)) {
    const message = `\`${word}\` is not a statement of a view file`
    return { code: 'MV1011', message, help: STATEMENTS[word]!, length: 1 }
  }
  const creates = previous?.tokenType === K.CREATE || upper(previous) === 'REPLACE'
  if (creates && Object.hasOwn(CREATABLE, word)) {
    const view = word === 'MATERIALIZED' && upper(next) === 'VIEW' ? ' VIEW' : ''
    const message = `\`CREATE ${word}${view}\` is not supported`
    return { code: 'MV1011', message, help: CREATABLE[word]!, length: view === '' ? 1 : 2 }
  }
  return null
}

interface Clause {
  readonly name: string
  readonly help: string
  readonly length?: number
  /** What has to follow, where the word alone may be a name in the wrong place. */
  readonly next?: readonly TokenType[]
}

const CLAUSES: Record<string, Clause> = {
  ORDER: {
    name: 'ORDER BY',
    help: 'leave it out: the rows of a view have no order; sort them where they are read',
    length: 2,
    next: [K.BY],
  },
  LIMIT: { name: 'LIMIT', help: 'leave it out, or choose the rows with `WHERE`', next: [NumberLiteral] },
  OFFSET: { name: 'OFFSET', help: 'leave it out, or choose the rows with `WHERE`', next: [NumberLiteral] },
  FETCH: { name: 'FETCH', help: 'leave it out, or choose the rows with `WHERE`' },
  UNION: { name: 'UNION', help: 'write one view for each query' },
  INTERSECT: { name: 'INTERSECT', help: 'join the two queries on their columns' },
  EXCEPT: { name: 'EXCEPT', help: 'write a `LEFT JOIN` and keep the rows where the right side `IS NULL`' },
  WINDOW: { name: 'WINDOW', help: 'group by a column that holds the period' },
  WITHIN: { name: 'WITHIN', help: 'join tables, which need no time limit' },
  OVER: { name: 'OVER', help: 'compute the aggregate in a view with `GROUP BY` and join it' },
  PARTITION: {
    name: 'PARTITION BY',
    help: 'leave it out: rows are brought together by key on their own',
    length: 2,
  },
  ESCAPE: { name: 'ESCAPE', help: "escape with a backslash: `LIKE '10\\%'`" },
  USING: { name: 'USING', help: 'write the condition: `ON a.column = b.column`' },
  NATURAL: { name: 'NATURAL', help: 'write the condition: `JOIN b ON a.column = b.column`' },
  LATERAL: { name: 'LATERAL', help: asView },
  VALUES: { name: 'VALUES', help: 'put the rows into a topic of their own' },
  AT: { name: 'AT TIME ZONE', help: 'leave it out: a view keeps time as UTC', length: 3, next: [K.TIME] },
  FINAL: { name: 'EMIT FINAL', help: 'leave it out: the view is always up to date' },
}

/** A word that begins a clause we do not have. */
function clause({ found, next }: SyntaxContext): Unsupported | null {
  const word = upper(found)
  const entry = Object.hasOwn(CLAUSES, word) ? CLAUSES[word]! : null
  if (!entry || (entry.next && !(next && entry.next.includes(next.tokenType)))) return null
  return notSupported(`\`${entry.name}\``, entry.help, entry.length)
}

/** Calls whose arguments SQL separates by words. */
function call({ found, previous, callee }: SyntaxContext): Unsupported | null {
  const { tokenType } = found
  if (callee === 'EXTRACT' && tokenType === K.FROM) {
    const field = previous?.image.replaceAll(/["']/g, '').toLowerCase()
    return notSupported('`EXTRACT`', `write \`DATE_PART('${field}', …)\`, which gives a DOUBLE`)
  }
  if (callee === 'POSITION' && upper(previous) === 'IN')
    return notSupported('`POSITION(… IN …)`', 'write `STRPOS(text, part)`')
  const side = upper(previous)
  if (callee === 'TRIM' && (tokenType === K.FROM || ['BOTH', 'LEADING', 'TRAILING'].includes(side))) {
    return notSupported(
      '`TRIM(… FROM …)`',
      'write `BTRIM(text, characters)`, `LTRIM(…)` for the start or `RTRIM(…)` for the end',
    )
  }
  return null
}

/** Other things that are told by the tokens around. */
function construct({ found, previous, rules, after }: SyntaxContext): Unsupported | null {
  const rule = rules.at(-1)
  const { tokenType } = found
  if (tokenType === K.SELECT && previous?.tokenType === LParen) return notSupported('a subquery', asView)
  if (tokenType === K.WITH && (rule === 'select' || previous?.tokenType === LParen)) {
    return notSupported('`WITH name AS (…)` before a query', asView)
  }
  if (tokenType === K.DISTINCT && previous?.tokenType === K.SELECT) {
    return notSupported('`SELECT DISTINCT`', 'group by the columns instead: `GROUP BY …`')
  }
  if (tokenType === K.DISTINCT && rule === 'aggregatedColumn') {
    return notSupported(
      '`DISTINCT` in a joined aggregate',
      'count in a view with `GROUP BY` and join that view',
    )
  }
  if (tokenType === Comma && after === 'from') {
    return notSupported('a list of tables in `FROM`', 'write `JOIN table ON a.key = b.key`')
  }
  if (tokenType === LBracket) return notSupported('an array', 'give each value a column of its own')
  if (tokenType === Arrow) return notSupported('`->`', 'give each field a column of its own')
  if (tokenType === Less && ['ARRAY', 'MAP', 'STRUCT'].includes(upper(previous))) {
    return notSupported(
      `the type \`${upper(previous)}\``,
      'give each value a column of its own, or leave it out',
    )
  }
  if (tokenType === StringLiteral && upper(previous) === 'INTERVAL') {
    return notSupported('an `INTERVAL`', 'compute with numbers, or keep the computed time in the topic')
  }
  return null
}

const CONSTRAINTS: Record<string, string> = {
  KEY: 'write `PRIMARY KEY` in a table; the columns of a stream come from the value',
  HEADERS: 'leave it out: headers are not read',
  HEADER: 'leave it out: headers are not read',
  DEFAULT: 'use `COALESCE(column, value)` in the view',
  UNIQUE: 'leave it out: the topic decides which rows there are',
  REFERENCES: 'leave it out: a join finds its rows by its `ON` condition',
  CHECK: 'choose the rows with `WHERE` in the view',
  FOREIGN: 'leave it out: a join finds its rows by its `ON` condition',
  CONSTRAINT: 'write `PRIMARY KEY (…)` without a name',
  GENERATED: 'compute the column in the view',
  COLLATE: 'leave it out: text is ordered by code point',
}

function columnConstraint({ found, rules }: SyntaxContext): Unsupported | null {
  const word = upper(found)
  const inColumns = rules.includes('sourceBody') && !rules.includes('properties')
  if (!inColumns || !Object.hasOwn(CONSTRAINTS, word)) return null
  return notSupported(`\`${word}\` of a column`, CONSTRAINTS[word]!)
}

function notSupported(what: string, help: string, length = 1): Unsupported {
  return { code: 'MV1010', message: `${what} is not supported yet`, help, length }
}
