/** Which casts there are, and which of them happen by themselves: PostgreSQL's rules. */
import type { SqlType, TypeKind } from '../types/sql-type.ts'
import { typeOfKind } from './functions/define.ts'

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

const IMPLICIT: Readonly<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: [],
  integer: ['bigint', 'decimal', 'double'],
  bigint: ['decimal', 'double'],
  decimal: ['double'],
  double: [],
  varchar: [],
  date: ['timestamp', 'timestamptz'],
  timestamp: ['timestamptz'],
  timestamptz: [],
  null: ['boolean', 'integer', 'bigint', 'decimal', 'double', 'varchar', 'date', 'timestamp', 'timestamptz'],
}

const ASSIGNMENT: Readonly<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: ['varchar'],
  integer: ['varchar'],
  bigint: ['integer', 'varchar'],
  decimal: ['integer', 'bigint', 'varchar'],
  double: ['integer', 'bigint', 'decimal', 'varchar'],
  varchar: [],
  date: ['varchar'],
  timestamp: ['date', 'varchar'],
  timestamptz: ['date', 'timestamp', 'varchar'],
  null: [],
}

const EXPLICIT: Readonly<Record<TypeKind, readonly TypeKind[]>> = {
  boolean: ['integer'],
  integer: ['boolean'],
  bigint: [],
  decimal: [],
  double: [],
  varchar: ['boolean', 'integer', 'bigint', 'decimal', 'double', 'date', 'timestamp', 'timestamptz'],
  date: [],
  timestamp: [],
  timestamptz: [],
  null: [],
}

/** Whether a value of `from` is taken where `to` is wanted, without anything written. Limits (lengths, scales) do not count. */
export function implicitCast(from: SqlType, to: SqlType): boolean {
  return from.kind === to.kind || IMPLICIT[from.kind].includes(to.kind)
}

/** Whether a value of `from` can be stored in a column of `to`. */
export function assignmentCast(from: SqlType, to: SqlType): boolean {
  return implicitCast(from, to) || ASSIGNMENT[from.kind].includes(to.kind)
}

/** Whether CAST(… AS …) exists. */
export function explicitCast(from: SqlType, to: SqlType): boolean {
  return assignmentCast(from, to) || EXPLICIT[from.kind].includes(to.kind)
}

/** The kinds of types, other than its own, that CAST(… AS …) takes a value of `from` to. */
export function castTargets({ kind }: SqlType): readonly TypeKind[] {
  return [...new Set([...IMPLICIT[kind], ...ASSIGNMENT[kind], ...EXPLICIT[kind]])]
}

/** Whether both types are the same, their limits included. */
export function sameType(a: SqlType, b: SqlType): boolean {
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.precision === b.precision && a.scale === b.scale
  if (a.kind === 'varchar' && b.kind === 'varchar') return a.length === b.length
  return a.kind === b.kind
}

export type Category = 'boolean' | 'number' | 'text' | 'time'

/** PostgreSQL's type categories: within one, types are converted to each other. */
export function categoryOf(kind: TypeKind): Category | null {
  switch (kind) {
    case 'boolean':
      return 'boolean'
    case 'varchar':
      return 'text'
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'double':
      return 'number'
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return 'time'
    case 'null':
      return null
  }
}

/** The type of its category that wins when nothing else decides. */
export function isPreferred(kind: TypeKind): boolean {
  return kind === 'boolean' || kind === 'double' || kind === 'varchar' || kind === 'timestamptz'
}

/**
 * The type that CASE, COALESCE, IN and UNION give values of these types; null when they do not fit together. Untyped
 * literals and NULL adapt to the others; with nothing else they are VARCHAR. Limits are kept only when all have the same.
 */
export function commonType(args: readonly Argument[]): SqlType | null {
  const types = args.filter(arg => !isUnknown(arg)).map(({ type }) => type)
  if (types.length === 0) return typeOfKind('varchar')
  let common = types[0]!
  for (const type of types.slice(1)) {
    if (categoryOf(type.kind) !== categoryOf(common.kind)) return null
    if (!isPreferred(common.kind) && implicitCast(common, type) && !implicitCast(type, common)) common = type
  }
  if (!types.every(type => implicitCast(type, common))) return null
  const hasSameLimits = types.every(type => sameType(type, common)) && !args.some(({ untyped }) => untyped)
  return hasSameLimits ? common : typeOfKind(common.kind)
}
