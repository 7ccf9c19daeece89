/** What a plan does, in words: the one model behind all forms of `matview explain`. */
import { printExpr } from '../expr/print-expr.ts'
import type { SqlType } from '../types/sql-type.ts'
import { windowFunction } from '../expr/window-functions.ts'
import { must, unreachable } from '../util/assert.ts'
import { costOf, type Cost, type JoinSides } from './cost.ts'
import { callText, displayNames, orderWords, type NodeNames } from './display-names.ts'
import { frameWords } from './frame-words.ts'
import { nodeInputs } from './inputs.ts'
import type { Plan, PlanNode, SourcePlan, ViewPlan, WindowArgument } from './plan.ts'

export interface Explanation {
  readonly fingerprint: string
  readonly views: readonly ViewExplanation[]
  /** In the order in which a change passes them. */
  readonly operators: readonly OperatorExplanation[]
}

export interface ViewExplanation {
  readonly name: string
  readonly endpoint: string | null
  /** A path that could be asked for; null without an endpoint. */
  readonly example: string | null
  /** Names of the key columns; null without a key. */
  readonly key: readonly string[] | null
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  /** Number of the operator whose rows it serves. */
  readonly operator: number
}

export interface OperatorExplanation {
  /** From 1; operators refer to each other by it. */
  readonly number: number
  readonly id: string
  readonly kind: PlanNode['kind']
  /** A few words, such as `left join tweets with users`. */
  readonly title: string
  /** What exactly, a line each. */
  readonly details: readonly string[]
  readonly inputs: readonly number[]
  /** What it keeps, as the rest of "keeps …"; null for nothing. */
  readonly state: string | null
  readonly cost: Cost
}

export function explain(plan: Plan): Explanation {
  const context = new ExplainContext(plan)
  return {
    fingerprint: plan.fingerprint,
    views: plan.views.map(view => explainView(view, context)),
    operators: plan.nodes.map(node => explainNode(node, context)),
  }
}

/** Finds nodes, and how to call them and their columns. */
class ExplainContext {
  readonly #sources: ReadonlyMap<string, SourcePlan>
  readonly #nodes: ReadonlyMap<string, PlanNode>
  readonly #numbers: ReadonlyMap<string, number>
  readonly #names: ReadonlyMap<string, NodeNames>

  constructor({ sources, nodes }: Plan) {
    this.#sources = new Map(sources.map(source => [source.name, source]))
    this.#nodes = new Map(nodes.map(node => [node.id, node]))
    this.#numbers = new Map(nodes.map(({ id }, index) => [id, index + 1]))
    this.#names = displayNames(nodes)
  }

  node(id: string): PlanNode {
    return must(this.#nodes.get(id), `node ${id}`)
  }

  source(name: string): SourcePlan {
    return must(this.#sources.get(name), `source ${name}`)
  }

  number(id: string): number {
    return must(this.#numbers.get(id), `node ${id}`)
  }

  names(id: string): readonly string[] {
    return must(this.#names.get(id), `node ${id}`).short
  }

  /** With the source in front where there is one. */
  fullName(id: string, position: number): string {
    return must(this.#names.get(id), `node ${id}`).full[position]!
  }

  /** A source by its name, anything else by its number. */
  label(id: string): string {
    const node = this.node(id)
    if (node.kind === 'source') return node.source
    return node.kind === 'arrange' ? this.label(node.input) : `step ${this.number(id)}`
  }

  at(id: string, positions: readonly number[]): string {
    return positions.map(position => this.names(id)[position]!).join(', ')
  }
}

function explainView(view: ViewPlan, context: ExplainContext): ViewExplanation {
  const { name, endpoint, columns } = view
  const key = view.key?.map(position => columns[position]!) ?? null
  return {
    name,
    endpoint,
    example:
      endpoint === null || key === null
        ? null
        : examplePath(
            endpoint,
            key.map(({ type }) => type),
          ),
    key: key && key.map(column => column.name),
    columns,
    operator: context.number(view.node),
  }
}

function examplePath(endpoint: string, types: readonly SqlType[]): string {
  let next = 0
  return endpoint
    .split('/')
    .map(segment => (segment.startsWith(':') ? encodeURIComponent(EXAMPLES[types[next++]!.kind]) : segment))
    .join('/')
}

const EXAMPLES: Readonly<Record<SqlType['kind'], string>> = {
  boolean: 'true',
  smallint: '42',
  integer: '42',
  bigint: '42',
  real: '1.5',
  double: '1.5',
  decimal: '1.50',
  varchar: 'abc',
  char: 'abc',
  bytes: 'q80=',
  uuid: '5f0c2a3e-1f0a-4c3e-9b1d-2a6c7e8f9a01',
  time: '10:00:00',
  interval: 'P1D',
  json: '{"a":1}',
  array: '[]',
  map: '{}',
  struct: '{}',
  date: '2013-02-07',
  timestamp: '2013-02-07T10:00:00',
  timestamptz: '2013-02-07T10:00:00Z',
  null: '',
}

function explainNode(node: PlanNode, context: ExplainContext): OperatorExplanation {
  const isTable = node.kind === 'source' && context.source(node.source).kind === 'table'
  const sides = node.kind === 'join' ? joinSides(node, context) : null
  return {
    number: context.number(node.id),
    id: node.id,
    kind: node.kind,
    ...words(node, context),
    inputs: nodeInputs(node).map(id => context.number(id)),
    cost: costOf(node, isTable, sides),
  }
}

type Words = Pick<OperatorExplanation, 'title' | 'details' | 'state'>

function words(node: PlanNode, context: ExplainContext): Words {
  switch (node.kind) {
    case 'source':
      return sourceWords(node, context)
    case 'values': {
      const count = node.rows.length === 1 ? 'one row' : `${node.rows.length} rows`
      return { title: `values, ${count}`, details: [], state: null }
    }
    case 'filter': {
      const predicate = printExpr(node.predicate, context.names(node.input))
      return { title: `filter ${context.label(node.input)}`, details: [`where ${predicate}`], state: null }
    }
    case 'project':
      return {
        title: `project ${context.label(node.input)}`,
        details: [projectWords(node, context)],
        state: null,
      }
    case 'arrange': {
      const by = context.at(node.input, node.by)
      const found = by === '' ? '' : ` by ${by}`
      return {
        title: `arrange ${context.label(node.input)}${found}`,
        details: [],
        state: `the rows${found}`,
      }
    }
    case 'join':
      return joinWords(node, context)
    case 'aggregate':
      return aggregateWords(node, context)
    case 'group_join':
      return groupJoinWords(node, context)
    case 'union': {
      const inputs = node.inputs.map(id => context.label(id))
      return { title: `union ${inputs.join(', ')}`, details: [], state: null }
    }
    case 'set_operation': {
      const all = node.all ? ' all' : ''
      const sides = `${context.label(node.left)} and ${context.label(node.right)}`
      return {
        title: `${node.operator}${all} ${sides}`,
        details: [],
        state: 'how often a row is on each side',
      }
    }
    case 'unnest': {
      const arrays = context.at(node.input, node.arrays)
      return {
        title: `elements of ${arrays}`,
        details: [
          ...(node.ordinality ? ['with the number of each element'] : []),
          ...(node.outer ? ['a row without elements is there once, with NULLs'] : []),
        ],
        state: null,
      }
    }
    case 'top_n':
      return topNWords(node, context)
    case 'window':
      return windowWords(node, context)
    default:
      return unreachable(node)
  }
}

function sourceWords(node: Extract<PlanNode, { kind: 'source' }>, context: ExplainContext): Words {
  const source = context.source(node.source)
  const { kind, topic, keyFormat, valueFormat, onError } = source
  const columns = node.columns.map(({ name }) => name).join(', ')
  const key = source.primaryKey.map(index => source.columns[index]!.name).join(', ')
  return {
    title: `${kind} ${node.source}`,
    details: [
      `topic ${topic}: key ${keyFormat}, value ${valueFormat}, on error ${onError}`,
      `reads ${columns}`,
    ],
    state: kind === 'table' ? `the rows by ${key}` : null,
  }
}

function projectWords(node: Extract<PlanNode, { kind: 'project' }>, context: ExplainContext): string {
  const outputs = node.exprs.map((expr, index) => {
    const text = printExpr(expr, context.names(node.input))
    const { name } = node.columns[index]!
    return text === name || text.endsWith(`.${name}`) ? text : `${text} AS ${name}`
  })
  return outputs.join(', ')
}

function joinSides(node: Extract<PlanNode, { kind: 'join' }>, context: ExplainContext): JoinSides {
  const side = (id: string): JoinSides['left'] => {
    const input = context.node(id)
    return {
      label: context.label(id),
      unique: input.kind === 'source' || (input.kind === 'arrange' && input.unique),
    }
  }
  return { left: side(node.left), right: side(node.right) }
}

function joinWords(node: Extract<PlanNode, { kind: 'join' }>, context: ExplainContext): Words {
  const [left, right] = [context.label(node.left), context.label(node.right)]
  const on = node.leftKey.map((position, index) => {
    return `${context.fullName(node.left, position)} = ${context.fullName(node.right, node.rightKey[index]!)}`
  })
  const title = `${node.join === 'inner' ? '' : `${node.join} `}join ${left} with ${right}`
  const residual = node.residual ? [printExpr(node.residual, residualNames(node, context))] : []
  const condition = [...on, ...residual].join(' AND ')
  return { title, details: condition === '' ? [] : [`on ${condition}`], state: null }
}

function residualNames(node: Extract<PlanNode, { kind: 'join' }>, context: ExplainContext): string[] {
  return [node.left, node.right].flatMap(id =>
    context.node(id).columns.map((_, position) => context.fullName(id, position)),
  )
}

function windowWords(node: Extract<PlanNode, { kind: 'window' }>, context: ExplainContext): Words {
  const { input, partitionBy, orderBy, calls } = node
  const names = context.names(input)
  const partition = context.at(input, partitionBy)
  const order = orderWords(orderBy, names)
  const width = context.node(input).columns.length
  const textOf = (arg: WindowArgument): string =>
    typeof arg === 'number' ? names[arg]! : printExpr(arg, names)
  const called = calls.map(({ fn, args, frame }, index) => {
    const given = fn === 'count(*)' ? '*' : args.map(textOf).join(', ')
    const call = `${fn.replace(/\(.*/, '').toUpperCase()}(${given})`
    const words = windowFunction(fn)?.hasFrame === false ? '' : frameWords(frame)
    const text = words === '' ? call : `${call} OVER (${words})`
    return named(text, node.columns[width + index]!.name)
  })
  return {
    title: `window over ${context.label(input)}${partition === '' ? '' : ` for each ${partition}`}`,
    details: [called.join(', '), ...(order.length === 0 ? [] : [`order by ${order.join(', ')}`])],
    state: 'all rows in order',
  }
}

function topNWords(node: Extract<PlanNode, { kind: 'top_n' }>, context: ExplainContext): Words {
  const { input, partitionBy, orderBy, limit, offset, ties } = node
  const order = orderWords(orderBy, context.names(input))
  const partition = context.at(input, partitionBy)
  const rows = limit === null ? 'rows' : limit === 1 ? 'row' : `${limit} rows`
  const from = `${ties ? ' with ties' : ''}${offset === 0 ? '' : ` after ${offset}`}`
  return {
    title: `${limit === null ? 'all' : 'first'} ${rows}${from} of ${context.label(input)}${partition === '' ? '' : ` for each ${partition}`}`,
    details: order.length === 0 ? [] : [`order by ${order.join(', ')}`],
    state: 'all rows in order',
  }
}

function aggregateWords(node: Extract<PlanNode, { kind: 'aggregate' }>, context: ExplainContext): Words {
  const groups = context.at(node.input, node.groupBy)
  const calls = node.calls.map((call, index) => {
    const name = context.names(node.id)[node.groupBy.length + index]!
    return named(callText(call, context.names(node.input)), name)
  })
  const by = groups === '' ? '' : ` by ${groups}`
  return {
    title: `aggregate ${context.label(node.input)}${by}`,
    details: calls.length === 0 ? [] : [calls.join(', ')],
    state: groups === '' ? 'one record' : `one record for each ${groups}`,
  }
}

function groupJoinWords(node: Extract<PlanNode, { kind: 'group_join' }>, context: ExplainContext): Words {
  let column = context.node(node.left).columns.length
  const details = node.branches.map(({ input, groupBy, calls }) => {
    const texts = calls.map(call =>
      named(callText(call, context.names(input)), context.names(node.id)[column++]!),
    )
    return `${texts.join(', ')} of ${context.label(input)} by ${context.at(input, groupBy)}`
  })
  const key = context.at(node.left, node.leftKey)
  return {
    title: `group join ${context.label(node.left)} by ${key}`,
    details,
    state: `one record for each ${key}, with all aggregates`,
  }
}

function named(text: string, name: string): string {
  return text === name ? text : `${name} = ${text}`
}
