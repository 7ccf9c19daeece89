/** Which casts there are, and which of them happen by themselves: PostgreSQL's rules. */
import type { Field, SqlType, TypeKind } from '../types/sql-type.ts'
import { typeOfKind, type ValueKind } from './functions/define.ts'

/** What overload resolution knows about an argument. */
export interface Argument {
  readonly type: SqlType
  /** True for a string literal without a type of its own, which takes the type of its surroundings (`status = 'x'`). */
  readonly untyped: boolean
  /** The value of such a literal; null for all other arguments. */
  readonly text: string | null
}

/** An argument whose type is known. */
export function typed(type: SqlType): Argument {
  return { type, untyped: false, text: null }
}

/** A string literal, or the literal NULL, takes any type. */
export function isUnknown({ type, untyped }: Argument): boolean {
  return untyped || type.kind === 'null'
}

/** The kinds of columns and values. */
export const VALUE_KINDS: readonly ValueKind[] = [
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'varchar',
  'char',
  'bytes',
  'uuid',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'interval',
  'json',
]

const TEXT: readonly TypeKind[] = ['varchar', 'char']
const NESTED: readonly TypeKind[] = ['array', 'map', 'struct']
const NOT_TEXT = [...VALUE_KINDS, ...NESTED].filter(kind => !TEXT.includes(kind))

const IMPLICIT: Readonly<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: [],
  smallint: ['integer', 'bigint', 'decimal', 'real', 'double'],
  integer: ['bigint', 'decimal', 'real', 'double'],
  bigint: ['decimal', 'real', 'double'],
  real: ['double'],
  decimal: ['real', 'double'],
  double: [],
  varchar: ['char'],
  char: ['varchar'],
  bytes: [],
  uuid: [],
  date: ['timestamp', 'timestamptz'],
  time: ['interval'],
  timestamp: ['timestamptz'],
  timestamptz: [],
  interval: [],
  json: [],
  array: [],
  map: [],
  struct: [],
  null: [...VALUE_KINDS, ...NESTED],
}

const ASSIGNMENT: Readonly<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: TEXT,
  smallint: TEXT,
  integer: ['smallint', ...TEXT],
  bigint: ['smallint', 'integer', ...TEXT],
  real: ['smallint', 'integer', 'bigint', 'decimal', ...TEXT],
  decimal: ['smallint', 'integer', 'bigint', ...TEXT],
  double: ['smallint', 'integer', 'bigint', 'real', 'decimal', ...TEXT],
  varchar: [],
  char: [],
  bytes: TEXT,
  uuid: TEXT,
  date: TEXT,
  time: TEXT,
  timestamp: ['date', 'time', ...TEXT],
  timestamptz: ['date', 'time', 'timestamp', ...TEXT],
  interval: ['time', ...TEXT],
  json: TEXT,
  array: TEXT,
  map: TEXT,
  struct: TEXT,
  null: [],
}

const EXPLICIT: Readonly<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: ['integer'],
  smallint: [],
  integer: ['boolean'],
  bigint: [],
  real: [],
  decimal: [],
  double: [],
  varchar: NOT_TEXT,
  char: NOT_TEXT,
  bytes: [],
  uuid: [],
  date: [],
  time: [],
  timestamp: [],
  timestamptz: [],
  interval: [],
  json: ['boolean', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'],
  array: [],
  map: [],
  struct: [],
  null: [],
}

/** VARCHAR or CHAR. */
export function isTextual(kind: TypeKind): boolean {
  return TEXT.includes(kind)
}

/** Whether a value of `from` is taken where `to` is wanted, without anything written. Limits (lengths, scales) do not count. */
export function implicitCast(from: SqlType, to: SqlType): boolean {
  return partsCast(from, to, implicitCast) ?? (from.kind === to.kind || IMPLICIT[from.kind].includes(to.kind))
}

/** Whether a value of `from` can be stored in a column of `to`. */
export function assignmentCast(from: SqlType, to: SqlType): boolean {
  return (
    partsCast(from, to, assignmentCast) ?? (implicitCast(from, to) || ASSIGNMENT[from.kind].includes(to.kind))
  )
}

/** Whether CAST(… AS …) exists. */
export function explicitCast(from: SqlType, to: SqlType): boolean {
  return (
    partsCast(from, to, explicitCast) ?? (assignmentCast(from, to) || EXPLICIT[from.kind].includes(to.kind))
  )
}

/** Nested types are cast part by part, structs by position; null when there is nothing to look into. */
function partsCast(
  from: SqlType,
  to: SqlType,
  isCastable: (from: SqlType, to: SqlType) => boolean,
): boolean | null {
  if (from.kind === 'array' && to.kind === 'array') return isCastable(from.element, to.element)
  if (from.kind === 'map' && to.kind === 'map') return isCastable(from.value, to.value)
  if (from.kind !== 'struct' || to.kind !== 'struct') return null
  const { fields } = from
  return (
    fields.length === to.fields.length && to.fields.every(({ type }, i) => isCastable(fields[i]!.type, type))
  )
}

/** The kinds of types, other than its own, that CAST(… AS …) takes a value of `from` to. */
export function castTargets({ kind }: SqlType): readonly TypeKind[] {
  return [...new Set([...IMPLICIT[kind], ...ASSIGNMENT[kind], ...EXPLICIT[kind]])]
}

/** Whether both types are the same, their limits included. */
export function sameType(a: SqlType, b: SqlType): boolean {
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.precision === b.precision && a.scale === b.scale
  if ((a.kind === 'varchar' || a.kind === 'char') && a.kind === b.kind) return a.length === b.length
  if (a.kind === 'array' && b.kind === 'array') return sameType(a.element, b.element)
  if (a.kind === 'map' && b.kind === 'map') return sameType(a.value, b.value)
  if (a.kind === 'struct' && b.kind === 'struct') return sameFields(a.fields, b.fields)
  return a.kind === b.kind
}

function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  return (
    a.length === b.length && a.every(({ name, type }, i) => name === b[i]!.name && sameType(type, b[i]!.type))
  )
}

/** The type without its limits: any length, precision and scale, in its parts too. */
export function withoutLimits(type: SqlType): SqlType {
  switch (type.kind) {
    case 'array':
      return { kind: 'array', element: withoutLimits(type.element) }
    case 'map':
      return { kind: 'map', value: withoutLimits(type.value) }
    case 'struct':
      return {
        kind: 'struct',
        fields: type.fields.map(field => ({ ...field, type: withoutLimits(field.type) })),
      }
    default:
      return typeOfKind(type.kind)
  }
}

export type Category = 'boolean' | 'number' | 'text' | 'time' | 'span' | 'array' | 'struct' | 'other'

/** PostgreSQL's type categories: within one, types are converted to each other. */
export function categoryOf(kind: TypeKind): Category | null {
  switch (kind) {
    case 'boolean':
      return 'boolean'
    case 'varchar':
    case 'char':
      return 'text'
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'decimal':
    case 'double':
      return 'number'
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return 'time'
    case 'interval':
      return 'span'
    case 'bytes':
    case 'uuid':
    case 'json':
    case 'map':
      return 'other'
    case 'array':
    case 'struct':
      return kind
    case 'null':
      return null
  }
}

const PREFERRED: readonly TypeKind[] = ['boolean', 'double', 'varchar', 'timestamptz', 'interval']

/** The type of its category that wins when nothing else decides. */
export function isPreferred(kind: TypeKind): boolean {
  return PREFERRED.includes(kind)
}

/**
 * The type that CASE, COALESCE, IN and UNION give values of these types; null when they do not fit together. Untyped
 * literals and NULL adapt to the others; with nothing else they are VARCHAR. Limits are kept only when all have the same.
 */
export function commonType(args: readonly Argument[]): SqlType | null {
  const types = args.filter(arg => !isUnknown(arg)).map(({ type }) => type)
  if (types.length === 0) return typeOfKind('varchar')
  const nested = commonNested(types)
  if (nested !== undefined) return nested
  let common = types[0]!
  for (const type of types.slice(1)) {
    if (categoryOf(type.kind) !== categoryOf(common.kind)) return null
    if (!isPreferred(common.kind) && implicitCast(common, type) && !implicitCast(type, common)) common = type
  }
  if (!types.every(type => implicitCast(type, common))) return null
  const hasSameLimits = types.every(type => sameType(type, common)) && !args.some(({ untyped }) => untyped)
  return hasSameLimits ? common : withoutLimits(common)
}

/** The common type of types of one nested kind, whose parts are unified; undefined when they are not all of one. */
function commonNested(types: readonly SqlType[]): SqlType | null | undefined {
  const arrays = types.filter(type => type.kind === 'array')
  if (arrays.length === types.length) {
    const element = commonType(arrays.map(type => typed(type.element)))
    return element && { kind: 'array', element }
  }
  const maps = types.filter(type => type.kind === 'map')
  if (maps.length === types.length) {
    const value = commonType(maps.map(type => typed(type.value)))
    return value && { kind: 'map', value }
  }
  const structs = types.filter(type => type.kind === 'struct')
  return structs.length === types.length ? commonStruct(structs.map(({ fields }) => fields)) : undefined
}

/** Structs have a common type when their fields have the same names in the same order. */
function commonStruct([first, ...others]: readonly (readonly Field[])[]): SqlType | null {
  const namesOf = (fields: readonly Field[]) => fields.map(({ name }) => name.toLowerCase()).join('\0')
  if (first === undefined || others.some(fields => namesOf(fields) !== namesOf(first))) return null
  const fields = first.flatMap(({ name, type }, i) => {
    const common = commonType([type, ...others.map(fields => fields[i]!.type)].map(typed))
    return common ? [{ name, type: common }] : []
  })
  return fields.length === first.length ? { kind: 'struct', fields } : null
}
