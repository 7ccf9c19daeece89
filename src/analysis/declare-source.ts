/** CREATE TABLE and CREATE STREAM with columns: a topic and the shape of its records. */
import type { NamedTypes } from '../catalog/catalog.ts'
import { refersTo } from '../catalog/name.ts'
import { FOREIGN_SOURCE_PROPERTIES, SOURCE_PROPERTIES } from '../catalog/properties.ts'
import type { RelationColumn, SourceRelation } from '../catalog/relation.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateSource } from '../language/ast.ts'
import type { KeyFormat, OnError } from '../topology/plan.ts'
import { readProperties } from './read-properties.ts'
import { checkKeyFormat } from './rules/key-format.ts'
import { primaryKeyNames } from './rules/primary-key.ts'
import { uniqueColumns, warnNotNull } from './rules/source-columns.ts'
import { resolveTypeName } from './type-names.ts'

/** The declared source; `broken` when there is an error in it, which is reported. */
export function declareSource(
  statement: CreateSource,
  types: NamedTypes,
  diagnostics: Diagnostics,
): SourceRelation {
  const problems = diagnostics.list.length + diagnostics.dropped
  const definitions = uniqueColumns(statement, diagnostics)
  const columns = definitions.map(({ name, type }): RelationColumn => ({
    name,
    type: resolveTypeName(type, types, diagnostics),
  }))
  const keyNames = primaryKeyNames(statement, definitions, diagnostics)
  const key = keyNames.map(name => columns.findIndex(column => refersTo(name, column.name.text)))
  const set = readProperties(statement.properties, SOURCE_PROPERTIES, FOREIGN_SOURCE_PROPERTIES, diagnostics)
  const keyFormat = (set.key_format?.text ?? 'KAFKA') as KeyFormat
  const keyColumns = key.map(index => columns[index]!)
  checkKeyFormat(statement, keyFormat, set.key_format?.span ?? null, keyColumns, diagnostics)
  const broken = diagnostics.list.length + diagnostics.dropped > problems
  warnNotNull(definitions, keyNames, diagnostics)
  return {
    kind: 'source',
    name: statement.name.text,
    nameSpan: statement.name.span,
    columns,
    key: statement.relation === 'table' && key.length > 0 ? key : null,
    appendOnly: statement.relation === 'stream',
    broken,
    source: {
      name: statement.name.text,
      kind: statement.relation,
      topic: set.kafka_topic?.text ?? statement.name.text,
      keyFormat,
      valueFormat: 'JSON',
      onError: (set.on_error?.text ?? 'stop') as OnError,
      columns: columns.flatMap(({ name, type }) => (type ? [{ name: name.text, type }] : [])),
      primaryKey: key,
    },
  }
}
