/** Limits on nesting. The parser and every phase after it are recursive, so without limits a text could overflow the stack. */
import type { IToken, TokenType } from 'chevrotain'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { Identifier, Statement } from './ast.ts'
import { Comma, FatArrow, Greater, Keywords, LBracket, LParen, Less } from './tokens.ts'
import { Minus, Plus, RBracket, RParen } from './tokens.ts'

/** How many parentheses, CASEs, lambdas and signs may be open at one place: a subquery takes the most stack of them. */
export const MAX_NESTING = 100
/** How many levels the syntax tree may have: each operator of a chain such as `a OR b OR c …` adds one. */
export const MAX_DEPTH = 1000

const OPENING = new Set<TokenType>([LParen, LBracket, Keywords.CASE])
const CLOSING = new Set<TokenType>([RParen, RBracket, Keywords.END])
const NESTED_TYPES = new Set<TokenType>([Keywords.ARRAY, Keywords.MAP, Keywords.STRUCT])
const SIGNS = new Set<TokenType>([Keywords.NOT, Minus, Plus])

/** Reports the first token that is nested too deeply to parse. Returns whether all is well. */
export function checkNesting(source: Source, tokens: readonly IToken[], diagnostics: Diagnostics): boolean {
  const depth = new Depth()
  for (const [index, token] of tokens.entries()) {
    if (depth.after(token, tokens[index - 1]) <= MAX_NESTING) continue
    const span = { source, start: token.startOffset, end: token.startOffset + token.image.length }
    diagnostics.error('MV1007', `nested too deeply: at most ${MAX_NESTING} levels are possible`, span, {
      help: 'remove parentheses, or compute a part in a view of its own',
    })
    return false
  }
  return true
}

/** How many levels the parser is in: open parentheses and their like, lambdas that have not ended, signs in a row. */
class Depth {
  /** For each open parenthesis, and for the statement itself, its lambdas. */
  private readonly lambdas: number[] = [0]
  private open = 0
  private types = 0
  private signs = 0

  after({ tokenType }: IToken, previous: IToken | undefined): number {
    const opens = OPENING.has(tokenType)
    this.signs = SIGNS.has(tokenType) ? this.signs + 1 : opens ? this.signs : 0
    if (opens) this.enter()
    else if (CLOSING.has(tokenType)) this.leave()
    else if (tokenType === FatArrow) this.addLambda()
    else if (tokenType === Comma) this.endLambdas()
    else if (tokenType === Less && previous && NESTED_TYPES.has(previous.tokenType)) this.types++
    else if (tokenType === Greater && this.types > 0) this.types--
    return this.open + this.types + this.signs
  }

  private enter(): void {
    this.lambdas.push(0)
    this.open++
  }

  private leave(): void {
    this.endLambdas()
    if (this.lambdas.length === 1) return
    this.lambdas.pop()
    this.open--
  }

  private addLambda(): void {
    this.lambdas.push(this.lambdas.pop()! + 1)
    this.open++
  }

  private endLambdas(): void {
    this.open -= this.lambdas.pop() ?? 0
    this.lambdas.push(0)
  }
}

/** Reports a statement whose tree is too deep for the phases that follow. Returns whether all is well. */
export function checkDepth(statement: Statement, diagnostics: Diagnostics): boolean {
  const pending: { value: object; depth: number }[] = [{ value: statement, depth: 0 }]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value } = next
    const depth = next.depth + ('kind' in value ? 1 : 0)
    if (depth > MAX_DEPTH) {
      diagnostics.error(
        'MV1007',
        `more than ${MAX_DEPTH} operators or joins in one chain`,
        nameOf(statement).span,
        {
          help: 'write `x IN (…)` for many comparisons, or compute a part in a view of its own',
        },
      )
      return false
    }
    for (const [key, child] of Object.entries(value)) {
      const isNode = typeof child === 'object' && child !== null && key !== 'span' && key !== 'operatorSpan'
      if (isNode) pending.push({ value: child as object, depth })
    }
  }
  return true
}

function nameOf(statement: Statement): Identifier {
  if (statement.kind === 'create_index') return statement.view
  return statement.kind === 'insert_into' ? statement.target : statement.name
}
