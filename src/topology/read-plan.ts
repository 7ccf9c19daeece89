/**
 * Reads a plan file. What is wrong with it is a diagnostic, never a crash: a file may be of another version, cut off, or
 * changed by hand. Fingerprints name state, so a node whose fingerprint is not that of its meaning is refused: it would
 * go on with the state of another node.
 */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'
import type { Json } from './canonical-json.ts'
import { canonicalJson } from './canonical-json.ts'
import { nodeFingerprint, nodeId, planFingerprint, viewFingerprint } from './fingerprint.ts'
import {
  fail,
  member,
  readList,
  readNullable,
  readOneOf,
  readPositions,
  readText,
  ShapeError,
  type Place,
} from './json-reader.ts'
import { PLAN_VERSION, type Plan, type PlanNode, type SourcePlan, type ViewPlan } from './plan.ts'
import { readColumn, readNode } from './read-nodes.ts'

/** The text of a plan file. */
export function writePlan(plan: Plan): string {
  return canonicalJson(plan as object as Json)
}

/** Whether a text is meant to be a plan rather than a view: it is JSON's object. */
export function looksLikePlan(text: string): boolean {
  return text.trimStart().startsWith('{')
}

/** The plan in a file; null when it cannot be used, which is reported. */
export function readPlan(file: Source, diagnostics: Diagnostics): Plan | null {
  const root = parsed(file, diagnostics)
  if (root === null || !hasThisVersion(root, file, diagnostics)) return null
  try {
    const plan = readShape(root)
    const changed = firstChange(plan)
    if (changed === null) return plan
    diagnostics.error(
      'MV3012',
      `${changed} in \`${file.name}\` was changed by hand: it does not fit its fingerprint`,
      undefined,
      {
        help: MAKE_AGAIN,
      },
    )
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    diagnostics.error(
      'MV3010',
      `\`${file.name}\` is not a plan that can be run: ${error.message}`,
      undefined,
      {
        help: MAKE_AGAIN,
      },
    )
  }
  return null
}

const MAKE_AGAIN = 'change the views and write the plan again with `matview compile FILE… -o plan.json`'

function parsed(file: Source, diagnostics: Diagnostics): Place | null {
  try {
    return { value: JSON.parse(file.text) as unknown, path: '' }
  } catch {
    diagnostics.error('MV3010', `\`${file.name}\` is not a plan: it is not valid JSON`, undefined, {
      help: MAKE_AGAIN,
    })
    return null
  }
}

function hasThisVersion(root: Place, file: Source, diagnostics: Diagnostics): boolean {
  const isObject = typeof root.value === 'object' && root.value !== null
  const version = isObject ? (root.value as { version?: unknown }).version : undefined
  if (version === PLAN_VERSION) return true
  if (typeof version !== 'number') {
    diagnostics.error('MV3010', `\`${file.name}\` is not a plan: it has no version`, undefined, {
      help: MAKE_AGAIN,
    })
    return false
  }
  const message = `\`${file.name}\` is a plan of version ${version}, and this matview runs version ${PLAN_VERSION}`
  const newer = version > PLAN_VERSION
  const help = newer
    ? 'run it with a newer matview, or write the plan again from the views with this one'
    : MAKE_AGAIN
  diagnostics.error('MV3011', message, undefined, { help })
  return false
}

function readShape(root: Place): Plan {
  const sources = readList(member(root, 'sources'), readSource)
  const byName = new Map(sources.map(source => [source.name, source]))
  if (byName.size < sources.length) fail(member(root, 'sources'), 'a list of sources with different names')
  const nodes = new Map<string, PlanNode>()
  readList(member(root, 'nodes'), place => {
    const node = readNode(place, { sources: byName, nodes })
    nodes.set(node.id, node)
  })
  const views = readList(member(root, 'views'), place => readView(place, nodes))
  if (new Set(views.map(({ name }) => name)).size < views.length) {
    fail(member(root, 'views'), 'a list of views with different names')
  }
  const fingerprint = readText(member(root, 'fingerprint'))
  return { version: PLAN_VERSION, sources, nodes: [...nodes.values()], views, fingerprint }
}

function readSource(place: Place): SourcePlan {
  const columns = readList(member(place, 'columns'), readColumn)
  const kind = readOneOf(member(place, 'kind'), ['table', 'stream'])
  const primaryKey = readPositions(member(place, 'primaryKey'), columns.length)
  if ((kind === 'table') !== primaryKey.length > 0) fail(member(place, 'primaryKey'), `the key of a ${kind}`)
  return {
    name: readText(member(place, 'name')),
    kind,
    topic: readText(member(place, 'topic')),
    keyFormat: readOneOf(member(place, 'keyFormat'), ['KAFKA', 'JSON', 'RAW']),
    valueFormat: readOneOf(member(place, 'valueFormat'), ['JSON']),
    onError: readOneOf(member(place, 'onError'), ['stop', 'skip', 'dead_letter']),
    columns,
    primaryKey,
  }
}

function readView(place: Place, nodes: ReadonlyMap<string, PlanNode>): ViewPlan {
  const node = nodes.get(readText(member(place, 'node'))) ?? fail(member(place, 'node'), 'a node of the plan')
  const columns = readList(member(place, 'columns'), readColumn)
  const same =
    columns.length === node.columns.length &&
    columns.every(({ type }, i) => type.kind === node.columns[i]!.type.kind)
  if (!same) fail(member(place, 'columns'), "the columns of the view's node")
  const key = readNullable(member(place, 'key'), list => readPositions(list, columns.length))
  const endpoint = readNullable(member(place, 'endpoint'), readText)
  if ((key === null) !== (endpoint === null))
    fail(member(place, 'endpoint'), 'there exactly when the view has a key')
  return {
    name: readText(member(place, 'name')),
    node: node.id,
    fingerprint: readText(member(place, 'fingerprint')),
    columns,
    key,
    endpoint,
    jsonNumbers: readOneOf(member(place, 'jsonNumbers'), ['number', 'string']),
  }
}

/** What was changed after the plan was written, as the start of a sentence; null when nothing was. */
function firstChange(plan: Plan): string | null {
  const sources = new Map(plan.sources.map(source => [source.name, source]))
  const nodes = new Map(plan.nodes.map(node => [node.id, node]))
  const context = {
    source: (name: string) => sources.get(name)!,
    fingerprintOf: (id: string) => nodes.get(id)!.fingerprint,
  }
  for (const node of plan.nodes) {
    const fingerprint = nodeFingerprint(node, context)
    if (node.fingerprint !== fingerprint || node.id !== nodeId(node.kind, fingerprint))
      return `the node \`${node.id}\``
  }
  for (const view of plan.views) {
    if (view.fingerprint !== viewFingerprint(view, context.fingerprintOf(view.node)))
      return `the view \`${view.name}\``
  }
  // What is left is no part of what a node or view means: it names no state.
  return plan.fingerprint === planFingerprint(plan) ? null : 'a route, a policy or a name'
}
