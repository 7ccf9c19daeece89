/** Concrete to abstract syntax: literals. */
import type { CstNode } from 'chevrotain'
import type { Literal } from './ast.ts'
import type { Build } from './cst.ts'
import { has, maybeNode, maybeToken, spanOf, stringText, token } from './cst.ts'
import { Identifier, Keywords, Minus, NumberLiteral, StringLiteral } from './tokens.ts'

type Value = Pick<Literal, 'literal' | 'text'>

/** A number, string, TRUE, FALSE or NULL; a property's number may have a sign. */
export function buildLiteral(build: Build, cst: CstNode): Literal {
  return { kind: 'literal', ...valueOf(cst), span: spanOf(build, cst) }
}

function valueOf(cst: CstNode): Value {
  const number = maybeToken(cst, NumberLiteral)
  if (number) return { literal: 'number', text: (has(cst, Minus) ? '-' : '') + number.image }
  const string = maybeToken(cst, StringLiteral)
  if (string) return { literal: 'string', text: stringText(string) }
  if (has(cst, Keywords.NULL)) return { literal: 'null', text: 'null' }
  return { literal: 'boolean', text: has(cst, Keywords.TRUE) ? 'true' : 'false' }
}

/** `DATE '…'`, `TIMESTAMP [WITH TIME ZONE] '…'`, `INTERVAL '…' [unit]` and their like. */
export function buildTypedLiteral(build: Build, cst: CstNode): Literal {
  const unit = maybeToken(cst, Identifier)
  const text = stringText(token(cst, StringLiteral))
  return {
    kind: 'literal',
    literal: typedLiteralKind(cst),
    text: unit ? `${text} ${unit.image.toUpperCase()}` : text,
    span: spanOf(build, cst),
  }
}

const PLAIN = ['date', 'time', 'interval', 'uuid', 'json', 'timestamptz'] as const

function typedLiteralKind(cst: CstNode): Literal['literal'] {
  const plain = PLAIN.find(kind => has(cst, Keywords[kind.toUpperCase() as Uppercase<typeof kind>]))
  if (plain) return plain
  const zone = maybeNode(cst, 'timeZone')
  return zone && has(zone, Keywords.WITH) ? 'timestamptz' : 'timestamp'
}
