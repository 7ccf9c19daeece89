/** Names of columns as explain prints them. */
import { aggregateById } from '../expr/aggregates.ts'
import { printExpr } from '../expr/print-expr.ts'
import { unreachable } from '../util/assert.ts'
import { givesPairs, type AggregateCall, type PlanNode, type SortColumn } from './plan.ts'

/** Names of a node's output columns, by position. */
export interface NodeNames {
  /** With the source in front where the row has two columns of one name. */
  readonly short: readonly string[]
  /** With the source in front wherever the column comes from one unchanged. */
  readonly full: readonly string[]
}

interface Origin {
  readonly name: string
  /** The source that the column comes from unchanged; null for a computed one. */
  readonly source: string | null
}

/** For each node, by id. */
export function displayNames(nodes: readonly PlanNode[]): ReadonlyMap<string, NodeNames> {
  const origins = new Map<string, readonly Origin[]>()
  for (const node of nodes)
    origins.set(
      node.id,
      originsOf(node, id => origins.get(id)!),
    )
  return new Map([...origins].map(([id, columns]) => [id, namesOf(columns)]))
}

/** An aggregate call over columns of these names. */
export function callText(call: AggregateCall, names: readonly string[]): string {
  const { fn, args, distinct, orderBy = [], filter, constants = [] } = call
  const form = aggregateById(fn)
  const name = fn.slice(0, fn.indexOf('(')).toUpperCase()
  const order = orderWords(orderBy, names).join(', ')
  const values = constants.map(literal => printExpr(literal, []))
  const where = filter === undefined ? '' : ` FILTER (WHERE ${names[filter]!})`
  if (form?.withinGroup) return `${name}(${values.join(', ')}) WITHIN GROUP (ORDER BY ${order})${where}`
  const what = [...args.map(arg => names[arg]!), ...values].join(', ')
  const written = args.length === 0 ? '*' : what
  const inOrder = form?.order === 'given' ? ` ORDER BY ${order}` : ''
  const counted = distinct && !form?.distinct ? 'DISTINCT ' : ''
  return `${name}(${counted}${written}${inOrder})${where}`
}

/** The columns of an ORDER BY, as they are written. */
export function orderWords(orderBy: readonly SortColumn[], names: readonly string[]): string[] {
  return orderBy.map(({ column, descending, nullsFirst }) => {
    const nulls = nullsFirst === descending ? '' : nullsFirst ? ' NULLS FIRST' : ' NULLS LAST'
    return `${names[column]!}${descending ? ' DESC' : ''}${nulls}`
  })
}

type OriginsOf = (id: string) => readonly Origin[]

function originsOf(node: PlanNode, of: OriginsOf): readonly Origin[] {
  switch (node.kind) {
    case 'source':
      return node.columns.map(({ name }) => ({ name, source: node.source }))
    case 'values':
      return node.columns.map(({ name }) => ({ name, source: null }))
    case 'filter':
    case 'arrange':
    case 'top_n':
      return of(node.input)
    case 'window': {
      const calls = node.columns.slice(of(node.input).length).map(({ name }) => ({ name, source: null }))
      return [...of(node.input), ...calls]
    }
    case 'unnest': {
      const kept = node.kept.map(column => of(node.input)[column]!)
      return [...kept, ...node.columns.slice(kept.length).map(({ name }) => ({ name, source: null }))]
    }
    case 'union':
      return of(node.inputs[0]!)
    case 'set_operation':
      return of(node.left)
    case 'project':
      return node.exprs.map((expr, index) => {
        const { name } = node.columns[index]!
        const origin = expr.kind === 'column' ? of(node.input)[expr.index]! : null
        return { name, source: origin?.name === name ? origin.source : null }
      })
    case 'join':
      return givesPairs(node.join) ? [...of(node.left), ...of(node.right)] : of(node.left)
    case 'aggregate': {
      const groups = node.groupBy.map(index => of(node.input)[index]!)
      return [...groups, ...callOrigins(node, [node], groups.length, of)]
    }
    case 'group_join':
      return [...of(node.left), ...callOrigins(node, node.branches, of(node.left).length, of)]
    default:
      return unreachable(node)
  }
}

interface Calls {
  readonly input: string
  readonly calls: readonly AggregateCall[]
}

/** A call that the view gave no name to is called by its text. */
function callOrigins(node: PlanNode, branches: readonly Calls[], from: number, of: OriginsOf): Origin[] {
  let column = from
  return branches.flatMap(({ input, calls }) =>
    calls.map(call => {
      const { name } = node.columns[column++]!
      const given = name.toLowerCase() !== call.fn.slice(0, call.fn.indexOf('('))
      return { name: given ? name : callText(call, namesOf(of(input)).short), source: null }
    }),
  )
}

function namesOf(columns: readonly Origin[]): NodeNames {
  const full = columns.map((column, index) => fullName(column, repeats(columns.slice(0, index), column)))
  const plain = columns.map(({ name }) => name)
  return { short: plain.map((name, index) => (occurrences(plain, name) === 1 ? name : full[index]!)), full }
}

/** `users.name`; for the same source joined a second time `users#2.name`. */
function fullName({ name, source }: Origin, before: number): string {
  const mark = before === 0 ? '' : `#${before + 1}`
  return source === null ? `${name}${mark}` : `${source}${mark}.${name}`
}

function repeats(columns: readonly Origin[], { name, source }: Origin): number {
  return columns.filter(other => other.name === name && other.source === source).length
}

function occurrences(names: readonly string[], name: string): number {
  return names.filter(other => other === name).length
}
