/**
 * Sort keys: text whose UTF-8 byte order is the order of an ORDER BY, ascending and descending, NULLs first or last.
 * Self-delimiting and prefix-free like the ordered keys that they are made of. A descending column is the complement of
 * its ordered key's bytes in hexadecimal.
 */
import { encodeKey } from './ordered-key.ts'
import type { SqlType } from './sql-type.ts'
import type { Value } from './value.ts'

export interface SortOrder {
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** Encodes the values of the sort columns, in order. */
export function encodeSortKey(
  columns: readonly (SortOrder & { readonly type: SqlType })[],
): (values: readonly Value[]) => string {
  const encoders = columns.map(({ type, descending, nullsFirst }) => {
    const ascending = encodeKey([type])
    const whenNull = nullsFirst ? '0' : '2'
    return (value: Value): string => {
      if (value === null) return whenNull
      const key = ascending([value])
      return `1${descending ? complement(key) : key}`
    }
  })
  return values => {
    let key = ''
    for (let i = 0; i < encoders.length; i++) key += encoders[i]!(values[i]!)
    return key
  }
}

function complement(key: string): string {
  const bytes = Buffer.from(key)
  for (let i = 0; i < bytes.length; i++) bytes[i]! ^= 0xff
  return bytes.toString('hex')
}
