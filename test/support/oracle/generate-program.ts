/** Random programs of the language: tables with keys and references, views over them and over one another. */
import type { Form } from './forms.ts'
import { generateSources } from './generate-sources.ts'
import { Making } from './making.ts'
import type { Model, ModelSource, ModelView } from './model.ts'
import { makeQuery } from './query-maker.ts'
import type { Random } from './random.ts'
import type { Relation } from './relations.ts'

/** How deep queries of a view are nested. */
const DEPTH = 2

export interface RandomProgram {
  readonly model: Model
  readonly forms: ReadonlySet<Form>
}

export function generateProgram(random: Random): RandomProgram {
  const sources = generateSources(random)
  const relations: Relation[] = sources.map(asRelation)
  const views: ModelView[] = []
  const forms = new Set<Form>()
  const count = random.between(1, 3)
  for (let i = 1; i <= count; i++) {
    const name = `v${i}`
    const { select, ...known } = makeQuery(new Making(random, relations, name, forms), DEPTH)
    const stored = i === count || random.chance(0.7)
    if (!stored) forms.add('named query')
    views.push({ name, stored, ...select })
    relations.push({ sql: name, name, kind: 'view', ...known })
  }
  return { model: { sources, views }, forms }
}

function asRelation({ name, columns, key, kind }: ModelSource): Relation {
  const size = kind === 'stream' ? 12 : key.length > 1 ? 8 : 4
  return {
    sql: name,
    name,
    columns: columns.map(column => ({ ...column, canonical: true })),
    key,
    size,
    kind: 'source',
  }
}
