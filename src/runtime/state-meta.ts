/**
 * What a state says about itself: format, whose it is, and how far it has come. It is written in the same batch as the
 * rows, so it is always true.
 *   !meta                         JSON of StateMeta
 *   !offset/<topic>/<partition>   offset of the next record wanted
 */
import type { Store } from '../store/store.ts'
import type { Plan } from '../topology/plan.ts'
import { EngineFailure } from './engine-failure.ts'

/** Raised when the layout of the state changes in a way that older code cannot read. */
export const STATE_FORMAT = 1

export interface SourceCounters {
  readonly source: string
  /** Records that were skipped by policy. */
  readonly skipped: number
  /** Records that went to the dead-letter topic. */
  readonly deadLettered: number
}

export interface StateMeta {
  readonly format: number
  /** Identity of the log that was consumed; null when an engine was driven without one. */
  readonly log: string | null
  /** Names and fingerprints of what the state holds, see {@link stateContents}. */
  readonly contents: readonly string[]
  /** Number of committed steps. */
  readonly step: number
  /** Records consumed. */
  readonly records: number
  /** Joined or aggregated rows that are left out now, because an expression fails for them. */
  readonly failing: number
  /** Of sources that had bad records. */
  readonly sources: readonly SourceCounters[]
}

/** Offset of the next record wanted, by topic and partition. */
export type Positions = ReadonlyMap<string, ReadonlyMap<number, number>>

const META_KEY = '!meta'
const OFFSET_PREFIX = '!offset/'

/** What a plan keeps in a state: a plan with the same contents can go on with it. */
export function stateContents(plan: Plan): string[] {
  const nodes = plan.nodes.map(({ id }) => id)
  const views = plan.views.map(({ name, fingerprint }) => `view ${name} ${fingerprint}`)
  return [...nodes, ...views].sort()
}

/** Reads the meta record; null in a new state. Throws EngineFailure when it was written by a newer matview. */
export function readMeta(store: Pick<Store, 'get'>): StateMeta | null {
  const text = store.get(META_KEY)
  if (text === undefined) return null
  const meta = JSON.parse(text) as StateMeta
  if (meta.format > STATE_FORMAT) {
    throw new EngineFailure(
      'MV6010',
      78,
      `the state was written by a newer matview (state format ${meta.format}, this one reads ${STATE_FORMAT})`,
      { help: 'run that version, or recompute the views from the log with `--rebuild`' },
    )
  }
  return meta
}

/** The meta record of a state that belongs to the plan and the log; null in a new state. Throws EngineFailure otherwise. */
export function checkState(store: Pick<Store, 'get'>, plan: Plan, log: string | null): StateMeta | null {
  const meta = readMeta(store)
  if (meta !== null) checkMeta(meta, plan, log)
  return meta
}

/** Throws EngineFailure unless a state with this meta belongs to the plan and the log. */
export function checkMeta(meta: StateMeta, plan: Plan, log: string | null): void {
  const wanted = stateContents(plan)
  const missing = wanted.filter(entry => !meta.contents.includes(entry))
  const superfluous = meta.contents.filter(entry => !wanted.includes(entry))
  if (missing.length > 0 || superfluous.length > 0) {
    throw new EngineFailure(
      'MV6011',
      78,
      `the state belongs to other views or to an earlier form of them (${describe(missing, superfluous)})`,
      { help: 'recompute them from the log with `--rebuild`, or keep both with another `--state-dir`' },
    )
  }
  if (meta.log !== null && log !== null && meta.log !== log) {
    throw new EngineFailure(
      'MV6012',
      78,
      'the state was computed from another log, so its positions mean nothing here',
      { help: 'recompute it with `--rebuild`, or use another `--state-dir`' },
    )
  }
}

export async function readPositions(store: Pick<Store, 'range'>): Promise<Map<string, Map<number, number>>> {
  const positions = new Map<string, Map<number, number>>()
  for (const [key, value] of await store.range({ gte: OFFSET_PREFIX, lt: `${OFFSET_PREFIX}\u{10ffff}` })) {
    const slash = key.lastIndexOf('/')
    setPosition(
      positions,
      key.slice(OFFSET_PREFIX.length, slash),
      Number(key.slice(slash + 1)),
      Number(value),
    )
  }
  return positions
}

export function setPosition(
  positions: Map<string, Map<number, number>>,
  topic: string,
  partition: number,
  offset: number,
): void {
  let partitions = positions.get(topic)
  if (partitions === undefined) positions.set(topic, (partitions = new Map<number, number>()))
  partitions.set(partition, offset)
}

/** Where steps write; `State` of the operators is one. */
export interface Puts {
  put(key: string, value: string): void
}

export function putMeta(state: Puts, meta: StateMeta): void {
  state.put(META_KEY, JSON.stringify(meta))
}

export function putPosition(state: Puts, topic: string, partition: number, offset: number): void {
  state.put(`${OFFSET_PREFIX}${topic}/${partition}`, String(offset))
}

function describe(missing: readonly string[], superfluous: readonly string[]): string {
  const viewsOf = (entries: readonly string[]): string[] =>
    entries.filter(e => e.startsWith('view ')).map(e => e.split(' ')[1]!)
  const now = viewsOf(missing)
  const then = viewsOf(superfluous)
  const added = now.filter(name => !then.includes(name))
  const removed = then.filter(name => !now.includes(name))
  const changed = now.filter(name => then.includes(name))
  const parts = [
    ...(added.length > 0 ? [`new: ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`gone: ${removed.join(', ')}`] : []),
    ...(changed.length > 0 ? [`changed: ${changed.join(', ')}`] : []),
  ]
  return parts.length > 0 ? parts.join('; ') : 'a source or operator changed'
}
