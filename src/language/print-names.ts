/** Names, types and literals as text. */
import { unreachable } from '../util/assert.ts'
import type * as ast from './ast.ts'

export function printIdentifier({ text, quoted }: ast.Identifier): string {
  return quoted ? `"${text.replaceAll('"', '""')}"` : text
}

export function printNames(names: readonly ast.Identifier[]): string {
  return names.map(printIdentifier).join(', ')
}

export function printType({ name, parameters, elements, fields }: ast.TypeName): string {
  const parts = [
    ...elements.map(printType),
    ...fields.map(field => `${printIdentifier(field.name)} ${printType(field.type)}`),
  ]
  if (parts.length > 0) return `${name}<${parts.join(', ')}>`
  if (parameters.length === 0) return name
  const [, first, rest] = /^(TIMESTAMP|TIME)( .*)$/.exec(name) ?? [null, name, '']
  return `${first}(${parameters.join(', ')})${rest}`
}

const LITERAL_PREFIX = {
  string: '',
  date: 'DATE ',
  time: 'TIME ',
  timestamp: 'TIMESTAMP ',
  timestamptz: 'TIMESTAMP WITH TIME ZONE ',
  interval: 'INTERVAL ',
  uuid: 'UUID ',
  json: 'JSON ',
} as const

export function printLiteral({ literal, text }: ast.Literal): string {
  switch (literal) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return text.toUpperCase()
    case 'number':
      return text
    case 'string':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
    case 'uuid':
    case 'json':
      return `${LITERAL_PREFIX[literal]}'${text.replaceAll("'", "''")}'`
    default:
      return unreachable(literal)
  }
}
