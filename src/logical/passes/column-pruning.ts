/**
 * Column pruning: scans keep the columns that some view reads, the inputs of joins, first rows and windows and the filters
 * above joins those that something above reads; expressions, aggregate calls and window functions that nothing reads
 * disappear.
 *
 * Sound: a column that nothing reads has no influence on any row above, and rows keep their multiplicity. An expression
 * that is no longer there cannot fail.
 *
 * A scan is cut to the same columns in every view, and is not cut further below a join by plain columns: so a source is
 * kept once, and an arrangement of it serves every join by the same key.
 */
import { callExprs, mapCallExprs } from '../../expr/aggregate-call.ts'
import type { Expr } from '../../expr/expr.ts'
import { columnsOf, mapColumns } from '../../expr/walk.ts'
import { givesPairs, type SourcePlan } from '../../topology/plan.ts'
import { unreachable } from '../../util/assert.ts'
import { conjuncts, isEquality, sideOf, type Side } from '../conjuncts.ts'
import type {
  AggregateNode,
  FilterNode,
  JoinNode,
  LogicalNode,
  LogicalProgram,
  ProjectNode,
  ScanNode,
  TopNNode,
  UnnestNode,
  UnionNode,
  WindowNode,
} from '../plan.ts'
import { columnsAt, mapPlans, projectOver } from '../rewrite.ts'

export function pruneColumns(program: LogicalProgram): LogicalProgram {
  const read = new ScannedColumns()
  for (const { plan } of program.views) prune(plan, allOf(plan), read.note)
  return mapPlans(program, plan => prune(plan, allOf(plan), read.all).node)
}

/** Which columns of each source the views read. */
class ScannedColumns {
  readonly #bySource = new Map<string, Set<number>>()

  /** Remembers what one scan needs; cuts nothing yet. */
  readonly note: CutScan = (source, wanted) => {
    const known = this.#bySource.get(source.name) ?? new Set(source.primaryKey)
    for (const column of wanted) known.add(column)
    this.#bySource.set(source.name, known)
    return source.columns.map((_, index) => index)
  }

  /** What all scans together need: at least one column, so that a row is something. */
  readonly all: CutScan = source => {
    const columns = [...(this.#bySource.get(source.name) ?? [])].sort((a, b) => a - b)
    return columns.length === 0 ? [0] : columns
  }
}

/** Says which columns of a source its scan is to have. */
type CutScan = (source: SourcePlan, wanted: ReadonlySet<number>) => readonly number[]

/** A node, and which of the former output columns it still has, ascending. */
interface Pruned {
  readonly node: LogicalNode
  readonly kept: readonly number[]
}

/** Keeps at least `wanted` of the node's output columns. */
function prune(node: LogicalNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  switch (node.kind) {
    case 'scan':
      return pruneScan(node, wanted, cut)
    case 'view':
    case 'values':
      return { node, kept: [...allOf(node)] }
    case 'union':
      return pruneUnion(node, wanted, cut)
    case 'set_operation':
      return {
        node: { ...node, left: whole(node.left, cut), right: whole(node.right, cut) },
        kept: [...allOf(node)],
      }
    case 'window':
      return pruneWindow(node, wanted, cut)
    case 'unnest':
      return pruneUnnest(node, wanted, cut)
    case 'top_n':
      return pruneTopN(node, wanted, cut)
    case 'filter':
      return pruneFilter(node, wanted, cut)
    case 'project':
      return pruneProject(node, wanted, cut)
    case 'join':
      return pruneJoin(node, wanted, cut)
    case 'aggregate':
      return pruneAggregate(node, wanted, cut)
    default:
      return unreachable(node)
  }
}

function pruneScan(node: ScanNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const before = node.used ?? node.source.columns.map((_, index) => index)
  const used = cut(node.source, new Set([...wanted].map(index => before[index]!)))
  const kept = used.map(column => before.indexOf(column))
  return { node: { ...node, used, columns: kept.map(index => node.columns[index]!) }, kept }
}

/** With all its columns: rows are compared whole. */
function whole(node: LogicalNode, cut: CutScan): LogicalNode {
  const all = allOf(node)
  return exactly(prune(node, all, cut), [...all])
}

function pruneUnion(node: UnionNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const kept = ascending(wanted.size === 0 ? [0] : wanted)
  const inputs = node.inputs.map(input => exactly(prune(input, new Set(kept), cut), kept))
  return { node: { ...node, inputs, columns: kept.map(index => node.columns[index]!) }, kept }
}

/** Just the `wanted` of the former columns, in this order. */
function exactly({ node, kept }: Pruned, wanted: readonly number[]): LogicalNode {
  if (kept.length === wanted.length && kept.every((column, index) => column === wanted[index])) return node
  const positions = wanted.map(column => kept.indexOf(column))
  return projectOver(
    node,
    columnsAt(node.columns, positions),
    positions.map(position => node.columns[position]!),
  )
}

function pruneFilter(node: FilterNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const needed = union(wanted, columnsOf(node.predicate))
  const pruned = prune(node.input, needed, cut)
  const { node: input, kept } = pruned.node.kind === 'join' ? trimmed(pruned, needed) : pruned
  const columns = kept.map(index => node.columns[index]!)
  return { node: { ...node, input, columns, predicate: moved(node.predicate, kept) }, kept }
}

function pruneProject(node: ProjectNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const outputs = ascending(wanted.size === 0 ? [0] : wanted)
  const exprs = outputs.map(index => node.exprs[index]!)
  const { node: input, kept } = prune(node.input, union(...exprs.map(columnsOf)), cut)
  const columns = outputs.map(index => node.columns[index]!)
  return { node: { ...node, input, columns, exprs: exprs.map(expr => moved(expr, kept)) }, kept: outputs }
}

function pruneJoin(node: JoinNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const width = node.left.columns.length
  const needed = ascending(node.on === null ? wanted : union(wanted, columnsOf(node.on)))
  const ofLeft = new Set(needed.filter(index => index < width))
  const ofRight = new Set(needed.filter(index => index >= width).map(index => index - width))
  const computed = computedKeySides(node)
  const left = trimmed(prune(node.left, ofLeft, cut), ofLeft, computed.has('left'))
  const right = trimmed(prune(node.right, ofRight, cut), ofRight, computed.has('right'))
  const both = [...left.kept, ...right.kept.map(index => index + width)]
  const kept = givesPairs(node.join) ? both : left.kept
  const columns = kept.map(index => node.columns[index]!)
  return {
    node: { ...node, left: left.node, right: right.node, columns, on: node.on && moved(node.on, both) },
    kept,
  }
}

function pruneAggregate(node: AggregateNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const groups = node.groupBy.length
  const end = groups + node.calls.length
  const called = ascending(wanted).filter(index => index >= groups && index < end)
  const tags = [...node.columns.keys()].slice(end)
  // A row without columns is no row: one call stays where nothing else is left.
  const outputs =
    groups + called.length + tags.length === 0 ? [0] : [...node.groupBy.keys(), ...called, ...tags]
  const calls = outputs
    .filter(index => index >= groups && index < end)
    .map(index => node.calls[index - groups]!)
  const { node: input, kept } = prune(
    node.input,
    union(...[...node.groupBy, ...calls.flatMap(callExprs)].map(columnsOf)),
    cut,
  )
  return {
    node: {
      ...node,
      input,
      columns: outputs.map(index => node.columns[index]!),
      groupBy: node.groupBy.map(expr => moved(expr, kept)),
      calls: calls.map(call => mapCallExprs(call, expr => moved(expr, kept))),
    },
    kept: outputs,
  }
}

function pruneWindow(node: WindowNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const width = node.input.columns.length
  const called = ascending(wanted).filter(index => index >= width)
  if (called.length === 0) return prune(node.input, wanted, cut)
  const calls = called.map(index => node.calls[index - width]!)
  const ofInput = [...wanted].filter(index => index < width)
  const args = calls.flatMap(call => call.args.filter(arg => typeof arg === 'number'))
  const { node: input, kept } = pruneOrdered(node, union(ofInput, args), cut)
  const outputs = [...kept, ...called]
  return {
    node: {
      ...node,
      ...movedOrder(node, kept),
      input,
      columns: outputs.map(index => node.columns[index]!),
      calls: calls.map(call => ({
        ...call,
        args: call.args.map(arg => (typeof arg === 'number' ? kept.indexOf(arg) : arg)),
      })),
    },
    kept: outputs,
  }
}

/** The elements stay, as they decide how many rows there are. */
function pruneUnnest(node: UnnestNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const width = node.kept.length
  const before = ascending(wanted).filter(index => index < width)
  const isOrdinalWanted = node.ordinality && wanted.has(width + node.arrays.length)
  const read = union(
    before.map(index => node.kept[index]!),
    node.arrays,
  )
  const { node: input, kept } = prune(node.input, read, cut)
  const elements = node.arrays.map((_, index) => width + index)
  const outputs = [...before, ...elements, ...(isOrdinalWanted ? [width + node.arrays.length] : [])]
  return {
    node: {
      ...node,
      input,
      kept: before.map(index => kept.indexOf(node.kept[index]!)),
      arrays: node.arrays.map(column => kept.indexOf(column)),
      ordinality: isOrdinalWanted,
      columns: outputs.map(index => node.columns[index]!),
    },
    kept: outputs,
  }
}

function pruneTopN(node: TopNNode, wanted: ReadonlySet<number>, cut: CutScan): Pruned {
  const { node: input, kept } = pruneOrdered(node, wanted, cut)
  return { node: { ...node, ...movedOrder(node, kept), input, columns: input.columns }, kept }
}

/**
 * The input of a node that keeps rows in order, cut to what is wanted and what the order reads. Of rows that the order
 * does not tell apart any may stand first, so columns that only tell them apart are not kept.
 */
function pruneOrdered(
  { input, partitionBy, orderBy }: WindowNode | TopNNode,
  wanted: Iterable<number>,
  cut: CutScan,
): Pruned {
  const read = union(
    wanted,
    partitionBy,
    orderBy.map(({ column }) => column),
  )
  const needed = read.size === 0 ? new Set([0]) : read
  return trimmed(prune(input, needed, cut), needed, true)
}

function movedOrder(
  { partitionBy, orderBy }: WindowNode | TopNNode,
  kept: readonly number[],
): Pick<WindowNode, 'partitionBy' | 'orderBy'> {
  return {
    partitionBy: partitionBy.map(column => kept.indexOf(column)),
    orderBy: orderBy.map(item => ({ ...item, column: kept.indexOf(item.column) })),
  }
}

/** Sides of a join whose rows get a computed key column: they are rows of their own, which nothing else shares. */
function computedKeySides(node: JoinNode): ReadonlySet<Side> {
  const width = node.left.columns.length
  const parts = conjuncts(node.on)
  const computed = parts
    .filter(isEquality)
    .flatMap(({ args }) => args.filter(({ kind }) => kind !== 'column'))
  // A condition on the left side alone becomes a part of an outer or semi join's key.
  const conditions = node.join !== 'inner' ? parts.filter(part => sideOf(part, width) === 'left') : []
  return new Set([...computed, ...conditions].map(expr => sideOf(expr, width)))
}

/** Cut by a projection to what is wanted; scans and views are left whole, to be shared, unless they are `changed` anyway. */
function trimmed({ node, kept }: Pruned, wanted: ReadonlySet<number>, changed = false): Pruned {
  const positions = [...kept.keys()].filter(position => wanted.has(kept[position]!))
  const isShared = (node.kind === 'scan' || node.kind === 'view') && !changed
  if (isShared || positions.length === kept.length || positions.length === 0) return { node, kept }
  const columns = positions.map(position => node.columns[position]!)
  return {
    node: projectOver(node, columnsAt(node.columns, positions), columns),
    kept: positions.map(position => kept[position]!),
  }
}

/** The expression over the columns that were kept. */
function moved(expr: Expr, kept: readonly number[]): Expr {
  return mapColumns(expr, column => ({ ...column, index: kept.indexOf(column.index) }))
}

function allOf(node: LogicalNode): Set<number> {
  return new Set(node.columns.keys())
}

function union(...sets: Iterable<number>[]): Set<number> {
  return new Set(sets.flatMap(set => [...set]))
}

function ascending(columns: Iterable<number>): number[] {
  return [...columns].sort((a, b) => a - b)
}
