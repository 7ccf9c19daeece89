/** Turns an error of the parser into a message for people: what was expected where, what stands there, what to do. */
import { EOF, NotAllInputParsedException } from './chevrotain.ts'
import type { CstNode, IRecognitionException, IToken } from 'chevrotain'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import { VIEW_COLUMNS, expectedAfter, lastClause, lastPart, misplacedClause } from './clauses.ts'
import type { Part } from './clauses.ts'
import { NAME, QUERY_END } from './names.ts'
import type { StatementTokens } from './statements.ts'
import { adviceFor } from './syntax-advice.ts'
import { Keywords as K, LParen, RParen, isNameLike, isReserved } from './tokens.ts'
import { findUnsupported } from './unsupported.ts'
import type { SyntaxContext } from './syntax-context.ts'

/** A parser's error with all that is known about its place. */
export interface SyntaxFailure {
  readonly source: Source
  readonly statement: StatementTokens
  readonly error: IRecognitionException
  /** The whole statement, if the error is only that something follows it. */
  readonly cst: CstNode | undefined
  readonly diagnostics: Diagnostics
}

/** Reports the first error of a statement; those after it may well be its consequences. */
export function reportSyntaxError(failure: SyntaxFailure): void {
  const { source, diagnostics } = failure
  const context = contextOf(failure)
  const at = (token: IToken): Span => ({
    source,
    start: token.startOffset,
    end: token.startOffset + token.image.length,
  })
  if (!context.atEnd) {
    const { found, after, index } = context
    const unsupported = findUnsupported(context)
    if (unsupported) {
      const { code, message, help, length } = unsupported
      const last = failure.statement.tokens[Math.min(index + length, failure.statement.tokens.length) - 1]!
      return diagnostics.error(code, message, { ...at(found), end: at(last).end }, { help })
    }
    const misplaced = listsViewColumns(context, failure.statement.tokens)
      ? VIEW_COLUMNS
      : after && misplacedClause(found, after)
    if (misplaced) return diagnostics.error('MV1001', misplaced.message, at(found), { help: misplaced.help })
    if (isReservedName(context)) {
      const help = `write it in quotes, \`"${found.image}"\`, or choose another name`
      return diagnostics.error('MV1008', `\`${found.image}\` is a reserved word`, at(found), { help })
    }
  }
  const { help, related } = adviceFor(context, failure.statement.tokens)
  diagnostics.error('MV1001', `expected ${context.expected}, found ${describe(context)}`, at(context.found), {
    ...(help !== null && { help }),
    ...(related && { related: [{ message: related.message, span: at(related.token) }] }),
  })
}

function contextOf({ statement, error, cst }: SyntaxFailure): SyntaxContext {
  const { tokens, terminator } = statement
  const atEnd = error.token.tokenType === EOF
  const index = atEnd ? tokens.length : tokens.indexOf(error.token)
  const rules = error.context.ruleStack
  const previous = tokens[index - 1]
  const open = openParenthesis(tokens, index)
  const nested = error.message === QUERY_END
  const after = partBefore({ error, cst }, tokens.slice(nested ? open + 1 : 0, index))
  return {
    found: atEnd ? (terminator ?? tokens.at(-1)!) : error.token,
    previous,
    next: tokens[index + 1],
    rules,
    after,
    expected: after ? expectedAfter(after, nested) : expectedHere(error.message, rules.at(-1), previous),
    atEnd,
    endOfFile: atEnd && terminator === null,
    index,
    open: tokens[open],
    callee: tokens[open - 1]?.image.toUpperCase(),
  }
}

/** What was read whole: of the statement or, where its closing parenthesis is missing, of a subquery. */
function partBefore(
  { error, cst }: Pick<SyntaxFailure, 'error' | 'cst'>,
  tokens: readonly IToken[],
): Part | null {
  if (error.message === QUERY_END) return lastClause(tokens)
  return cst && error instanceof NotAllInputParsedException ? lastPart(cst, tokens) : null
}

/** The index of the innermost parenthesis that is still open before the token at `end`, or -1. */
function openParenthesis(tokens: readonly IToken[], end: number): number {
  const open: number[] = []
  for (const [index, { tokenType }] of tokens.slice(0, end).entries()) {
    if (tokenType === LParen) open.push(index)
    if (tokenType === RParen) open.pop()
  }
  return open.at(-1) ?? -1
}

/** Behind an opening parenthesis a list has its first element to come. */
function expectedHere(phrase: string, rule: string | undefined, previous: IToken | undefined): string {
  if (previous?.tokenType !== LParen) return phrase
  if (rule === 'functionCall') return 'an expression or `)`'
  return rule === 'properties' ? `${NAME.property} or \`)\`` : phrase
}

/** Names without types in front of `AS SELECT`, as other systems take them. */
function listsViewColumns(
  { found, rules, expected, index }: SyntaxContext,
  tokens: readonly IToken[],
): boolean {
  if (rules.includes('viewDeclaration') && rules.at(-1) === 'viewBody' && found.tokenType === LParen)
    return true
  const untyped = rules.includes('columnDefinition') && expected === 'a type'
  return untyped && tokens.slice(index).some(({ tokenType }) => tokenType === K.SELECT)
}

/** At most this much of a token is repeated in a message. */
const MAX_IMAGE = 40

function describe({ found, endOfFile }: SyntaxContext): string {
  if (endOfFile) return 'the end of the file'
  const [line = ''] = found.image.split(/[\n\r]/, 1)
  const shown = [...line].slice(0, MAX_IMAGE).join('')
  return `\`${shown}${shown === found.image ? '' : '…'}\``
}

/** Reserved words that, where a name should be, more likely begin the next part of the statement. */
const STRUCTURE = new Set([
  ...[K.AND, K.AS, K.FROM, K.GROUP, K.HAVING, K.INNER, K.JOIN, K.ON, K.OR, K.ORDER, K.PRIMARY, K.SELECT],
  ...[K.WHERE, K.WITH, K.LEFT, K.RIGHT, K.FULL, K.CROSS, K.NOT, K.NULL, K.IS, K.IN, K.USING, K.NATURAL],
  ...[K.UNION, K.INTERSECT, K.EXCEPT, K.LIMIT, K.OFFSET, K.FETCH, K.WINDOW],
])
const NAMES = new Set<string>(Object.values(NAME))

function isReservedName({ found, next, expected }: SyntaxContext): boolean {
  if (!isReserved(found.tokenType) || !NAMES.has(expected) || found.tokenType === K.SELECT) return false
  if (expected === NAME.column) return next !== undefined && isNameLike(next)
  if (expected === NAME.relation) return [LParen, K.AS, K.WITH].some(type => type === next?.tokenType)
  return !STRUCTURE.has(found.tokenType)
}
