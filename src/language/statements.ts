/** Cuts tokens into statements, so that a mistake in one leaves the others readable. */
import type { IToken } from 'chevrotain'
import { Keywords, Semicolon } from './tokens.ts'

export interface StatementTokens {
  /** Without the semicolon; never empty. */
  readonly tokens: readonly IToken[]
  /** The `;` that ends it, the first word of the next one if there is none, or null at the end of the text. */
  readonly terminator: IToken | null
}

/** Statements end at `;` and, if that is missing, before the next CREATE or INSERT INTO: these occur nowhere else. */
export function splitStatements(tokens: readonly IToken[]): StatementTokens[] {
  const statements: StatementTokens[] = []
  let current: IToken[] = []
  const finish = (terminator: IToken | null) => {
    if (current.length > 0) statements.push({ tokens: current, terminator })
    current = []
  }
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === Semicolon) finish(token)
    else {
      if (begins(token, tokens[index + 1])) finish(token)
      current.push(token)
    }
  }
  finish(null)
  return statements
}

function begins({ tokenType }: IToken, next: IToken | undefined): boolean {
  return tokenType === Keywords.CREATE || (tokenType === Keywords.INSERT && next?.tokenType === Keywords.INTO)
}
