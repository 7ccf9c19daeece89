/** The types of signatures as the documentation tells them. */
import { typeOfKind } from '../../../src/expr/functions/define.ts'
import { typeOfParameter } from '../../../src/expr/parameters.ts'
import type { Overload } from '../../../src/expr/signature.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import { printType } from '../../../src/types/type-name.ts'

export function typesOf(signature: Overload): string {
  const isStruct = signature.parameters.includes('struct')
  const variable: SqlType = isStruct ? { kind: 'struct', fields: [] } : ANY_TYPE
  const types = signature.parameters.map(parameter => typeOfParameter(parameter, variable))
  const parameters = types.map(type => (type === null ? 'any' : printVariable(type)))
  const result = signature.result(types.map(type => type ?? typeOfKind('varchar')))
  return `${parameters.join(', ')}${signature.variadic ? ', …' : ''} → ${printVariable(result)}`.trim()
}

/** Stands for `T`: a type that no signature names. */
const ANY_TYPE: SqlType = { kind: 'char', length: 1_000_000 }

function printVariable(type: SqlType): string {
  return printType(type).replaceAll(printType(ANY_TYPE), 'T').replaceAll('STRUCT<>', 'STRUCT')
}
