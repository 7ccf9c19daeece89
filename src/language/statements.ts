/** Cuts tokens into statements, so that a mistake in one leaves the others readable. */
import type { IToken } from 'chevrotain'
import { Keywords, Semicolon } from './tokens.ts'

export interface StatementTokens {
  /** Without the semicolon; never empty. */
  readonly tokens: readonly IToken[]
  /** The `;` that ends it, the CREATE that follows without one, or null at the end of the text. */
  readonly terminator: IToken | null
}

/** Statements end at `;` and, if that is missing, before the next CREATE: it occurs nowhere else. */
export function splitStatements(tokens: readonly IToken[]): StatementTokens[] {
  const statements: StatementTokens[] = []
  let current: IToken[] = []
  const finish = (terminator: IToken | null) => {
    if (current.length > 0) statements.push({ tokens: current, terminator })
    current = []
  }
  for (const token of tokens) {
    if (token.tokenType === Semicolon) finish(token)
    else {
      if (token.tokenType === Keywords.CREATE) finish(token)
      current.push(token)
    }
  }
  finish(null)
  return statements
}
