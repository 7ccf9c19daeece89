/** The operators of a plan, wired: takes the sources' deltas through all nodes in topological order, to the view rows. */
import { compile } from '../expr/evaluate.ts'
import { Arrangement, type ArrangementShape } from '../ivm/arrangement.ts'
import { type Delta, EMPTY_DELTA } from '../ivm/delta.ts'
import { FailingRows } from '../ivm/failing-rows.ts'
import type { Operator } from '../ivm/operator.ts'
import { Aggregate } from '../ivm/operators/aggregate.ts'
import { Arrange } from '../ivm/operators/arrange.ts'
import { Filter } from '../ivm/operators/filter.ts'
import { GroupJoin } from '../ivm/operators/group-join.ts'
import { Join } from '../ivm/operators/join.ts'
import { Project } from '../ivm/operators/project.ts'
import { SetOperation } from '../ivm/operators/set-operation.ts'
import { sourceArrangement } from '../ivm/operators/table-source.ts'
import { TopN } from '../ivm/operators/top-n.ts'
import { Union } from '../ivm/operators/union.ts'
import { Unnest } from '../ivm/operators/unnest.ts'
import { Values } from '../ivm/operators/values.ts'
import { ViewRows } from '../ivm/operators/view-rows.ts'
import { Window } from '../ivm/operators/window.ts'
import type { StepState } from '../ivm/step-state.ts'
import { nodeInputs } from '../topology/inputs.ts'
import type { ArrangeNode, Plan, PlanNode, SourceNode, ViewPlan } from '../topology/plan.ts'
import { DataError } from '../types/data-error.ts'
import { jsonWriter } from '../types/json-form.ts'
import type { SqlType } from '../types/sql-type.ts'
import { assert, must, unreachable } from '../util/assert.ts'

/** Nodes whose rows come from more than one row. */
const COMBINING: ReadonlySet<PlanNode['kind']> = new Set([
  'join',
  'aggregate',
  'group_join',
  'set_operation',
  'top_n',
  'window',
])

interface Stage {
  readonly id: string
  readonly inputs: readonly string[]
  readonly operator: Operator
  /** See {@link Origin.derived}. */
  readonly derived: boolean
}

/** Where the rows of a node come from. */
interface Origin {
  /** Rows are joined or aggregated: they come from more than one record, and none of these is to blame for a failure. */
  readonly derived: boolean
  /** All sources that they come from pass bad data (on_error is not `stop`). */
  readonly passing: boolean
}

/** A joined or aggregated row made an expression fail, and a source's policy is to stop then. */
export class DerivedRowError extends Error {
  override readonly name = 'DerivedRowError'
  override readonly cause: DataError

  constructor(cause: DataError) {
    super(cause.message)
    this.cause = cause
  }
}

/** Prefix of all keys of a node's or view's stores. */
export function storePrefix({ fingerprint }: { readonly fingerprint: string }): string {
  return `${fingerprint}/`
}

/** The shape of a table source's rows. */
export function sourceShape(node: SourceNode): {
  store: string
  types: readonly SqlType[]
  primaryKey: readonly number[]
} {
  return {
    store: storePrefix(node),
    types: typesOf(node),
    primaryKey: must(node.key, 'a table has a primary key'),
  }
}

export class Dataflow {
  readonly #plan: Plan
  readonly #nodes: ReadonlyMap<string, PlanNode>
  readonly #origins = new Map<string, Origin>()
  readonly #failing = new FailingRows()
  readonly #stages: readonly Stage[]
  readonly #views: readonly { readonly node: string; readonly rows: ViewRows }[]

  constructor(plan: Plan) {
    this.#plan = plan
    this.#nodes = new Map(plan.nodes.map(node => [node.id, node]))
    for (const node of plan.nodes) this.#origins.set(node.id, this.#origin(node))
    this.#stages = plan.nodes.filter(({ kind }) => kind !== 'source').map(node => this.#stage(node))
    this.#views = plan.views.map(view => ({ node: view.node, rows: this.#viewRows(view) }))
  }

  /**
   * Runs one step: `deltas` holds the changes of the source nodes by id, `first` is true in the first step of a state.
   * All writes go to `state`. Returns by how many the rows grew that are left out because an expression fails. Throws
   * DataError when a row of a single record makes an expression fail, DerivedRowError when another row does.
   */
  async run(deltas: Map<string, Delta>, state: StepState, first: boolean): Promise<number> {
    this.#failing.take()
    for (const { id, inputs, operator, derived } of this.#stages) {
      const changes = inputs.map(input => deltas.get(input) ?? EMPTY_DELTA)
      if (!first && changes.every(({ size }) => size === 0)) continue
      const ranges = operator.ranges?.(changes, state) ?? []
      if (ranges.length > 0) await state.load(ranges)
      try {
        deltas.set(id, operator.apply(changes, state))
      } catch (error) {
        if (!(error instanceof DataError)) throw error
        const located = new DataError(error.code, `${error.message}, in ${this.#viewsOf(id)}`)
        throw derived ? new DerivedRowError(located) : located
      }
    }
    for (const { node, rows } of this.#views) {
      const delta = deltas.get(node)
      if (delta !== undefined && delta.size > 0) rows.apply(delta, state)
    }
    return this.#failing.take()
  }

  /** The views that read a node, for messages. */
  #viewsOf(id: string): string {
    const users = new Set([id])
    for (const node of this.#plan.nodes)
      if (nodeInputs(node).some(input => users.has(input))) users.add(node.id)
    const names = this.#plan.views.filter(({ node }) => users.has(node)).map(({ name }) => `\`${name}\``)
    return `${names.length === 1 ? 'view' : 'views'} ${names.join(', ')}`
  }

  #origin(node: PlanNode): Origin {
    if (node.kind === 'source') {
      const source = this.#plan.sources.find(({ name }) => name === node.source)
      return { derived: false, passing: source?.onError !== 'stop' }
    }
    const inputs = nodeInputs(node).map(id => must(this.#origins.get(id), `${id} stands before its users`))
    const combines = COMBINING.has(node.kind)
    return {
      derived: combines || inputs.some(({ derived }) => derived),
      passing: inputs.every(({ passing }) => passing),
    }
  }

  #stage(node: PlanNode): Stage {
    const { derived } = must(this.#origins.get(node.id), `origin of ${node.id}`)
    return { id: node.id, inputs: nodeInputs(node), operator: this.#operator(node), derived }
  }

  #operator(node: PlanNode): Operator {
    const { derived, passing } = must(this.#origins.get(node.id), `origin of ${node.id}`)
    const failing = derived && passing ? this.#failing : null
    switch (node.kind) {
      case 'filter':
        return new Filter(compile(node.predicate), failing)
      case 'project':
        return new Project(node.exprs.map(compile), failing)
      case 'arrange':
        return new Arrange(arrangeShape(node))
      case 'join': {
        const left = this.#arrangement(node.left, node.leftKey)
        const right = this.#arrangement(node.right, node.rightKey)
        const { join, leftKey, rightKey, nullsMatch = false } = node
        const residual = node.residual === undefined ? null : compile(node.residual)
        return new Join({ join, left, right, leftKey, rightKey, nullsMatch, residual })
      }
      case 'values': {
        const rows = node.rows.map(row => row.map(compile))
        return new Values(() => rows.map(row => row.map(evaluate => evaluate([]))))
      }
      case 'union':
        return new Union()
      case 'set_operation': {
        const { operator, all } = node
        return new SetOperation({ store: storePrefix(node), types: typesOf(node), operator, all })
      }
      case 'window': {
        const { partitionBy, orderBy, calls } = node
        const types = typesOf(this.#node(node.input))
        return new Window({ store: storePrefix(node), types, partitionBy, orderBy, calls })
      }
      case 'unnest':
        return new Unnest(node)
      case 'top_n': {
        const { partitionBy, orderBy, limit, offset, ties = false } = node
        const types = typesOf(this.#node(node.input))
        return new TopN({ store: storePrefix(node), types, partitionBy, orderBy, limit, offset, ties })
      }
      case 'aggregate': {
        const types = typesOf(this.#node(node.input))
        const { groupBy, calls } = node
        return new Aggregate({ store: storePrefix(node), types, groupBy, calls })
      }
      case 'group_join': {
        const left = this.#arrangement(node.left, node.leftKey)
        const branches = node.branches.map(branch => ({
          ...branch,
          types: typesOf(this.#node(branch.input)),
        }))
        return new GroupJoin({ store: storePrefix(node), left, leftKey: node.leftKey, branches })
      }
      case 'source':
        throw new TypeError('a source is no stage')
      default:
        return unreachable(node)
    }
  }

  #viewRows(view: ViewPlan): ViewRows {
    const types = view.columns.map(({ type }) => type)
    return new ViewRows({
      store: storePrefix(view),
      types,
      key: view.key,
      json: jsonWriter(view.columns, view.jsonNumbers),
    })
  }

  #arrangement(id: string, by: readonly number[]): Arrangement {
    const node = this.#node(id)
    assert(node.kind === 'source' || node.kind === 'arrange', `${id} is no arrangement`)
    const shape = node.kind === 'source' ? sourceArrangement(sourceShape(node)) : arrangeShape(node)
    assert(shape.by.join() === by.join(), `${id} is not arranged by ${by.join()}`)
    return new Arrangement(shape)
  }

  #node(id: string): PlanNode {
    return must(this.#nodes.get(id), `the plan has no node ${id}`)
  }
}

function arrangeShape(node: ArrangeNode): ArrangementShape {
  return { store: storePrefix(node), types: typesOf(node), by: node.by, key: node.key, unique: node.unique }
}

function typesOf(node: PlanNode): readonly SqlType[] {
  return node.columns.map(({ type }) => type)
}
