/** Concrete to abstract syntax: type names. */
import type { CstNode } from 'chevrotain'
import type { FieldDefinition, TypeName } from './ast.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, node, nodes, spanOf, token, tokenSpan, tokens } from './cst.ts'
import { Identifier, Keywords, LBracket, NumberLiteral } from './tokens.ts'

/** A type with its parts; `t[]` is `ARRAY<t>`. */
export function buildTypeName(build: Build, cst: CstNode): TypeName {
  const nested = maybeNode(cst, 'nestedType')
  const type = nested ? buildNested(build, nested) : buildSimple(build, node(cst, 'simpleType'))
  const span = spanOf(build, cst)
  return tokens(cst, LBracket).reduce<TypeName>(
    element => ({ kind: 'type_name', name: 'ARRAY', parameters: [], elements: [element], fields: [], span }),
    type,
  )
}

/** A type's name in capitals with single spaces, and its numbers. */
function buildSimple(build: Build, cst: CstNode): TypeName {
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
    elements: [],
    fields: [],
    span: spanOf(build, cst),
  }
}

function buildNested(build: Build, cst: CstNode): TypeName {
  const name = [Keywords.ARRAY, Keywords.MAP, Keywords.STRUCT].find(type => has(cst, type))!.name
  const fields = maybeNode(cst, 'fieldDefinitions')
  return {
    kind: 'type_name',
    name,
    parameters: [],
    elements: nodes(cst, 'typeName').map(element => buildTypeName(build, element)),
    fields: fields ? nodes(fields, 'fieldDefinition').map(field => buildField(build, field)) : [],
    span: spanOf(build, cst),
  }
}

function buildField(build: Build, cst: CstNode): FieldDefinition {
  return {
    kind: 'field_definition',
    name: identifier(build, token(cst, Identifier)),
    type: buildTypeName(build, node(cst, 'typeName')),
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
