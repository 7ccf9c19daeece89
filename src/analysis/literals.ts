/** Literals and their types, by PostgreSQL's rules. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { LiteralExpr } from '../expr/expr.ts'
import type { Expression, Literal } from '../language/ast.ts'
import { DataError } from '../types/data-error.ts'
import type { SqlType, TypeKind } from '../types/sql-type.ts'
import { formatValue, parseValue } from '../types/text-form.ts'
import { printType } from '../types/type-name.ts'
import { unreachable } from '../util/assert.ts'

const TEXT: SqlType = { kind: 'varchar', length: null }
const DECIMAL: SqlType = { kind: 'decimal', precision: null, scale: null }

const EXAMPLES: Readonly<Record<TypeKind, string>> = {
  boolean: 'TRUE or FALSE',
  smallint: 'digits, such as 5',
  integer: 'digits, such as 5',
  bigint: 'digits, such as 5',
  real: 'a number, such as 1.5',
  double: 'a number, such as 1.5',
  decimal: 'a number, such as 1.5',
  varchar: "'text'",
  char: "'text'",
  bytes: "hexadecimal digits, such as '\\\\x0aff'",
  uuid: "'123e4567-e89b-12d3-a456-426614174000'",
  time: "TIME '10:00:00'",
  interval: "INTERVAL '1 day 02:00:00'",
  date: "DATE '2013-02-07'",
  timestamp: "TIMESTAMP '2013-02-07 10:00:00'",
  timestamptz: "TIMESTAMPTZ '2013-02-07 10:00:00+00'",
  json: `JSON '{"a": 1}'`,
  array: "'{1,2}'",
  map: "'{a=>1,b=>2}'",
  struct: "'(1,2)'",
  null: 'NULL',
}

/** A string or NULL takes the type that its surroundings need, as PostgreSQL's literals of unknown type. */
export function isUntyped(expression: Expression): expression is Literal {
  return expression.kind === 'literal' && (expression.literal === 'string' || expression.literal === 'null')
}

/** A literal with the type it has by itself; null when its text is not a value of the type, which is reported. */
export function bindLiteral(literal: Literal, diagnostics: Diagnostics): LiteralExpr | null {
  switch (literal.literal) {
    case 'null':
      return { kind: 'literal', type: { kind: 'null' }, text: null }
    case 'boolean':
      return { kind: 'literal', type: { kind: 'boolean' }, text: literal.text }
    case 'string':
      return { kind: 'literal', type: TEXT, text: literal.text }
    case 'number':
      return typeLiteral(literal, numberType(literal.text), diagnostics)
    case 'uuid':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
    case 'json':
      return typeLiteral(literal, { kind: literal.literal }, diagnostics)
    default:
      return unreachable(literal.literal)
  }
}

/** A literal as a value of the type; null when its text is none, which is reported. */
export function typeLiteral(literal: Literal, type: SqlType, diagnostics: Diagnostics): LiteralExpr | null {
  if (literal.literal === 'null') return { kind: 'literal', type, text: null }
  try {
    const value = parseValue(type, literal.text)
    return { kind: 'literal', type, text: value === null ? null : formatValue(type, value) }
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    const written = literal.literal === 'number' ? literal.text : `'${literal.text}'`
    diagnostics.error('MV2033', `\`${written}\` is not a value of type ${printType(type)}`, literal.span, {
      help: `write one as ${EXAMPLES[type.kind]}`,
    })
    return null
  }
}

/** The number with the sign in front of it, so that the smallest INTEGER is one. */
export function negateLiteral(literal: Literal): Literal {
  const text = literal.text.startsWith('-') ? literal.text.slice(1) : `-${literal.text}`
  return { ...literal, text }
}

/** Digits alone are the smallest integer type that holds them, or DECIMAL; a point or an exponent makes a DECIMAL. */
function numberType(text: string): SqlType {
  if (!/^-?\d+$/.test(text)) return DECIMAL
  const value = BigInt(text)
  if (BigInt.asIntN(32, value) === value) return { kind: 'integer' }
  return BigInt.asIntN(64, value) === value ? { kind: 'bigint' } : DECIMAL
}
