/** Reads the nodes of a plan file: each may refer only to sources, and to nodes that stand before it. */
import { unreachable } from '../util/assert.ts'
import {
  fail,
  member,
  optionalMember,
  readCount,
  readBoolean,
  readList,
  readNullable,
  readOneOf,
  readPosition,
  readPositions,
  readText,
  type Place,
} from './json-reader.ts'
import {
  givesPairs,
  type AggregateNode,
  type ArrangeNode,
  type Column,
  type FilterNode,
  type GroupJoinBranch,
  type GroupJoinNode,
  type JoinNode,
  type PlanNode,
  type ProjectNode,
  type SetOperationNode,
  type SourceNode,
  type SourcePlan,
  type TopNNode,
  type UnionNode,
  type UnnestNode,
  type ValuesNode,
  type WindowNode,
} from './plan.ts'
import { readCalls, readOrder } from './read-calls.ts'
import { readExpr, readPredicate, readType } from './read-expr.ts'
import { readWindowCall } from './read-window-call.ts'

const KINDS = [
  'source',
  'values',
  'filter',
  'project',
  'arrange',
  'join',
  'aggregate',
  'group_join',
  'union',
  'set_operation',
  'top_n',
  'window',
  'unnest',
] as const
const JOINS = ['inner', 'left', 'full', 'semi', 'anti'] as const

/** What a node may refer to. */
export interface NodesSoFar {
  readonly sources: ReadonlyMap<string, SourcePlan>
  readonly nodes: ReadonlyMap<string, PlanNode>
}

export function readColumn(place: Place): Column {
  const column = { name: readText(member(place, 'name')), type: readType(member(place, 'type')) }
  return column.type.kind === 'null' ? fail(member(place, 'type'), 'the type of a column') : column
}

export function readNode(place: Place, known: NodesSoFar): PlanNode {
  const kind = readOneOf(member(place, 'kind'), KINDS)
  const columns = readList(member(place, 'columns'), readColumn)
  const base: Base = {
    id: readText(member(place, 'id')),
    fingerprint: readText(member(place, 'fingerprint')),
    columns,
    key: readNullable(member(place, 'key'), key => readPositions(key, columns.length)),
  }
  if (known.nodes.has(base.id)) fail(member(place, 'id'), 'a name of its own')
  const node = readKind(kind, place, base, known)
  if (!sameTypes(columns, outputColumns(node, known))) fail(member(place, 'columns'), 'what the node gives')
  return node
}

type Base = Pick<PlanNode, 'id' | 'fingerprint' | 'columns' | 'key'>

function readKind(kind: PlanNode['kind'], place: Place, base: Base, known: NodesSoFar): PlanNode {
  switch (kind) {
    case 'source':
      return readSource(place, base, known)
    case 'values':
      return readValues(place, base)
    case 'filter':
      return readFilter(place, base, known)
    case 'project':
      return readProject(place, base, known)
    case 'arrange':
      return readArrange(place, base, known)
    case 'join':
      return readJoin(place, base, known)
    case 'aggregate':
      return readAggregate(place, base, known)
    case 'group_join':
      return readGroupJoin(place, base, known)
    case 'union':
      return readUnion(place, base, known)
    case 'set_operation':
      return readSetOperation(place, base, known)
    case 'top_n':
      return readTopN(place, base, known)
    case 'window':
      return readWindow(place, base, known)
    case 'unnest':
      return readUnnest(place, base, known)
    default:
      return unreachable(kind)
  }
}

function readSource(place: Place, base: Base, { sources }: NodesSoFar): SourceNode {
  const name = readText(member(place, 'source'))
  const source = sources.get(name) ?? fail(member(place, 'source'), 'a declared source')
  const usedPlace = member(place, 'used')
  const used = readPositions(usedPlace, source.columns.length)
  if (used.some((column, index) => index > 0 && column <= used[index - 1]!))
    fail(usedPlace, 'in ascending order')
  if (source.primaryKey.some(column => !used.includes(column))) fail(usedPlace, 'with the whole primary key')
  return { kind: 'source', ...base, source: name, used }
}

function readValues(place: Place, base: Base): ValuesNode {
  const rows = readList(member(place, 'rows'), row => {
    const exprs = readList(row, item => readExpr(item, []))
    if (!sameTypes(exprs, base.columns)) fail(row, 'of the types of the columns')
    return exprs
  })
  return { kind: 'values', ...base, rows }
}

function readFilter(place: Place, base: Base, known: NodesSoFar): FilterNode {
  const input = readInput(member(place, 'input'), known)
  return {
    kind: 'filter',
    ...base,
    input: input.id,
    predicate: readPredicate(member(place, 'predicate'), input.columns),
  }
}

function readProject(place: Place, base: Base, known: NodesSoFar): ProjectNode {
  const input = readInput(member(place, 'input'), known)
  const exprs = readList(member(place, 'exprs'), item => readExpr(item, input.columns))
  return { kind: 'project', ...base, input: input.id, exprs }
}

function readArrange(place: Place, base: Base, known: NodesSoFar): ArrangeNode {
  const input = readInput(member(place, 'input'), known)
  const by = readPositions(member(place, 'by'), input.columns.length)
  return { kind: 'arrange', ...base, input: input.id, by, unique: readBoolean(member(place, 'unique')) }
}

function readJoin(place: Place, base: Base, known: NodesSoFar): JoinNode {
  const join = readOneOf(member(place, 'join'), JOINS)
  const left = readInput(member(place, 'left'), known)
  const right = readInput(member(place, 'right'), known)
  const leftKey = readPositions(member(place, 'leftKey'), left.columns.length)
  const rightKey = readPositions(member(place, 'rightKey'), right.columns.length)
  requireArranged(member(place, 'left'), left, leftKey, known)
  requireArranged(member(place, 'right'), right, rightKey, known)
  requirePairs(member(place, 'rightKey'), columnsAt(left, leftKey), columnsAt(right, rightKey))
  const nullsMatch = optionalMember(place, 'nullsMatch')
  const residual = optionalMember(place, 'residual')
  return {
    kind: 'join',
    ...base,
    join,
    left: left.id,
    right: right.id,
    leftKey,
    rightKey,
    ...(nullsMatch && readBoolean(nullsMatch) && { nullsMatch: true }),
    ...(residual && { residual: readPredicate(residual, [...left.columns, ...right.columns]) }),
  }
}

function readUnion(place: Place, base: Base, known: NodesSoFar): UnionNode {
  const inputs = readList(member(place, 'inputs'), item => {
    const input = readInput(item, known)
    if (!sameTypes(input.columns, base.columns)) fail(item, 'of the same types as the union')
    return input.id
  })
  return inputs.length > 0
    ? { kind: 'union', ...base, inputs }
    : fail(member(place, 'inputs'), 'a list of inputs')
}

function readSetOperation(place: Place, base: Base, known: NodesSoFar): SetOperationNode {
  const left = readInput(member(place, 'left'), known)
  const right = readInput(member(place, 'right'), known)
  requirePairs(member(place, 'right'), left.columns, right.columns)
  return {
    kind: 'set_operation',
    ...base,
    operator: readOneOf(member(place, 'operator'), ['intersect', 'except']),
    all: readBoolean(member(place, 'all')),
    left: left.id,
    right: right.id,
  }
}

function readWindow(place: Place, base: Base, known: NodesSoFar): WindowNode {
  const input = readInput(member(place, 'input'), known)
  const width = input.columns.length
  return {
    kind: 'window',
    ...base,
    input: input.id,
    partitionBy: readPositions(member(place, 'partitionBy'), width),
    orderBy: readOrder(member(place, 'orderBy'), width),
    calls: readList(member(place, 'calls'), item => readWindowCall(item, width)),
  }
}

function readTopN(place: Place, base: Base, known: NodesSoFar): TopNNode {
  const input = readInput(member(place, 'input'), known)
  const width = input.columns.length
  const ties = optionalMember(place, 'ties')
  return {
    kind: 'top_n',
    ...base,
    input: input.id,
    partitionBy: readPositions(member(place, 'partitionBy'), width),
    orderBy: readOrder(member(place, 'orderBy'), width),
    limit: readCount(member(place, 'limit'), 0),
    offset: readCount(member(place, 'offset'), 0) ?? fail(member(place, 'offset'), 'a number'),
    ...(ties && readBoolean(ties) && { ties: true }),
  }
}

function readAggregate(place: Place, base: Base, known: NodesSoFar): AggregateNode {
  const input = readInput(member(place, 'input'), known)
  const groupBy = readPositions(member(place, 'groupBy'), input.columns.length)
  return {
    kind: 'aggregate',
    ...base,
    input: input.id,
    groupBy,
    calls: readCalls(member(place, 'calls'), input.columns),
  }
}

function readGroupJoin(place: Place, base: Base, known: NodesSoFar): GroupJoinNode {
  const left = readInput(member(place, 'left'), known)
  const leftKey = readKey(member(place, 'leftKey'), left.columns)
  requireArranged(member(place, 'left'), left, leftKey, known)
  if (left.kind === 'arrange' && !left.unique) fail(member(place, 'left'), 'unique by its key')
  const branches = readList(member(place, 'branches'), (branch): GroupJoinBranch => {
    const input = readInput(member(branch, 'input'), known)
    // One column may be compared with two of the left key.
    const groupBy = readList(member(branch, 'groupBy'), item => readPosition(item, input.columns.length))
    requirePairs(member(branch, 'groupBy'), columnsAt(left, leftKey), columnsAt(input, groupBy))
    return { input: input.id, groupBy, calls: readCalls(member(branch, 'calls'), input.columns) }
  })
  return { kind: 'group_join', ...base, left: left.id, leftKey, branches }
}

function readInput(place: Place, { nodes }: NodesSoFar): PlanNode {
  return nodes.get(readText(place)) ?? fail(place, 'a node that stands before this one')
}

function readKey(place: Place, columns: readonly Column[]): number[] {
  const key = readPositions(place, columns.length)
  return key.length > 0 ? key : fail(place, 'a list of at least one position')
}

/** Joins read their inputs by key: from an arrangement, or from a table's source by its primary key. */
function requireArranged(
  place: Place,
  node: PlanNode,
  key: readonly number[],
  { sources }: NodesSoFar,
): void {
  const by = node.kind === 'source' ? primaryKeyOf(node, sources) : node.kind === 'arrange' ? node.by : []
  if (by.length !== key.length || by.some((position, index) => position !== key[index]))
    fail(place, 'arranged by the join key')
}

function primaryKeyOf(node: SourceNode, sources: NodesSoFar['sources']): number[] {
  return sources.get(node.source)!.primaryKey.map(column => node.used.indexOf(column))
}

function requirePairs(place: Place, first: readonly Column[], second: readonly Column[]): void {
  if (!sameTypes(first, second)) fail(place, 'of the same types as the other side')
}

/** What the node gives, from its inputs. */
function outputColumns(node: PlanNode, { sources, nodes }: NodesSoFar): readonly Pick<Column, 'type'>[] {
  const of = (id: string): readonly Column[] => nodes.get(id)!.columns
  switch (node.kind) {
    case 'source':
      return node.used.map(index => sources.get(node.source)!.columns[index]!)
    case 'values':
      return node.columns
    case 'filter':
    case 'arrange':
    case 'top_n':
      return of(node.input)
    case 'union':
      return of(node.inputs[0]!)
    case 'window':
      return [...of(node.input), ...node.calls]
    case 'unnest':
      return unnestColumns(node, of(node.input))
    case 'set_operation':
      return of(node.left)
    case 'project':
      return node.exprs
    case 'join':
      return givesPairs(node.join) ? [...of(node.left), ...of(node.right)] : of(node.left)
    case 'aggregate':
      return [...node.groupBy.map(index => of(node.input)[index]!), ...node.calls]
    case 'group_join':
      return [...of(node.left), ...node.branches.flatMap(({ calls }) => calls)]
    default:
      return unreachable(node)
  }
}

function columnsAt({ columns }: PlanNode, positions: readonly number[]): Column[] {
  return positions.map(position => columns[position]!)
}

function sameTypes(first: readonly Pick<Column, 'type'>[], second: readonly Pick<Column, 'type'>[]): boolean {
  return (
    first.length === second.length && first.every(({ type }, index) => type.kind === second[index]!.type.kind)
  )
}

function readUnnest(place: Place, base: Base, known: NodesSoFar): UnnestNode {
  const input = readInput(member(place, 'input'), known)
  const arrays = readPositions(member(place, 'arrays'), input.columns.length)
  if (arrays.length === 0 || columnsAt(input, arrays).some(({ type }) => type.kind !== 'array'))
    fail(member(place, 'arrays'), 'columns of arrays')
  return {
    kind: 'unnest',
    ...base,
    input: input.id,
    kept: readPositions(member(place, 'kept'), input.columns.length),
    arrays,
    ordinality: readBoolean(member(place, 'ordinality')),
    outer: readBoolean(member(place, 'outer')),
  }
}

function unnestColumns(
  { kept, arrays, ordinality }: UnnestNode,
  input: readonly Pick<Column, 'type'>[],
): Pick<Column, 'type'>[] {
  const elements = arrays.map(column => {
    const { type } = input[column]!
    return { type: type.kind === 'array' ? type.element : type }
  })
  const ordinal = { type: { kind: 'bigint' } } as const
  return [...kept.map(column => input[column]!), ...elements, ...(ordinality ? [ordinal] : [])]
}
