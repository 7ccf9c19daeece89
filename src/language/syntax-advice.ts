/** Says what to do about a syntax error, from the tokens around it. */
import type { IToken, TokenType } from 'chevrotain'
import { suggest } from '../diagnostics/suggest.ts'
import type { SyntaxContext } from './syntax-context.ts'
import * as t from './tokens.ts'
import { Keywords as K, isNameLike, isReserved } from './tokens.ts'

export interface Advice {
  readonly help: string | null
  /** A further place that explains the error. */
  readonly related?: { readonly token: IToken; readonly message: string }
}

/** The first advice that fits; its help is null if there is none. */
export function adviceFor(context: SyntaxContext, tokens: readonly IToken[]): Advice {
  const quote = quoteAdvice(context)
  if (quote) return quote
  const help =
    commaBefore(context) ??
    misspelled(context) ??
    commaBeforeAlias(context, tokens) ??
    onMissing(context, tokens) ??
    query(context) ??
    byPlace(context) ??
    commaMissing(context)
  if (help !== null) return { help }
  const { open } = context
  if (open && context.expected.includes('`)`'))
    return { help: 'is a closing `)` missing?', related: { token: open, message: 'opened here' } }
  return { help: operandAdvice(context) ?? example(context) }
}

/** A string that ends right before a word was probably meant to end earlier. */
function quoteAdvice({ found, previous, atEnd }: SyntaxContext): Advice | null {
  const touching =
    !atEnd &&
    previous?.tokenType === t.StringLiteral &&
    found.startOffset === previous.startOffset + previous.image.length
  if (!touching || !(isNameLike(found) || isReserved(found.tokenType) || found.tokenType === t.NumberLiteral))
    return null
  return {
    help: 'is a quote missing?',
    related: { token: previous, message: 'this string ends right before it' },
  }
}

function commaBefore({ found, previous, atEnd }: SyntaxContext): string | null {
  if (previous?.tokenType !== t.Comma) return null
  if (found.tokenType === t.Comma) return 'remove one of the two commas'
  const closing = atEnd || found.tokenType === t.RParen || isReserved(found.tokenType)
  return closing ? 'remove the comma before it' : null
}

/** Shorter words are near to too many keywords. */
const MIN_LENGTH = 3

/** A keyword that was expected, misspelled here or just before. */
function misspelled({ found, previous, expected, atEnd, after }: SyntaxContext): string | null {
  const keywords = [...expected.matchAll(/`([A-Z]+)/g)].map(match => match[1]!)
  if (after === 'items' || after === 'from')
    keywords.push('LEFT', 'HAVING', 'GROUP', 'JOIN', 'WHERE', 'ORDER', 'LIMIT')
  const candidates = [...(atEnd ? [] : [found]), ...(previous ? [previous] : [])]
  for (const { tokenType, image } of candidates) {
    if (tokenType !== t.Word || image.length < MIN_LENGTH) continue
    const keyword = suggest(image, keywords)
    if (keyword !== null) return `did you mean \`${keyword}\`?`
  }
  return null
}

/** Rules that read names of columns alone. */
const NAME_LISTS = new Set(['columnNames', 'columnList', 'usingClause', 'aggregateSource'])

/** Advice about queries inside of others. */
function query({ found, previous, rules, after, atEnd }: SyntaxContext): string | null {
  if (atEnd) return null
  const { tokenType } = found
  const word = previous?.image.toUpperCase() ?? ''
  if (rules.includes('insertInto') && rules.at(-1) === 'queryPrimary' && previous?.tokenType === t.LParen)
    return 'leave the list of columns out: they are taken in the order of the stream'
  if (rules.includes('commonTable') && !rules.includes('select'))
    return 'write `WITH name AS (SELECT …) SELECT …`'
  if (tokenType === K.SELECT && (rules.includes('select') || after))
    return 'a query inside of another stands in parentheses: `(SELECT …)`'
  if (after === 'limit' && tokenType === t.Comma) return 'write `LIMIT count OFFSET start`'
  if (after === 'orderBy' && /^(asc|desc)/i.test(found.image))
    return `did you mean \`${found.image.slice(0, /^a/i.test(found.image) ? 3 : 4).toUpperCase()}\`?`
  if (tokenType !== t.NumberLiteral) return null
  if (word === 'TOP') return 'write `LIMIT` and the number at the end of the query'
  return word === 'INTERVAL' ? `put the number in quotes, as in \`INTERVAL '1' DAY\`` : null
}

/** In `JOIN u t.id = u.id` the word before the dot was read as the name of the table. */
function onMissing(
  { found, previous, after, index }: SyntaxContext,
  tokens: readonly IToken[],
): string | null {
  const joined = tokens[index - 3]?.tokenType === K.JOIN
  if (found.tokenType !== t.Dot || after !== 'from' || !previous || !joined) return null
  return `is \`ON\` missing before \`${previous.image}\`?`
}

/** Advice for one place of the grammar. */
function byPlace({ found, previous, rules, expected, after, callee }: SyntaxContext): string | null {
  const rule = rules.at(-1)
  const { tokenType } = found
  if (rule === 'windowSpec' && (tokenType === K.PARTITION || tokenType === K.ORDER)) return EXAMPLES[rule]!
  if (rule === 'functionCall' && callee === 'EXTRACT') return 'write `EXTRACT(year FROM value)`'
  if (tokenType === t.Equal && previous?.tokenType === t.Equal) return 'equality is written with one `=`'
  if (rule === 'propertyValue') return propertyAdvice(found)
  if (rule === 'aggregateSource' && expected.startsWith('`BY`')) {
    return 'say which column connects it, as in `COUNT(tweets BY userId)`'
  }
  if (rule !== undefined && NAME_LISTS.has(rule)) {
    return tokenType === t.Dot ? 'write the column without the name of its table' : null
  }
  if (rule === 'viewBody' && expected.startsWith('`AS`')) {
    return 'a topic needs its columns: `CREATE TABLE name (column type, …) WITH (…)`'
  }
  if (tokenType === t.Dot) return 'a column is written as `column` or `table.column`'
  if (tokenType === t.RParen && after) return 'remove it, or add the `(` that it closes'
  return null
}

function propertyAdvice(found: IToken): string | null {
  if (found.tokenType === t.QuotedName)
    return `double quotes are for names; write \`'${found.image.slice(1, -1)}'\``
  return isNameLike(found) ? `write a text in quotes: \`'${found.image}'\`` : null
}

function commaMissing({ found, expected, atEnd }: SyntaxContext): string | null {
  const starts =
    isNameLike(found) ||
    [t.StringLiteral, t.NumberLiteral, t.QuotedName, K.CASE, K.CAST, K.PRIMARY].includes(found.tokenType)
  return !atEnd && starts && expected.startsWith('`,`') ? 'is a comma missing?' : null
}

const OPERAND_ENDS = new Set<TokenType>([t.RParen, t.StringLiteral, t.NumberLiteral, K.END])

/** In `SELECT a SUM(b)` and `SELECT a users.b` the second word was read as the name of the first. */
function commaBeforeAlias(
  { found, previous, after, index }: SyntaxContext,
  tokens: readonly IToken[],
): string | null {
  const goesOn = found.tokenType === t.LParen || found.tokenType === t.Dot
  const before = tokens[index - 2]
  if (!goesOn || after !== 'items' || !previous || !before || !isNameLike(previous)) return null
  const isAlias = isNameLike(before) || OPERAND_ENDS.has(before.tokenType)
  return isAlias ? `is a comma missing before \`${previous.image}\`?` : null
}

/** Reserved words that more likely go on with the statement than were meant as a name. */
const CONTINUES = new Set<TokenType>([
  ...[K.AND, K.AS, K.ELSE, K.END, K.FROM, K.HAVING, K.JOIN, K.LEFT, K.ON, K.OR, K.THEN, K.WHEN, K.WHERE],
])

/** Advice where an operand is missing. */
function operandAdvice({ found, previous, expected, atEnd }: SyntaxContext): string | null {
  if (!expected.startsWith('an expression')) return null
  const { tokenType } = found
  if (!atEnd && isReserved(tokenType) && !CONTINUES.has(tokenType))
    return `to use it as a name, write \`"${found.image}"\``
  return previous && previous.tokenType !== t.LParen
    ? `complete what \`${previous.image}\` begins, or remove it`
    : null
}

/** What to write in a place of the grammar, where nothing more particular is known. */
const EXAMPLES: Record<string, string> = {
  create: 'write `CREATE TABLE name (column type, …) WITH (…)` or `CREATE TABLE name AS SELECT …`',
  relationDeclaration:
    'write `CREATE TABLE name (column type, …) WITH (…)` or `CREATE TABLE name AS SELECT …`',
  statement: 'write `CREATE TABLE name (column type, …) WITH (…)` or `CREATE TABLE name AS SELECT …`',
  sourceElement: 'name at least one column, as in `(id VARCHAR PRIMARY KEY)`',
  sourceBody: 'name at least one column, as in `(id VARCHAR PRIMARY KEY)`',
  typeName: 'write the type behind the name, as in `id VARCHAR`',
  property: 'write `name = value`',
  relation: "write a table's name, a query or two joined tables in parentheses",
  caseExpression: 'write `CASE WHEN condition THEN value ELSE value END`',
  caseWhen: 'write `CASE WHEN condition THEN value ELSE value END`',
  castExpression: 'write `CAST(value AS type)`',
  betweenOperation: 'write `x BETWEEN low AND high`, `x IN (a, b)` or `x LIKE pattern`',
  inOperation: 'write `x BETWEEN low AND high`, `x IN (a, b)` or `x LIKE pattern`',
  rangeOperation: 'write `x BETWEEN low AND high`, `x IN (a, b)` or `x LIKE pattern`',
  isOperation: 'write `x IS NULL` or `x IS DISTINCT FROM y`',
  filterClause: 'write `FILTER (WHERE condition)`',
  groupByClause: 'write `GROUP BY column`',
  viewBody: 'write `CREATE TABLE name AS SELECT … FROM …`',
  alias: 'write a name, or remove `AS`',
  viewDeclaration: 'write `CREATE VIEW name AS SELECT … FROM …`',
  indexDeclaration: 'write `CREATE INDEX ON view (column, …)`',
  typeDeclaration: 'write `CREATE TYPE name AS STRUCT<field type, …>`',
  insertInto: 'write `INSERT INTO stream SELECT …`',
  nestedType: 'write `ARRAY<type>`, `MAP<key, value>` or `STRUCT<name type, …>`',
  queryPrimary: 'write `SELECT … FROM …`, or a query in parentheses',
  select: 'write `SELECT … FROM …`, or a query in parentheses',
  values: "write `VALUES (1, 'a'), (2, 'b')`",
  valuesRow: "write `VALUES (1, 'a'), (2, 'b')`",
  distinctClause: 'write `DISTINCT ON (column, …)`, or `DISTINCT` alone',
  derivedAlias: 'name it, as in `(SELECT …) AS name`',
  tableFunction: '`LATERAL` stands before a subquery or a function: `LATERAL (SELECT …) AS name`',
  usingClause: 'write `USING (column, …)`',
  joinClause: 'write `LEFT JOIN table ON condition`',
  columnList: 'write the names in parentheses: `(a, b)`',
  orderByClause: 'write `ORDER BY column`',
  sortItem: 'write `NULLS FIRST` or `NULLS LAST`',
  rowLimit: 'write `LIMIT count`, `OFFSET start` or `FETCH FIRST count ROWS ONLY`',
  rowWord: 'write `LIMIT count`, `OFFSET start` or `FETCH FIRST count ROWS ONLY`',
  overClause: 'write `OVER (PARTITION BY … ORDER BY …)`',
  windowSpec: 'the order is `(PARTITION BY … ORDER BY … ROWS BETWEEN … AND …)`',
  partitionByClause: 'write `PARTITION BY column`',
  windowDefinition: 'write `WINDOW name AS (PARTITION BY … ORDER BY …)`',
  frameClause: 'write `ROWS BETWEEN 3 PRECEDING AND CURRENT ROW`',
  frameBound: 'write `ROWS BETWEEN 3 PRECEDING AND CURRENT ROW`',
  frameExclusion: 'leave it out to keep all rows of the frame',
  withinGroup: 'write `WITHIN GROUP (ORDER BY column)`',
  rollup: 'write `ROLLUP (a, b)` or `CUBE (a, b)`',
  groupingSets: 'write `GROUPING SETS ((a, b), (a), ())`',
  positionArguments: 'write `POSITION(part IN text)`',
  zoneOperation: "write `x AT TIME ZONE 'Europe/Berlin'`",
  patternOperation: 'write `x SIMILAR TO pattern`',
  quantified: 'write `x > ALL (SELECT …)`, or `x = ANY (array)`',
  mapEntry: "write `MAP('key' := value, …)`",
  structField: 'write `STRUCT(name := value, …)`',
  structExpression: 'write `STRUCT(name := value, …)`',
}

function example({ rules }: SyntaxContext): string | null {
  return EXAMPLES[rules.at(-1) ?? ''] ?? null
}
