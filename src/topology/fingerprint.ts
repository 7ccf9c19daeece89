/**
 * Fingerprints: a node's name by what it means. Equal sub-plans get equal fingerprints wherever they stand, so they are
 * one node with one state; an edit that leaves a sub-plan as it is leaves its state as it is.
 *
 * A node's meaning is what it computes and from what, and the key that its rows are kept by. Column names are no part of
 * it (they do not change the rows), but the names of a source's fields are. A view's meaning includes its column names: they stand in the stored JSON.
 */
import { createHash } from 'node:crypto'
import { must, unreachable } from '../util/assert.ts'
import { compactJson, type Json } from './canonical-json.ts'
import type { Plan, PlanNode, SourcePlan, ViewPlan } from './plan.ts'

/** Hexadecimal digits of a fingerprint: 48 bits, ample for the nodes of one plan. */
export const FINGERPRINT_LENGTH = 12

/**
 * How nodes with ordered rows keep them: in trees (ivm/ordered-tree). Part of what such a node means, so that a state of
 * another layout is noticed to be another node's.
 */
const TREES = 2

type WithoutName<T> = T extends unknown ? Omit<T, 'id' | 'fingerprint'> : never

/** A node before it has its name. */
export type UnnamedNode = WithoutName<PlanNode>

/** What a fingerprint is computed from besides the node. */
export interface FingerprintContext {
  readonly source: (name: string) => SourcePlan
  /** Fingerprint of another node by its id. */
  readonly fingerprintOf: (id: string) => string
}

export function nodeFingerprint(node: UnnamedNode, context: FingerprintContext): string {
  return digest({ node: meaning(node, context), key: node.key })
}

/** The id under which other nodes refer to a node. */
export function nodeId(kind: PlanNode['kind'], fingerprint: string): string {
  return `${kind}_${fingerprint}`
}

export function viewFingerprint(view: Omit<ViewPlan, 'fingerprint'>, nodeFingerprint: string): string {
  const { name, columns, key, jsonNumbers } = view
  return digest(json({ view: name, node: nodeFingerprint, columns, key, jsonNumbers }))
}

export function planFingerprint(plan: Omit<Plan, 'fingerprint'>): string {
  const { version, sources, nodes, views } = plan
  return digest(json({ version, sources, nodes, views }))
}

function meaning(node: UnnamedNode, { source, fingerprintOf }: FingerprintContext): Json {
  switch (node.kind) {
    case 'source':
      return sourceMeaning(source(node.source), node.used)
    case 'values':
      return json({ kind: node.kind, rows: node.rows })
    case 'filter':
      return json({ kind: node.kind, input: fingerprintOf(node.input), predicate: node.predicate })
    case 'project':
      return json({ kind: node.kind, input: fingerprintOf(node.input), exprs: node.exprs })
    case 'arrange':
      return json({ kind: node.kind, input: fingerprintOf(node.input), by: node.by, unique: node.unique })
    case 'join': {
      const { kind, join, leftKey, rightKey, nullsMatch, residual } = node
      return json({
        kind,
        join,
        left: fingerprintOf(node.left),
        right: fingerprintOf(node.right),
        leftKey,
        rightKey,
        ...(nullsMatch && { nullsMatch }),
        ...(residual && { residual }),
      })
    }
    case 'union':
      return json({ kind: node.kind, inputs: node.inputs.map(fingerprintOf) })
    case 'set_operation': {
      const { kind, operator, all } = node
      return json({ kind, operator, all, left: fingerprintOf(node.left), right: fingerprintOf(node.right) })
    }
    case 'window': {
      const { kind, partitionBy, orderBy, calls } = node
      return json({ kind, layout: TREES, input: fingerprintOf(node.input), partitionBy, orderBy, calls })
    }
    case 'unnest': {
      const { kind, kept, arrays, ordinality, outer } = node
      return json({ kind, input: fingerprintOf(node.input), kept, arrays, ordinality, outer })
    }
    case 'top_n': {
      const { kind, partitionBy, orderBy, limit, offset, ties } = node
      const input = fingerprintOf(node.input)
      return json({ kind, layout: TREES, input, partitionBy, orderBy, limit, offset, ...(ties && { ties }) })
    }
    case 'aggregate': {
      const { kind, groupBy, calls } = node
      return json({ kind, input: fingerprintOf(node.input), groupBy, calls })
    }
    case 'group_join': {
      const { kind, leftKey } = node
      const branches = node.branches.map(branch => ({ ...branch, input: fingerprintOf(branch.input) }))
      return json({ kind, left: fingerprintOf(node.left), leftKey, branches })
    }
    default:
      return unreachable(node)
  }
}

/** The policy for bad records and the columns that nobody reads do not change what is kept. */
function sourceMeaning(source: SourcePlan, used: readonly number[]): Json {
  const { kind, name, topic, keyFormat, valueFormat, columns, primaryKey } = source
  return json({
    kind: 'source',
    relation: kind,
    name: name.toLowerCase(),
    topic,
    keyFormat,
    valueFormat,
    columns: used.map(index => must(columns[index], 'used column')),
    primaryKey: primaryKey.map(index => used.indexOf(index)),
  })
}

/** Plan values are plain JSON; interfaces lack the index signature that would say so to the compiler. */
function json(value: object): Json {
  return value as Json
}

function digest(value: Json): string {
  return createHash('sha256').update(compactJson(value)).digest('hex').slice(0, FINGERPRINT_LENGTH)
}
