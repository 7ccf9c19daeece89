/** Makes a failing case smaller: drops steps, changes, views, clauses and parts of expressions while it fails alike. */
import type { Change } from './change.ts'
import type { Sql } from './expressions.ts'
import type { Model, ModelView } from './model.ts'

/** A case before it is printed: its program still in parts. */
export interface Shrinkable {
  readonly model: Model
  readonly steps: readonly (readonly Change[])[]
}

/** The smallest case found that `fails`, within so many tries. */
export async function shrink(
  start: Shrinkable,
  fails: (smaller: Shrinkable) => Promise<boolean>,
  tries = 1500,
): Promise<Shrinkable> {
  let best = start
  let left = tries
  for (let progress = true; progress && left > 0;) {
    progress = false
    for (const candidate of candidates(best)) {
      if (left-- <= 0) break
      if (!(await fails(candidate))) continue
      best = candidate
      progress = true
      break
    }
  }
  return best
}

/** Smaller cases, the boldest first. */
function* candidates(current: Shrinkable): Generator<Shrinkable> {
  const { model, steps } = current
  for (const shorter of shorterLists(steps)) yield { model, steps: shorter }
  for (const views of without(model.views)) if (views.length > 0) yield { steps, model: { ...model, views } }
  for (const [at, view] of model.views.entries()) {
    for (const smaller of smallerViews(view))
      yield { steps, model: { ...model, views: model.views.with(at, smaller) } }
  }
  for (const [at, step] of steps.entries()) {
    if (step.length > 1) for (const shorter of without(step)) yield { model, steps: steps.with(at, shorter) }
  }
  for (const sources of without(model.sources)) {
    const names = new Set(sources.map(({ name }) => name))
    const kept = steps.map(step => step.filter(({ source }) => names.has(source)))
    yield { model: { ...model, sources }, steps: kept.filter(step => step.length > 0) }
  }
}

/** Halves, then quarters, …, then single elements left out. */
function* shorterLists<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.floor(list.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = list.length - size; at >= 0; at -= size) yield list.toSpliced(at, size)
  }
}

function* without<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = list.length - 1; at >= 0; at--) yield list.toSpliced(at, 1)
}

function* smallerViews(view: ModelView): Generator<ModelView> {
  for (const tail of without(view.tail)) yield { ...view, tail }
  for (const joins of without(view.joins)) yield { ...view, joins }
  for (const queries of without(view.with)) yield { ...view, with: queries }
  if (view.distinct !== null) yield { ...view, distinct: null }
  if (view.where !== null) yield { ...view, where: null }
  if (view.having !== null) yield { ...view, having: null }
  for (const items of without(view.items)) if (items.length > 0) yield { ...view, items }
  for (const groupBy of without(view.groupBy)) yield { ...view, groupBy }
  for (const where of smallerSql(view.where)) yield { ...view, where }
  for (const having of smallerSql(view.having)) yield { ...view, having }
  for (const [at, item] of view.items.entries()) {
    for (const sql of smallerSql(item.sql)) yield { ...view, items: view.items.with(at, { ...item, sql }) }
  }
  for (const [at, join] of view.joins.entries()) {
    for (const sql of smallerSql(join)) yield { ...view, joins: view.joins.with(at, sql) }
  }
  for (const from of smallerSql(view.from)) yield { ...view, from }
  for (const [at, query] of view.with.entries()) {
    for (const sql of smallerSql(query)) yield { ...view, with: view.with.with(at, sql) }
  }
  for (const [at, part] of view.tail.entries()) {
    for (const sql of smallerSql(part)) yield { ...view, tail: view.tail.with(at, sql) }
  }
}

/** A part in place of the whole or left out, at any depth; that most of these are no SQL shows when they are tried. */
function* smallerSql(sql: Sql | null): Generator<Sql> {
  if (sql === null || typeof sql === 'string') return
  for (const part of sql) if (typeof part !== 'string' || /^[\w.]+$/.test(part)) yield part
  for (const [at, part] of sql.entries()) if (typeof part !== 'string') yield sql.toSpliced(at, 1)
  for (const [at, part] of sql.entries()) {
    for (const smaller of smallerSql(part)) yield sql.with(at, smaller)
  }
}
