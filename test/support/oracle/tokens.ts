/** Cuts SQL text into tokens, for the oracle only: independent of the parser that is under test. */

export interface Token {
  /** As written; words in capitals for comparing. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** Parentheses open around the token; those of a pair have the depth outside. */
  readonly depth: number
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|\S/gu

export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  let depth = 0
  for (const { 0: text, index } of sql.matchAll(TOKEN)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue
    if (text === ')') depth--
    const word = /^[\p{L}_]/u.test(text) ? text.toUpperCase() : text
    tokens.push({ text: word, start: index, end: index + text.length, depth })
    if (text === '(') depth++
  }
  return tokens
}

/** The text from the first to the last of some tokens, as written; empty for none. */
export function textOf(sql: string, tokens: readonly Token[]): string {
  return tokens.length === 0 ? '' : sql.slice(tokens[0]!.start, tokens.at(-1)!.end)
}

/** Splits at the tokens with this text and depth. */
export function splitAt(tokens: readonly Token[], text: string, depth: number): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.text === text && token.depth === depth) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts
}
