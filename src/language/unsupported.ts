/** What people know from elsewhere and a view cannot have: told by name, with what to write instead. */
import type { IToken, TokenType } from 'chevrotain'
import type { SyntaxContext } from './syntax-context.ts'
import { Keywords as K } from './tokens.ts'

export interface Unsupported {
  readonly code: 'MV1010' | 'MV1011'
  readonly message: string
  readonly help: string
  /** How many tokens from the found one on belong to it. */
  readonly length: number
}

/** Recognises the beginning of something that is not supported at the place of a syntax error. */
export function findUnsupported(context: SyntaxContext): Unsupported | null {
  return statement(context) ?? clause(context) ?? aggregated(context) ?? columnConstraint(context)
}

const upper = (token: IToken | undefined) => token?.image.toUpperCase() ?? ''

const STATEMENTS: Record<string, string> = {
  SELECT: 'give it a name: `CREATE TABLE name AS SELECT …`',
  WITH: 'give the query a name: `CREATE TABLE name AS WITH …`',
  VALUES: 'rows come from the topic; feed it with `matview produce TOPIC`',
  INSERT: 'write `INSERT INTO stream SELECT …`',
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
  MATERIALIZED: 'write `CREATE TABLE name AS SELECT …`: it is kept up to date',
  TEMP: 'write `CREATE TABLE`',
  TEMPORARY: 'write `CREATE TABLE`',
  UNIQUE: 'write `CREATE INDEX ON view (columns)`: the query decides which rows there are',
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
  WINDOW: { name: 'WINDOW', help: 'group by a column that holds the period' },
  WITHIN: { name: 'WITHIN', help: 'join tables, which need no time limit' },
  PARTITION: {
    name: 'PARTITION BY',
    help: 'leave it out: rows are brought together by key on their own',
    length: 2,
  },
  QUALIFY: { name: 'QUALIFY', help: 'write a subquery in `FROM` and choose its rows with `WHERE`' },
  TABLESAMPLE: { name: 'TABLESAMPLE', help: 'leave it out, or choose the rows with `WHERE`' },
  FINAL: { name: 'EMIT FINAL', help: 'leave it out: the view is always up to date' },
}

/** A word that begins a clause we do not have. */
function clause({ found, next, rules }: SyntaxContext): Unsupported | null {
  if (found.tokenType === K.WITH && upper(next) === 'TIES') {
    const help = 'rank the rows with `RANK() OVER (ORDER BY …)` and keep the first'
    return notSupported('`WITH TIES`', help, 2)
  }
  if (rules.includes('overClause')) return null
  const word = upper(found)
  const entry = Object.hasOwn(CLAUSES, word) ? CLAUSES[word]! : null
  if (!entry || (entry.next && !(next && entry.next.includes(next.tokenType)))) return null
  return notSupported(`\`${entry.name}\``, entry.help, entry.length)
}

/** `COUNT(DISTINCT tweets …)` behind JOIN. */
function aggregated({ found, rules }: SyntaxContext): Unsupported | null {
  if (found.tokenType !== K.DISTINCT || rules.at(-1) !== 'aggregatedColumn') return null
  return notSupported(
    '`DISTINCT` in a joined aggregate',
    'count in a view with `GROUP BY` and join that view',
  )
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
