/** Type names: as written in SQL, and as printed. */
import type { SqlType } from './sql-type.ts'
import { unreachable } from '../util/assert.ts'

const MAX_PRECISION = 1000
/** PostgreSQL's limit of VARCHAR(n). */
const MAX_LENGTH = 10_485_760

/** The name of a type as matview prints it, which can also be written in a view. */
export function printType(type: SqlType): string {
  switch (type.kind) {
    case 'decimal':
      return type.precision === null ? 'DECIMAL' : `DECIMAL(${type.precision},${type.scale ?? 0})`
    case 'varchar':
      return type.length === null ? 'VARCHAR' : `VARCHAR(${type.length})`
    case 'boolean':
    case 'integer':
    case 'bigint':
    case 'double':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'null':
      return type.kind.toUpperCase()
    default:
      return unreachable(type)
  }
}

/** What a written type name stands for. */
export type NamedType =
  | { readonly kind: 'type'; readonly type: SqlType }
  /** A type of SQL that matview does not have yet. */
  | { readonly kind: 'unsupported' }
  /** A known type with parameters that it does not take; `message` is a sentence without a full stop. */
  | { readonly kind: 'bad_parameters'; readonly message: string }

type SimpleKind = Exclude<SqlType['kind'], 'decimal' | 'varchar' | 'null'>

const SIMPLE: ReadonlyMap<string, SimpleKind> = new Map([
  ['BOOLEAN', 'boolean'],
  ['BOOL', 'boolean'],
  ['INTEGER', 'integer'],
  ['INT', 'integer'],
  ['INT4', 'integer'],
  ['BIGINT', 'bigint'],
  ['INT8', 'bigint'],
  ['DOUBLE', 'double'],
  ['DOUBLE PRECISION', 'double'],
  ['FLOAT', 'double'],
  ['FLOAT8', 'double'],
  ['DATE', 'date'],
  ['TIMESTAMP', 'timestamp'],
  ['TIMESTAMP WITHOUT TIME ZONE', 'timestamp'],
  ['TIMESTAMPTZ', 'timestamptz'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamptz'],
])

const DECIMAL_NAMES = ['DECIMAL', 'NUMERIC', 'DEC']
const TEXT_NAMES = ['VARCHAR', 'CHARACTER VARYING', 'CHAR VARYING', 'STRING', 'TEXT']
/** Of those, the ones without a length. */
const UNLIMITED_TEXT_NAMES = ['STRING', 'TEXT']

const UNSUPPORTED = new Set([
  'SMALLINT',
  'INT2',
  'TINYINT',
  'REAL',
  'FLOAT4',
  'CHAR',
  'CHARACTER',
  'BYTES',
  'BYTEA',
  'TIME',
  'TIME WITHOUT TIME ZONE',
  'TIME WITH TIME ZONE',
  'TIMETZ',
  'INTERVAL',
  'UUID',
  'JSON',
  'JSONB',
  'ARRAY',
  'MAP',
  'STRUCT',
])

/** All names that can be written, for "did you mean". */
export const TYPE_NAMES: readonly string[] = [...SIMPLE.keys(), ...DECIMAL_NAMES, ...TEXT_NAMES]

/** The type that a name in capitals with single spaces stands for, with its parameters; null when there is none. */
export function typeFromName(name: string, parameters: readonly number[]): NamedType | null {
  const simple = SIMPLE.get(name)
  if (simple !== undefined) {
    return parameters.length === 0 ? { kind: 'type', type: { kind: simple } } : takesNone(name)
  }
  if (DECIMAL_NAMES.includes(name)) return decimalType(name, parameters)
  if (TEXT_NAMES.includes(name)) return textType(name, parameters)
  return UNSUPPORTED.has(name) ? { kind: 'unsupported' } : null
}

function takesNone(name: string): NamedType {
  return { kind: 'bad_parameters', message: `${name} takes no parameter` }
}

function decimalType(name: string, parameters: readonly number[]): NamedType {
  if (parameters.length === 0)
    return { kind: 'type', type: { kind: 'decimal', precision: null, scale: null } }
  const [precision, scale = 0] = parameters as [number, number?]
  if (parameters.length > 2) {
    return { kind: 'bad_parameters', message: `${name} takes a precision and a scale` }
  }
  if (!Number.isInteger(precision) || precision < 1 || precision > MAX_PRECISION) {
    return {
      kind: 'bad_parameters',
      message: `the precision of ${name} must be between 1 and ${MAX_PRECISION}`,
    }
  }
  if (!Number.isInteger(scale) || scale < 0 || scale > precision) {
    return {
      kind: 'bad_parameters',
      message: `the scale of ${name} must be between 0 and its precision ${precision}`,
    }
  }
  return { kind: 'type', type: { kind: 'decimal', precision, scale } }
}

function textType(name: string, parameters: readonly number[]): NamedType {
  if (parameters.length === 0) return { kind: 'type', type: { kind: 'varchar', length: null } }
  if (UNLIMITED_TEXT_NAMES.includes(name)) return takesNone(name)
  const length = parameters[0]!
  if (parameters.length > 1 || !Number.isInteger(length) || length < 1 || length > MAX_LENGTH) {
    return { kind: 'bad_parameters', message: `${name} takes one length between 1 and ${MAX_LENGTH}` }
  }
  return { kind: 'type', type: { kind: 'varchar', length } }
}
