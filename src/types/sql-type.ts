/** The SQL types that columns and expressions have. */

export type SqlType =
  | { readonly kind: 'boolean' }
  /** 32 bits, signed. */
  | { readonly kind: 'integer' }
  /** 64 bits, signed; lossless from the wire to the response. */
  | { readonly kind: 'bigint' }
  /** IEEE 754 binary64. */
  | { readonly kind: 'double' }
  /** Exact. Without a precision: any number of digits, each value keeping its own scale, as PostgreSQL's `numeric`. */
  | { readonly kind: 'decimal'; readonly precision: number | null; readonly scale: number | null }
  /** Text; `length` in code points, null for no limit. */
  | { readonly kind: 'varchar'; readonly length: number | null }
  | { readonly kind: 'date' }
  /** Microseconds, without a time zone. */
  | { readonly kind: 'timestamp' }
  /** Microseconds, a point in time. */
  | { readonly kind: 'timestamptz' }
  /** The type of a bare NULL before it is fitted to its surroundings. Never the type of a column. */
  | { readonly kind: 'null' }

export type TypeKind = SqlType['kind']
