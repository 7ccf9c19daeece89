/** The SQL types that columns and expressions have. */

export type SqlType =
  | { readonly kind: 'boolean' }
  /** 16 bits, signed. */
  | { readonly kind: 'smallint' }
  /** 32 bits, signed. */
  | { readonly kind: 'integer' }
  /** 64 bits, signed; lossless from the wire to the response. */
  | { readonly kind: 'bigint' }
  /** IEEE 754 binary32. */
  | { readonly kind: 'real' }
  /** IEEE 754 binary64. */
  | { readonly kind: 'double' }
  /** Exact. Without a precision: any number of digits, each value keeping its own scale, as PostgreSQL's `numeric`. */
  | { readonly kind: 'decimal'; readonly precision: number | null; readonly scale: number | null }
  /** Text; `length` in code points, null for no limit. */
  | { readonly kind: 'varchar'; readonly length: number | null }
  /** Text padded with spaces to `length` code points; null, as PostgreSQL's `bpchar`: as long as each value is. */
  | { readonly kind: 'char'; readonly length: number | null }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'date' }
  /** Microseconds, a time of day without a time zone. */
  | { readonly kind: 'time' }
  /** Microseconds, without a time zone. */
  | { readonly kind: 'timestamp' }
  /** Microseconds, a point in time. */
  | { readonly kind: 'timestamptz' }
  /** Months, days and microseconds, each with a sign of its own. */
  | { readonly kind: 'interval' }
  /** PostgreSQL's `jsonb`: the keys of an object are unique and in its order, numbers are exact and keep their scale. */
  | { readonly kind: 'json' }
  | ArrayType
  | MapType
  | StructType
  /** The type of a bare NULL before it is fitted to its surroundings. Never the type of a column. */
  | { readonly kind: 'null' }

/** Values of one type in order, some of them NULL; an array of arrays has rows of any lengths. */
export interface ArrayType {
  readonly kind: 'array'
  readonly element: SqlType
}
/** Values of one type by text keys, which are unique and never NULL. */
export interface MapType {
  readonly kind: 'map'
  readonly value: SqlType
}
/** A row within a row; its fields have different names without regard to case. */
export interface StructType {
  readonly kind: 'struct'
  readonly fields: readonly Field[]
}
export interface Field {
  readonly name: string
  readonly type: SqlType
}

export type TypeKind = SqlType['kind']
/** The kinds of types that are not made of others. */
export type ScalarKind = Exclude<TypeKind, 'array' | 'map' | 'struct' | 'null'>
