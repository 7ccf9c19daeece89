/** Typed access to the parser's concrete syntax tree. A node that the grammar requires must be there. */
import { must } from '../util/assert.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source, Span } from '../diagnostics/source.ts'
import type { CstNode, IToken, TokenType } from 'chevrotain'
import type { Identifier, Query } from './ast.ts'
import { QuotedName } from './tokens.ts'

/** What the functions that build the syntax tree share. */
export interface Build {
  readonly source: Source
  readonly diagnostics: Diagnostics
  /** Builds a `query`; handed down, since expressions hold queries and queries expressions. */
  readonly query: (build: Build, cst: CstNode) => Query
}

/** The child nodes made by a rule, in order. */
export function nodes(parent: CstNode, rule: string): CstNode[] {
  return (parent.children[rule] ?? []).filter(child => 'children' in child)
}

/** The only child node made by a rule, or undefined. */
export function maybeNode(parent: CstNode, rule: string): CstNode | undefined {
  return nodes(parent, rule)[0]
}

export function node(parent: CstNode, rule: string): CstNode {
  return must(maybeNode(parent, rule), `no ${rule} in ${parent.name}`)
}

/** The child tokens of a type, in order. */
export function tokens(parent: CstNode, type: TokenType): IToken[] {
  return (parent.children[type.name] ?? []).filter(child => 'image' in child)
}

export function maybeToken(parent: CstNode, type: TokenType): IToken | undefined {
  return tokens(parent, type)[0]
}

export function token(parent: CstNode, type: TokenType): IToken {
  return must(maybeToken(parent, type), `no ${type.name} in ${parent.name}`)
}

/** Whether a token of this type was written. */
export function has(parent: CstNode, type: TokenType): boolean {
  return parent.children[type.name] !== undefined
}

export function spanOf({ source }: Build, of: CstNode): Span {
  const { startOffset, endOffset } = must(of.location, `${of.name} without a location`)
  return { source, start: startOffset, end: must(endOffset, `${of.name} without an end`) + 1 }
}

export function tokenSpan({ source }: Build, of: IToken): Span {
  return { source, start: of.startOffset, end: of.startOffset + of.image.length }
}

export function identifier(build: Build, of: IToken): Identifier {
  const quoted = of.tokenType === QuotedName
  const text = quoted ? of.image.slice(1, -1).replaceAll('""', '"') : of.image
  return { kind: 'identifier', text, quoted, span: tokenSpan(build, of) }
}

/** The text of a string literal. */
export function stringText(of: IToken): string {
  return of.image.slice(1, -1).replaceAll("''", "'")
}
