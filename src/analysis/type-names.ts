/** Type names of the syntax tree to types. */
import type { NamedTypes } from '../catalog/catalog.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { FieldDefinition, TypeName } from '../language/ast.ts'
import type { Field, SqlType } from '../types/sql-type.ts'
import { printType, TYPE_NAMES, typeFromName } from '../types/type-name.ts'

const SUPPORTED =
  'these can be used: BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p,s), CHAR(n), VARCHAR, BYTES, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP WITH TIME ZONE, INTERVAL, JSON, ARRAY<t>, MAP<VARCHAR, t> and STRUCT<name t, …>'

/** The type; null when the name is none that can be used, which is reported. */
export function resolveTypeName(
  written: TypeName,
  named: NamedTypes,
  diagnostics: Diagnostics,
): SqlType | null {
  const { name, parameters, span } = written
  if (written.elements.length > 0 || written.fields.length > 0)
    return resolveNested(written, named, diagnostics)
  const declared = named.find(name)
  if (declared !== undefined && parameters.length === 0) return declared
  if (declared !== undefined) {
    diagnostics.error('MV2003', `${name} takes no parameter`, span, { help: `write ${name}` })
    return null
  }
  const known = typeFromName(name, parameters)
  if (known?.kind === 'type') return known.type
  if (known?.kind === 'unsupported') {
    diagnostics.error('MV2010', `the type ${name} is not supported yet`, span, { help: SUPPORTED })
  } else if (known?.kind === 'without_parts') {
    diagnostics.error('MV2003', `the type ${name} is not complete`, span, {
      help: `write it as ${known.example}`,
    })
  } else if (known?.kind === 'bad_parameters') {
    diagnostics.error('MV2003', known.message, span, { help: parametersOf(name) })
  } else {
    const similar = suggest(name, [...named.names, ...TYPE_NAMES])
    const help = similar ? `did you mean \`${similar}\`?` : SUPPORTED
    diagnostics.error('MV2003', `there is no type \`${name}\``, span, { help })
  }
  return null
}

/** ARRAY, MAP and STRUCT with the types that they are made of. */
function resolveNested(
  { name, elements, fields, span }: TypeName,
  named: NamedTypes,
  diagnostics: Diagnostics,
): SqlType | null {
  if (name === 'STRUCT') return resolveStruct(fields, named, diagnostics)
  const types = elements.map(element => resolveTypeName(element, named, diagnostics))
  if (!types.every(type => type !== null)) return null
  const [first, value] = types
  if (name === 'ARRAY') return { kind: 'array', element: first! }
  if (first!.kind === 'varchar') return { kind: 'map', value: value! }
  diagnostics.error(
    'MV2003',
    `the keys of a MAP are VARCHAR, not ${printType(first!)}`,
    elements[0]?.span ?? span,
    {
      help: `write MAP<VARCHAR, ${printType(value!)}>: keys become text`,
    },
  )
  return null
}

function resolveStruct(
  definitions: readonly FieldDefinition[],
  named: NamedTypes,
  diagnostics: Diagnostics,
): SqlType | null {
  const fields: Field[] = []
  let complete = true
  for (const { name, type } of definitions) {
    const other = fields.find(field => field.name.toLowerCase() === name.text.toLowerCase())
    if (other !== undefined) {
      diagnostics.error('MV2003', `the STRUCT has two fields \`${name.text}\``, name.span, {
        help: 'fields are found without regard to case: give each a name of its own',
      })
    }
    const resolved = resolveTypeName(type, named, diagnostics)
    if (resolved === null || other !== undefined) complete = false
    else fields.push({ name: name.text, type: resolved })
  }
  return complete ? { kind: 'struct', fields } : null
}

/** How a type is written whose parameters are wrong. */
function parametersOf(name: string): string {
  const named = typeFromName(name, [])
  if (named?.kind === 'type' && named.type.kind === 'decimal')
    return `write ${name}(10,2) for 10 digits, 2 of them behind the point, or ${name} for any number of digits`
  const takesLength = typeFromName(name, [1])?.kind === 'type'
  return takesLength
    ? `write ${name}(20) for at most 20 characters, or ${name} for any length`
    : `write ${name}`
}
