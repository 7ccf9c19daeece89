/** What is known about the place of a syntax error. */
import type { IToken } from 'chevrotain'
import type { Part } from './clauses.ts'

/** The place of a syntax error, seen from the token that did not fit. */
export interface SyntaxContext {
  readonly found: IToken
  readonly previous: IToken | undefined
  readonly next: IToken | undefined
  /** The rules being parsed, the outermost first. */
  readonly rules: readonly string[]
  /** The part of the statement that was read before, if all of it made sense up to here. */
  readonly after: Part | null
  /** Completes the sentence "expected …". */
  readonly expected: string
  /** The statement ended too early; `found` is then what ended it, or its last token at the end of the text. */
  readonly atEnd: boolean
  readonly endOfFile: boolean
  /** Of the found token in the statement. */
  readonly index: number
  /** The innermost parenthesis that is open here. */
  readonly open: IToken | undefined
  /** The word in front of it, in capitals. */
  readonly callee: string | undefined
}
