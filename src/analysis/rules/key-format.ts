/** The key format can carry the primary key: KAFKA holds one value of a type that Kafka has a serializer for. */
import type { RelationColumn } from '../../catalog/relation.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Span } from '../../diagnostics/source.ts'
import type { CreateSource } from '../../language/ast.ts'
import type { KeyFormat } from '../../topology/plan.ts'
import type { TypeKind } from '../../types/sql-type.ts'
import { printType } from '../../types/type-name.ts'

const PRIMITIVE: readonly TypeKind[] = [
  'varchar',
  'char',
  'bytes',
  'uuid',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
]

/** Reports a key that its format cannot carry. `span`: of the format where it is written. */
export function checkKeyFormat(
  { name, relation }: CreateSource,
  format: KeyFormat,
  span: Span | null,
  key: readonly RelationColumn[],
  diagnostics: Diagnostics,
): void {
  if (relation === 'stream' || format !== 'KAFKA') return
  const assumed = span ? '' : ', which is the default,'
  if (key.length > 1) {
    const message = `\`key_format = 'KAFKA'\`${assumed} cannot carry a key of ${key.length} columns`
    diagnostics.error('MV2011', message, span ?? name.span, { help: HELP })
    return
  }
  const type = key[0]?.type
  if (!type || PRIMITIVE.includes(type.kind)) return
  const message = `\`key_format = 'KAFKA'\`${assumed} cannot carry a key of type ${printType(type)}`
  diagnostics.error('MV2011', message, span ?? name.span, { help: HELP })
}

const HELP =
  "set `key_format = 'JSON'` when the record key is JSON, or `key_format = 'RAW'` to read the key columns from the value"
