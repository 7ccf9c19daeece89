/** Random sources: tables with keys and references to one another, streams. */
import { TYPES } from './expressions.ts'
import type { ModelColumn, ModelSource } from './model.ts'
import type { ColumnType } from './program.ts'
import type { Random } from './random.ts'

export function generateSources(random: Random): ModelSource[] {
  const keys: ModelColumn[] = []
  return Array.from({ length: random.between(2, 4) }, (_, i) => generateSource(random, `t${i + 1}`, keys))
}

/** `keys` collects the single-column keys so far: what a reference can point to. */
function generateSource(random: Random, name: string, keys: ModelColumn[]): ModelSource {
  const stream = keys.length > 0 && random.chance(0.12)
  const key = stream ? [] : keyColumns(random, name, keys)
  const references = Array.from({ length: random.between(stream ? 1 : 0, 2) }, (_, i) =>
    reference(random, `${name}Ref${i + 1}`, keys),
  )
  const own = Array.from({ length: random.between(1, 3) }, (_, i) =>
    plainColumn(`${name}${'ABC'[i]!}`, random.pick(TYPES), random),
  )
  const keyFormat = key.length === 1 ? keyFormatOf(random, key[0]!) : random.pick(['JSON', 'RAW'] as const)
  return {
    name,
    kind: stream ? 'stream' : 'table',
    keyFormat: stream ? 'RAW' : keyFormat,
    columns: random.shuffled([...key, ...references.filter(column => column !== null), ...own]),
    key: key.map(column => column.name),
  }
}

function keyColumns(random: Random, name: string, keys: ModelColumn[]): ModelColumn[] {
  const type = random.pick(['varchar', 'varchar', 'integer', 'bigint'] as const)
  const id: ModelColumn = { name: `${name}Id`, type, typeText: type.toUpperCase(), domain: name }
  const second = random.chance(0.25)
    ? (reference(random, `${name}Key`, keys) ?? plainKey(random, name))
    : null
  if (second === null) keys.push(id)
  return second === null ? [id] : random.shuffled([id, second])
}

function plainKey(random: Random, name: string): ModelColumn {
  const type = random.pick(['date', 'timestamptz', 'integer'] as const)
  return { name: `${name}Key`, type, typeText: type.toUpperCase(), domain: `${name}Key` }
}

/** A column that refers to a key: of the same type and domain. */
function reference(random: Random, name: string, keys: readonly ModelColumn[]): ModelColumn | null {
  return keys.length === 0 ? null : { ...random.pick(keys), name }
}

function keyFormatOf(random: Random, { type }: ModelColumn): ModelSource['keyFormat'] {
  const kafka = type === 'varchar' || type === 'integer' || type === 'bigint'
  return random.pick(kafka ? (['KAFKA', 'JSON', 'RAW'] as const) : (['JSON', 'RAW'] as const))
}

function plainColumn(name: string, type: ColumnType, random: Random): ModelColumn {
  const texts: Partial<Record<ColumnType, readonly string[]>> = {
    decimal: ['DECIMAL(10, 2)', 'DECIMAL(18, 4)', 'NUMERIC(6, 2)'],
    varchar: ['VARCHAR', 'TEXT', 'VARCHAR(40)'],
    timestamptz: ['TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE'],
  }
  return { name, type, typeText: random.pick(texts[type] ?? [type.toUpperCase()]), domain: null }
}
