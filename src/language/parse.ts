/** Text to syntax tree. */
import type { CstNode } from 'chevrotain'
import { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { Script, Statement } from './ast.ts'
import { buildStatement } from './build-statements.ts'
import { ViewParser } from './grammar.ts'
import { lex } from './lex.ts'
import type { Lexed } from './lex.ts'
import { checkDepth, checkNesting } from './nesting.ts'
import { splitStatements } from './statements.ts'
import type { StatementTokens } from './statements.ts'
import { reportSyntaxError } from './syntax-errors.ts'
import { Semicolon } from './tokens.ts'

const parser = new ViewParser()

/**
 * Parses one file. All mistakes are reported, at most one for each statement; with any of them the result is null, since
 * a statement left out would make the names it declares unknown to the others.
 */
export function parse(source: Source, diagnostics: Diagnostics): Script | null {
  const found = new Diagnostics()
  const lexed = lex(source, found)
  const statements = splitStatements(lexed.tokens)
    .filter(({ tokens }) => tokens[0]!.startOffset < lexed.trustedEnd)
    .flatMap(tokens => parseStatement(source, tokens, lexed, found) ?? [])
  if (statements.length === 0 && !found.failed) reportEmpty(source, found)
  for (const diagnostic of found.list.sort(byPlace)) diagnostics.add(diagnostic)
  diagnostics.dropped += found.dropped
  if (found.failed) return null
  return { kind: 'script', statements, span: { source, start: 0, end: source.text.length } }
}

const byPlace = (a: Diagnostics['list'][number], b: Diagnostics['list'][number]) =>
  a.span!.start - b.span!.start

function parseStatement(
  source: Source,
  statement: StatementTokens,
  lexed: Lexed,
  diagnostics: Diagnostics,
): Statement | null {
  if (isDamaged(source, statement, lexed) || !checkNesting(source, statement.tokens, diagnostics)) return null
  parser.read(statement.tokens)
  const cst: CstNode = parser.statement()
  const [error] = parser.errors
  if (error) {
    reportSyntaxError({ source, statement, error, cst, diagnostics })
    return null
  }
  const built = buildStatement(source, cst, diagnostics)
  if (statement.terminator && statement.terminator.tokenType !== Semicolon)
    reportMissingSemicolon(source, statement, diagnostics)
  return checkDepth(built, diagnostics) ? built : null
}

/** Whether an error inside of the statement is reported already. */
function isDamaged(source: Source, { tokens, terminator }: StatementTokens, { damaged }: Lexed): boolean {
  const start = tokens[0]!.startOffset
  const end = terminator?.startOffset ?? source.text.length
  const next = damaged[firstFrom(damaged, start)]
  return next !== undefined && next <= end
}

/** The index of the first of these ascending offsets that is not below `offset`. */
function firstFrom(offsets: readonly number[], offset: number): number {
  let [low, high] = [0, offsets.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (offsets[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}

function reportMissingSemicolon(source: Source, { tokens }: StatementTokens, diagnostics: Diagnostics): void {
  const last = tokens.at(-1)!
  const span = { source, start: last.startOffset, end: last.startOffset + last.image.length }
  diagnostics.error('MV1001', 'expected `;` between two statements', span, { help: 'add `;` after this' })
}

function reportEmpty(source: Source, diagnostics: Diagnostics): void {
  diagnostics.error(
    'MV1004',
    'there is no statement in this file',
    { source, start: 0, end: 0 },
    { help: 'write `CREATE TABLE … WITH (…)` for a topic, `CREATE TABLE … AS SELECT …` for a view' },
  )
}
