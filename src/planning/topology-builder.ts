/**
 * Builds the nodes of a topology. Nodes of the same meaning over the same inputs are one node, whichever view asks for
 * them: that is how views share sources, arrangements and whole sub-plans.
 */
import { composed, isIdentity } from '../logical/passes/merge-projections.ts'
import { conjuncts, isEquality } from '../logical/conjuncts.ts'
import {
  aggregateKeys,
  filterKeys,
  fullJoinKeys,
  groupJoinKeys,
  isUnique,
  joinKeys,
  projectKeys,
  semiJoinKeys,
  setOperationKeys,
  sourceKeys,
  topNKeys,
  unionKeys,
  unnestKeys,
  valuesKeys,
  windowKeys,
  type EqualColumns,
  type Keys,
} from '../logical/keys.ts'
import type { Expr } from '../expr/expr.ts'
import { nodeFingerprint, nodeId, type UnnamedNode } from '../topology/fingerprint.ts'
import {
  givesPairs,
  type AggregateCall,
  type Column,
  type GroupJoinBranch,
  type JoinKind,
  type PlanNode,
  type SetOperator,
  type SortColumn,
  type SourcePlan,
  type TopNNode,
  type UnnestNode,
  type WindowCall,
} from '../topology/plan.ts'
import { must, unreachable } from '../util/assert.ts'

/** A node and what is known about its keys. */
export interface Relation {
  readonly node: PlanNode
  readonly keys: Keys
}

export class TopologyBuilder {
  readonly #sources: ReadonlyMap<string, SourcePlan>
  readonly #relations = new Map<string, Relation>()

  constructor(sources: readonly SourcePlan[]) {
    this.#sources = new Map(sources.map(source => [source.name, source]))
  }

  /** All nodes so far, inputs before users. */
  get nodes(): readonly PlanNode[] {
    return [...this.#relations.values()].map(({ node }) => node)
  }

  source(source: SourcePlan, used: readonly number[]): Relation {
    const columns = used.map(index => must(source.columns[index], 'used column'))
    const primaryKey = source.primaryKey.map(index => used.indexOf(index))
    return this.#add(
      { kind: 'source', source: source.name, used },
      columns,
      sourceKeys(primaryKey, used.length),
    )
  }

  filter(input: Relation, predicate: Expr): Relation {
    const parts = conjuncts(predicate)
    const keys = filterKeys(input.keys, parts.flatMap(equalColumns), parts.flatMap(nullColumns))
    return this.#add({ kind: 'filter', input: input.node.id, predicate }, input.node.columns, keys)
  }

  /** A projection that changes nothing is its input; one over a projection becomes one where nothing is lost by it. */
  project(input: Relation, exprs: readonly Expr[], columns: readonly Column[]): Relation {
    if (isIdentity(exprs, input.node.columns.length)) return input
    if (input.node.kind === 'project') {
      const merged = composed(exprs, input.node.exprs)
      if (merged !== null) return this.project(this.relation(input.node.input), merged, columns)
    }
    return this.#add(
      { kind: 'project', input: input.node.id, exprs },
      columns,
      projectKeys(input.keys, exprs),
    )
  }

  /** The input found by `by`: a table's source as it is when that is its primary key, else an arrangement. */
  arranged(input: Relation, by: readonly number[]): Relation {
    const { node, keys } = input
    // A stream keeps nothing: without key columns it is no arrangement either.
    if (node.kind === 'source' && by.length > 0 && samePositions(this.sourceKey(node), by)) return input
    const unique = isUnique(keys, by)
    return this.#add({ kind: 'arrange', input: node.id, by, unique }, node.columns, keys)
  }

  /** Both inputs must be arranged by their keys. */
  join(how: JoinHow, left: Relation, right: Relation, pairs: readonly EqualColumns[]): Relation {
    const { join, nullsMatch = false, residual = null } = how
    const columns = givesPairs(join) ? [...left.node.columns, ...right.node.columns] : left.node.columns
    const leftKey = pairs.map(([position]) => position)
    const rightKey = pairs.map(([, position]) => position)
    const more = { ...(nullsMatch && { nullsMatch }), ...(residual && { residual }) }
    const inputs = { left: left.node.id, right: right.node.id }
    return this.#add(
      { kind: 'join', join, ...inputs, leftKey, rightKey, ...more },
      columns,
      keysOfJoin(how, left, right, pairs),
    )
  }

  values(rows: readonly (readonly Expr[])[], columns: readonly Column[]): Relation {
    return this.#add({ kind: 'values', rows }, columns, valuesKeys(rows.length))
  }

  union(inputs: readonly Relation[], columns: readonly Column[]): Relation {
    const keys = unionKeys(
      inputs.map(input => input.keys),
      inputs.map(({ node }) => constantColumns(node)),
      columns.length,
    )
    return this.#add({ kind: 'union', inputs: inputs.map(({ node }) => node.id) }, columns, keys)
  }

  setOperation(
    operator: SetOperator,
    all: boolean,
    left: Relation,
    right: Relation,
    columns: readonly Column[],
  ): Relation {
    const keys = setOperationKeys(left.keys, all, columns.length)
    const inputs = { left: left.node.id, right: right.node.id }
    return this.#add({ kind: 'set_operation', operator, all, ...inputs }, columns, keys)
  }

  window(
    input: Relation,
    partitionBy: readonly number[],
    orderBy: readonly SortColumn[],
    calls: readonly WindowCall[],
    columns: readonly Column[],
  ): Relation {
    const first = input.node.columns.length
    const numbers = calls.flatMap(({ fn }, index) => (fn === 'row_number' ? [first + index] : []))
    const keys = windowKeys(input.keys, partitionBy, numbers, columns.length)
    return this.#add({ kind: 'window', input: input.node.id, partitionBy, orderBy, calls }, columns, keys)
  }

  unnest(
    input: Relation,
    node: Pick<UnnestNode, 'kept' | 'arrays' | 'ordinality' | 'outer'>,
    columns: readonly Column[],
  ): Relation {
    const ordinal = node.ordinality ? columns.length - 1 : null
    const keys = unnestKeys(input.keys, node.kept, ordinal, columns.length)
    return this.#add({ kind: 'unnest', input: input.node.id, ...node }, columns, keys)
  }

  topN(
    input: Relation,
    cut: Pick<TopNNode, 'partitionBy' | 'orderBy' | 'limit' | 'offset' | 'ties'>,
  ): Relation {
    const { columns } = input.node
    const keys = topNKeys(input.keys, cut.partitionBy, cut.ties ? null : cut.limit, columns.length)
    return this.#add({ kind: 'top_n', input: input.node.id, ...cut }, columns, keys)
  }

  aggregate(
    input: Relation,
    groupBy: readonly number[],
    calls: readonly AggregateCall[],
    columns: readonly Column[],
  ): Relation {
    const keys = aggregateKeys(input.keys, groupBy, columns.length)
    return this.#add({ kind: 'aggregate', input: input.node.id, groupBy, calls }, columns, keys)
  }

  /** `left` must be arranged by `leftKey`, which is unique there. */
  groupJoin(
    left: Relation,
    leftKey: readonly number[],
    branches: readonly GroupJoinBranch[],
    names: readonly string[],
  ): Relation {
    const calls = branches.flatMap(branch => branch.calls)
    const columns = [...left.node.columns, ...calls.map(({ type }, index) => ({ name: names[index]!, type }))]
    const keys = groupJoinKeys(left.keys, columns.length)
    return this.#add({ kind: 'group_join', left: left.node.id, leftKey, branches }, columns, keys)
  }

  /** Positions of the primary key in the rows of a source node; empty for a stream. */
  sourceKey(node: Extract<PlanNode, { kind: 'source' }>): readonly number[] {
    const source = this.#source(node.source)
    return source.primaryKey.map(index => node.used.indexOf(index))
  }

  /** The relation of a node made here. */
  relation(id: string): Relation {
    return must(this.#relations.get(id), `node ${id}`)
  }

  #source(name: string): SourcePlan {
    return must(this.#sources.get(name), `source ${name}`)
  }

  #add(meaning: Meaning, columns: readonly Column[], keys: Keys): Relation {
    const unnamed: UnnamedNode = { ...meaning, columns, key: keys.keys[0] ?? null }
    const fingerprint = nodeFingerprint(unnamed, {
      source: name => this.#source(name),
      fingerprintOf: id => this.relation(id).node.fingerprint,
    })
    const id = nodeId(unnamed.kind, fingerprint)
    const known = this.#relations.get(id)
    if (known) return known
    const relation = { node: { id, fingerprint, ...unnamed }, keys }
    this.#relations.set(id, relation)
    return relation
  }
}

export interface JoinHow {
  readonly join: JoinKind
  readonly nullsMatch?: boolean
  readonly residual?: Expr | null
}

function keysOfJoin(
  { join, nullsMatch = false, residual = null }: JoinHow,
  left: Relation,
  right: Relation,
  pairs: readonly EqualColumns[],
): Keys {
  const width = left.node.columns.length
  const leftKey = pairs.map(([position]) => position)
  switch (join) {
    case 'inner':
    case 'left':
      return joinKeys(join, left.keys, right.keys, pairs, width, {
        nullsMatch,
        hasResidual: residual !== null,
      })
    case 'full':
      return fullJoinKeys(left.keys, right.keys, width)
    case 'semi':
      return semiJoinKeys(left.keys, leftKey, nullsMatch)
    case 'anti':
      return left.keys
    default:
      return unreachable(join)
  }
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type Meaning = Without<UnnamedNode, 'columns' | 'key'>

function equalColumns(part: Expr): EqualColumns[] {
  if (!isEquality(part)) return []
  const [left, right] = part.args
  return left?.kind === 'column' && right?.kind === 'column' ? [[left.index, right.index]] : []
}

/** What columns of a projection are in every row, by position: texts, and numbers in the one form that they have. */
function constantColumns(node: PlanNode): ReadonlyMap<number, string> {
  const exprs = node.kind === 'project' ? node.exprs : []
  return new Map(
    exprs.flatMap((expr, index) => {
      if (expr.kind !== 'literal' || expr.text === null) return []
      const isWhole = expr.type.kind === 'integer' && /^(0|-?[1-9]\d*)$/.test(expr.text)
      return isWhole || expr.type.kind === 'varchar' ? [[index, expr.text] as const] : []
    }),
  )
}

function nullColumns(part: Expr): number[] {
  return part.kind === 'is_null' && part.arg.kind === 'column' ? [part.arg.index] : []
}

function samePositions(first: readonly number[], second: readonly number[]): boolean {
  return first.length === second.length && first.every((position, index) => position === second[index])
}
