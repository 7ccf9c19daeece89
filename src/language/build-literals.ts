/** Concrete to abstract syntax: literals. */
import type { CstNode } from 'chevrotain'
import type { Literal } from './ast.ts'
import type { Build } from './cst.ts'
import { has, maybeNode, maybeToken, spanOf, stringText, token } from './cst.ts'
import { Keywords, Minus, NumberLiteral, StringLiteral } from './tokens.ts'

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

/** `DATE '…'`, `TIMESTAMP [WITH TIME ZONE] '…'`, `TIMESTAMPTZ '…'`. */
export function buildTypedLiteral(build: Build, cst: CstNode): Literal {
  return {
    kind: 'literal',
    literal: typedLiteralKind(cst),
    text: stringText(token(cst, StringLiteral)),
    span: spanOf(build, cst),
  }
}

function typedLiteralKind(cst: CstNode): Literal['literal'] {
  if (has(cst, Keywords.DATE)) return 'date'
  const zone = maybeNode(cst, 'timeZone')
  return has(cst, Keywords.TIMESTAMPTZ) || (zone && has(zone, Keywords.WITH)) ? 'timestamptz' : 'timestamp'
}
