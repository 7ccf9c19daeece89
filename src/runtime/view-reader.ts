/** Reads of committed view rows: one key, or all. A read sees one step, because a step is one atomic batch. */
import type { Store } from '../store/store.ts'
import { withoutLimits } from '../expr/coercion.ts'
import { jsonText } from '../formats/json/json-text.ts'
import type { Plan, ViewPlan } from '../topology/plan.ts'
import { DataError } from '../types/data-error.ts'
import { encodeKey, prefixRange } from '../types/ordered-key.ts'
import type { SqlType } from '../types/sql-type.ts'
import { parseValue } from '../types/text-form.ts'
import { printType } from '../types/type-name.ts'
import type { Value } from '../types/value.ts'
import { assert, must } from '../util/assert.ts'
import { storePrefix } from './dataflow.ts'
import type { PointRead, ViewInfo, ViewReader } from './ports.ts'

interface ReadableView {
  readonly info: ViewInfo
  readonly get: (store: Pick<Store, 'get'>, key: readonly string[]) => PointRead
  readonly store: string
  readonly keyed: boolean
}

/** Reads of the plan's views in `store`. */
export function openViewReader(plan: Plan, store: Pick<Store, 'get' | 'entries'>): ViewReader {
  const views = new Map(plan.views.map(view => [view.name, readableView(view)]))
  const find = (name: string): ReadableView => must(views.get(name), `no view ${name}`)
  return {
    views: [...views.values()].map(({ info }) => info),
    get: (view, key) => find(view).get(store, key),
    async *rows(name) {
      const view = find(name)
      for await (const [, value] of store.entries(prefixRange(view.store))) {
        if (view.keyed) yield value
        else yield* repeated(value)
      }
    },
  }
}

function readableView(view: ViewPlan): ReadableView {
  const store = storePrefix(view)
  const key = view.key?.map(position => view.columns[position]!) ?? null
  const info: ViewInfo = {
    name: view.name,
    columns: view.columns.map(({ name, type }) => ({ name, type: printType(type) })),
    key: key?.map(({ name }) => name) ?? null,
    endpoint: view.endpoint,
  }
  // A key is looked up as it is asked for: not rounded to a scale, not cut to a length. Both have the same ordered text.
  const types = key?.map(({ type }) => withoutLimits(type)) ?? []
  const readers = types.map(readerOf)
  const encode = encodeKey(types)
  const get = (from: Pick<Store, 'get'>, texts: readonly string[]): PointRead => {
    assert(
      key !== null && texts.length === key.length,
      `view ${view.name} is not read by ${texts.length} key columns`,
    )
    const values: Value[] = []
    for (const [i, text] of texts.entries()) {
      const { name } = key[i]!
      try {
        values.push(readers[i]!(text))
      } catch (error) {
        if (error instanceof DataError) return { kind: 'invalid', column: name, reason: error.message }
        throw error
      }
    }
    const json = from.get(store + encode(values))
    return json === undefined ? { kind: 'absent' } : { kind: 'row', json }
  }
  return { info, get, store, keyed: view.key !== null }
}

/** Arrays, maps and structs are asked for as the JSON that they are shown as. */
function readerOf(type: SqlType): (text: string) => Value {
  const isNested = type.kind === 'array' || type.kind === 'map' || type.kind === 'struct'
  return isNested ? jsonText(type) : text => parseValue(type, text)
}

/** The rows of an entry with multiplicity: how often, a space, the JSON text. */
function* repeated(entry: string): Generator<string> {
  const space = entry.indexOf(' ')
  const json = entry.slice(space + 1)
  for (let n = Number(entry.slice(0, space)); n > 0; n--) yield json
}
