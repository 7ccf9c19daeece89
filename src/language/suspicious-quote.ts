/** Finds the string that was really left open: one missing quote turns all later strings inside out. */
import { StringLiteral } from './tokens.ts'
import type { IToken } from 'chevrotain'

/**
 * The offset of the quote that most likely lacks its partner, given that the token at `unclosed` runs to the end of the
 * text. Strings seldom cross lines, so the first one that does marks the line of the mistake; and on that line a string
 * that ends right before a word (`'users, value_format = 'JSON`) was meant to end earlier.
 */
export function suspiciousQuote(text: string, tokens: readonly IToken[], unclosed: number): number {
  const crossing = tokens.findIndex(
    (token, index) => index === unclosed || (token.tokenType === StringLiteral && /[\n\r]/.test(token.image)),
  )
  const lineStart = Math.max(
    text.lastIndexOf('\n', tokens[crossing]!.startOffset - 1),
    text.lastIndexOf('\r', tokens[crossing]!.startOffset - 1),
  )
  const inverted = tokens
    .slice(0, crossing)
    .find(
      token =>
        token.tokenType === StringLiteral &&
        token.startOffset > lineStart &&
        /[\p{ID_Continue}]/u.test(text[token.startOffset + token.image.length] ?? ''),
    )
  return (inverted ?? tokens[crossing]!).startOffset
}
