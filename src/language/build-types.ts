/** Concrete to abstract syntax: type names. */
import type { CstNode } from 'chevrotain'
import type { TypeName } from './ast.ts'
import type { Build } from './cst.ts'
import { has, maybeNode, spanOf, token, tokenSpan, tokens } from './cst.ts'
import { Identifier, Keywords, NumberLiteral } from './tokens.ts'

/** A type's name in capitals with single spaces, and its numbers. */
export function buildTypeName(build: Build, cst: CstNode): TypeName {
  const words = [token(cst, Identifier).image.toUpperCase()]
  if (has(cst, Keywords.PRECISION)) words.push('PRECISION')
  if (has(cst, Keywords.VARYING)) words.push('VARYING')
  const zone = maybeNode(cst, 'timeZone')
  if (zone) words.push(has(zone, Keywords.WITH) ? 'WITH TIME ZONE' : 'WITHOUT TIME ZONE')
  const parameters = maybeNode(cst, 'typeParameters')
  return {
    kind: 'type_name',
    name: words.join(' '),
    parameters: parameters ? buildParameters(build, parameters) : [],
    span: spanOf(build, cst),
  }
}

function buildParameters(build: Build, cst: CstNode): number[] {
  return tokens(cst, NumberLiteral).map(number => {
    if (!/^\d{1,9}$/.test(number.image)) {
      build.diagnostics.error(
        'MV1009',
        `\`${number.image}\` is not a length or precision of a type`,
        tokenSpan(build, number),
        { help: 'write a whole number, as in `DECIMAL(10, 2)`' },
      )
    }
    return Number(number.image)
  })
}
