/** Limits on nesting. The parser and every phase after it are recursive, so without limits a text could overflow the stack. */
import type { IToken } from 'chevrotain'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { Statement } from './ast.ts'
import { Keywords, LParen, Minus, Plus, RParen } from './tokens.ts'

/** How many parentheses, CASEs and signs may be open at one place. */
export const MAX_NESTING = 200
/** How many levels the syntax tree may have: each operator of a chain such as `a OR b OR c …` adds one. */
export const MAX_DEPTH = 1000

const OPENING = new Set([LParen, Keywords.CASE])
const CLOSING = new Set([RParen, Keywords.END])
const SIGNS = new Set([Keywords.NOT, Minus, Plus])

/** Reports the first token that is nested too deeply to parse. Returns whether all is well. */
export function checkNesting(source: Source, tokens: readonly IToken[], diagnostics: Diagnostics): boolean {
  let open = 0
  let signs = 0
  for (const token of tokens) {
    const { tokenType } = token
    signs = SIGNS.has(tokenType) ? signs + 1 : OPENING.has(tokenType) ? signs : 0
    if (OPENING.has(tokenType)) open++
    if (CLOSING.has(tokenType)) open--
    if (open + signs <= MAX_NESTING) continue
    const span = { source, start: token.startOffset, end: token.startOffset + token.image.length }
    diagnostics.error('MV1007', `nested too deeply: at most ${MAX_NESTING} levels are possible`, span, {
      help: 'remove parentheses, or compute a part in a view of its own',
    })
    return false
  }
  return true
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
        statement.name.span,
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
