/** How to feed a view that has no rows yet: a `matview produce` line that fits its first source. */
import type { Plan, SourcePlan } from '../topology/plan.ts'
import type { SqlType } from '../types/sql-type.ts'

export function feedHint(plan: Plan, options: string): string | null {
  const source = plan.sources[0]
  if (source === undefined) return null
  return `echo '${exampleRecord(source)}' | matview produce ${source.topic}${options}`
}

function exampleRecord({ columns, primaryKey, keyFormat }: SourcePlan): string {
  const keys = primaryKey.map(position => columns[position]!)
  const key = keyFormat === 'RAW' || keys.length !== 1 ? exampleObject(keys) : exampleValue(keys[0]!.type)
  return `{"key":${keys.length === 0 ? 'null' : key},"value":${exampleObject(columns)}}`
}

function exampleObject(members: readonly { readonly name: string; readonly type: SqlType }[]): string {
  return `{${members.map(({ name, type }) => `${JSON.stringify(name)}:${exampleValue(type)}`).join(',')}}`
}

function exampleValue(type: SqlType): string {
  switch (type.kind) {
    case 'boolean':
      return 'true'
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'decimal':
      return '1'
    case 'date':
      return '"2013-02-07"'
    case 'timestamp':
      return '"2013-02-07T10:00:00"'
    case 'timestamptz':
      return '"2013-02-07T10:00:00Z"'
    case 'time':
      return '"10:00:00"'
    case 'interval':
      return '"P1DT12H"'
    case 'uuid':
      return '"123e4567-e89b-12d3-a456-426614174000"'
    case 'bytes':
      return '"YQ=="'
    case 'char':
    case 'varchar':
      return '"a"'
    case 'array':
      return `[${exampleValue(type.element)}]`
    case 'map':
      return `{"a":${exampleValue(type.value)}}`
    case 'struct':
      return exampleObject(type.fields)
    case 'json':
      return '{}'
    case 'null':
      return 'null'
  }
}
