/** Type names: as written in SQL, and as printed. */
import type { ScalarKind, SqlType } from './sql-type.ts'
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
    case 'char':
      return type.length === null ? 'BPCHAR' : `CHAR(${type.length})`
    case 'boolean':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'bytes':
    case 'uuid':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
    case 'json':
    case 'null':
      return type.kind.toUpperCase()
    case 'array':
      return `ARRAY<${printType(type.element)}>`
    case 'map':
      return `MAP<VARCHAR, ${printType(type.value)}>`
    case 'struct':
      return `STRUCT<${type.fields.map(field => `${printName(field.name)} ${printType(field.type)}`).join(', ')}>`
    default:
      return unreachable(type)
  }
}

function printName(name: string): string {
  return /^[a-z_][a-z_\d]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** What a written type name stands for. */
export type NamedType =
  | { readonly kind: 'type'; readonly type: SqlType }
  /** A type of SQL that matview does not have yet. */
  | { readonly kind: 'unsupported' }
  /** ARRAY, MAP or STRUCT alone; `example` is how it is written. */
  | { readonly kind: 'without_parts'; readonly example: string }
  /** A known type with parameters that it does not take; `message` is a sentence without a full stop. */
  | { readonly kind: 'bad_parameters'; readonly message: string }

type SimpleKind = Exclude<ScalarKind, 'decimal' | 'varchar' | 'char'>

const SIMPLE: ReadonlyMap<string, SimpleKind> = new Map([
  ['BOOLEAN', 'boolean'],
  ['BOOL', 'boolean'],
  ['SMALLINT', 'smallint'],
  ['INT2', 'smallint'],
  ['INTEGER', 'integer'],
  ['INT', 'integer'],
  ['INT4', 'integer'],
  ['BIGINT', 'bigint'],
  ['INT8', 'bigint'],
  ['REAL', 'real'],
  ['FLOAT4', 'real'],
  ['DOUBLE', 'double'],
  ['DOUBLE PRECISION', 'double'],
  ['FLOAT', 'double'],
  ['FLOAT8', 'double'],
  ['BYTES', 'bytes'],
  ['BYTEA', 'bytes'],
  ['UUID', 'uuid'],
  ['DATE', 'date'],
  ['TIME', 'time'],
  ['TIME WITHOUT TIME ZONE', 'time'],
  ['TIMESTAMP', 'timestamp'],
  ['TIMESTAMP WITHOUT TIME ZONE', 'timestamp'],
  ['TIMESTAMPTZ', 'timestamptz'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamptz'],
  ['INTERVAL', 'interval'],
  ['JSON', 'json'],
  ['JSONB', 'json'],
])

const DECIMAL_NAMES = ['DECIMAL', 'NUMERIC', 'DEC']
const TEXT_NAMES = ['VARCHAR', 'CHARACTER VARYING', 'CHAR VARYING', 'STRING', 'TEXT']
/** Without a length they have room for one character, but BPCHAR for any number. */
const CHAR_NAMES = ['CHAR', 'CHARACTER', 'BPCHAR']
/** Of the names of VARCHAR, the ones without a length. */
const UNLIMITED_TEXT_NAMES = ['STRING', 'TEXT']

const UNSUPPORTED = new Set(['TINYINT', 'TIME WITH TIME ZONE', 'TIMETZ'])

/** How the types are written that are made of others. */
const NESTED: ReadonlyMap<string, string> = new Map([
  ['ARRAY', 'ARRAY<VARCHAR>'],
  ['MAP', 'MAP<VARCHAR, INTEGER>'],
  ['STRUCT', 'STRUCT<a INTEGER, b VARCHAR>'],
])

/** All names that can be written, for "did you mean". */
export const TYPE_NAMES: readonly string[] = [
  ...SIMPLE.keys(),
  ...DECIMAL_NAMES,
  ...TEXT_NAMES,
  ...CHAR_NAMES,
  ...NESTED.keys(),
]

/** The type that a name in capitals with single spaces stands for, with its parameters; null when there is none. */
export function typeFromName(name: string, parameters: readonly number[]): NamedType | null {
  const simple = SIMPLE.get(name)
  if (simple !== undefined) {
    return parameters.length === 0 ? { kind: 'type', type: { kind: simple } } : takesNone(name)
  }
  if (DECIMAL_NAMES.includes(name)) return decimalType(name, parameters)
  if (TEXT_NAMES.includes(name)) return textType(name, parameters)
  if (CHAR_NAMES.includes(name)) return charType(name, parameters)
  const example = NESTED.get(name)
  if (example !== undefined) return { kind: 'without_parts', example }
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
  const length = lengthOf(parameters)
  return length === null ? badLength(name) : { kind: 'type', type: { kind: 'varchar', length } }
}

function charType(name: string, parameters: readonly number[]): NamedType {
  if (parameters.length === 0)
    return { kind: 'type', type: { kind: 'char', length: name === 'BPCHAR' ? null : 1 } }
  const length = lengthOf(parameters)
  return length === null ? badLength(name) : { kind: 'type', type: { kind: 'char', length } }
}

/** The one length; null when it is none. */
function lengthOf(parameters: readonly number[]): number | null {
  const length = parameters[0]!
  const fits = parameters.length === 1 && Number.isInteger(length) && length >= 1 && length <= MAX_LENGTH
  return fits ? length : null
}

function badLength(name: string): NamedType {
  return { kind: 'bad_parameters', message: `${name} takes one length between 1 and ${MAX_LENGTH}` }
}
