/**
 * What each opening parenthesis of a statement holds. One look ahead cannot tell `((SELECT 1) + 1)` from
 * `((SELECT 1) UNION (SELECT 2))`, nor `(a, b)` from `(a, b) => a`; what stands behind the closing parenthesis can.
 */
import type { IToken, TokenType } from 'chevrotain'
import { FatArrow, Keywords as K, LParen, RParen } from './tokens.ts'

export type Held = 'query' | 'parameters'

/** What goes on with a query behind its first part. */
const GOES_ON = new Set<TokenType>([K.UNION, K.INTERSECT, K.EXCEPT, K.ORDER, K.LIMIT, K.OFFSET, K.FETCH])

/** The parentheses that hold a query or the parameters of a lambda. */
export function heldBy(tokens: readonly IToken[]): ReadonlyMap<IToken, Held> {
  const held = new Map<IToken, Held>()
  const closing = closingOf(tokens)
  for (let index = tokens.length - 1; index >= 0; index--) {
    const token = tokens[index]!
    if (token.tokenType !== LParen) continue
    const behind = tokens[(closing.get(index) ?? tokens.length) + 1]
    if (behind?.tokenType === FatArrow) held.set(token, 'parameters')
    else if (opensQuery(tokens, index + 1, held, closing)) held.set(token, 'query')
  }
  return held
}

/** The index of the parenthesis that closes each one; none for those that stay open. */
function closingOf(tokens: readonly IToken[]): ReadonlyMap<number, number> {
  const closing = new Map<number, number>()
  const open: number[] = []
  for (const [index, { tokenType }] of tokens.entries()) {
    if (tokenType === LParen) open.push(index)
    const opened = tokenType === RParen ? open.pop() : undefined
    if (opened !== undefined) closing.set(opened, index)
  }
  return closing
}

function opensQuery(
  tokens: readonly IToken[],
  index: number,
  held: ReadonlyMap<IToken, Held>,
  closing: ReadonlyMap<number, number>,
): boolean {
  const [first, second] = [tokens[index], tokens[index + 1]]
  if (first?.tokenType === K.SELECT || first?.tokenType === K.WITH) return true
  if (first?.tokenType === K.VALUES) return second?.tokenType === LParen
  if (!first || held.get(first) !== 'query') return false
  const behind = tokens[(closing.get(index) ?? tokens.length) + 1]
  return behind === undefined || behind.tokenType === RParen || GOES_ON.has(behind.tokenType)
}
