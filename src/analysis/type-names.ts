/** Type names of the syntax tree to types. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import { suggest } from '../diagnostics/suggest.ts'
import type { TypeName } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { TYPE_NAMES, typeFromName } from '../types/type-name.ts'

const SUPPORTED =
  'these can be used: BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL(p,s), CHAR(n), VARCHAR, BYTES, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP WITH TIME ZONE and INTERVAL'

/** The type; null when the name is none that can be used, which is reported. */
export function resolveTypeName(
  { name, parameters, span }: TypeName,
  diagnostics: Diagnostics,
): SqlType | null {
  const named = typeFromName(name, parameters)
  if (named?.kind === 'type') return named.type
  if (named?.kind === 'unsupported') {
    diagnostics.error('MV2010', `the type ${name} is not supported yet`, span, { help: SUPPORTED })
  } else if (named?.kind === 'bad_parameters') {
    diagnostics.error('MV2003', named.message, span, { help: parametersOf(name) })
  } else {
    const similar = suggest(name, TYPE_NAMES)
    const help = similar ? `did you mean \`${similar}\`?` : SUPPORTED
    diagnostics.error('MV2003', `there is no type \`${name}\``, span, { help })
  }
  return null
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
