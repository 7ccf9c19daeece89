/** What a logical plan and a topology mean, computed in the plainest way from whole tables: the reference for the planner. */
import { unnest } from '../../src/ivm/operators/unnest.ts'
import { compile } from '../../src/expr/evaluate.ts'
import type { Expr } from '../../src/expr/expr.ts'
import type { LogicalNode, LogicalProgram } from '../../src/logical/plan.ts'
import type { AggregateCall, Plan, PlanNode } from '../../src/topology/plan.ts'
import type { SqlType } from '../../src/types/sql-type.ts'
import type { Row, Value } from '../../src/types/value.ts'
import { must, unreachable } from '../../src/util/assert.ts'
import { naiveWindow } from './naive-window.ts'
import { firstRows, joined, rowText, setOperation } from './evaluate-relations.ts'

/** All rows of each source, by its name. */
export type Tables = ReadonlyMap<string, readonly Row[]>

/** The rows of every view of a program, by name. Throws DataError where an expression fails. */
export function evaluateProgram(program: LogicalProgram, tables: Tables): Map<string, Row[]> {
  const views = new Map<string, Row[]>()
  for (const { name, plan } of program.views) views.set(name, evaluateLogical(plan, tables, views))
  return views
}

function evaluateLogical(node: LogicalNode, tables: Tables, views: ReadonlyMap<string, Row[]>): Row[] {
  const of = (input: LogicalNode): Row[] => evaluateLogical(input, tables, views)
  switch (node.kind) {
    case 'scan':
      return scanned(must(tables.get(node.source.name), 'table'), node.used)
    case 'view':
      return must(views.get(node.view), 'view')
    case 'filter':
      return of(node.input).filter(isTrue(node.predicate))
    case 'project':
      return projected(of(node.input), node.exprs)
    case 'join': {
      const right = of(node.right)
      const matches = node.on === null ? () => true : isTrue(node.on)
      const widths = [node.left.columns.length, node.right.columns.length] as const
      return joined(of(node.left), right, node.join, widths, (left, row) => matches([...left, ...row]))
    }
    case 'values':
      return node.rows.map(row => row.map(expr => compile(expr)([])))
    case 'union':
      return node.inputs.flatMap(of)
    case 'set_operation':
      return setOperation(node, of(node.left), of(node.right))
    case 'top_n':
      return firstRows(node, of(node.input))
    case 'unnest':
      return of(node.input).flatMap(row => unnest(node, row))
    case 'window':
      return naiveWindow({ ...node, types: typesOf(node.input) }, of(node.input))
    case 'aggregate': {
      const calls = node.calls.map(({ fn, args: [arg] }) => ({
        fn,
        arg: arg === undefined ? null : compile(arg),
      }))
      const keys = node.groupBy.map(compile)
      const rows = of(node.input)
      if (node.sets === undefined) return grouped(rows, keys, calls)
      const { sets, tags } = node.sets
      return sets.flatMap((set, index) =>
        grouped(
          rows,
          set.map(key => keys[key]!),
          calls,
        ).map(row => [
          ...keys.map((_, key) => (set.includes(key) ? row[set.indexOf(key)]! : null)),
          ...row.slice(set.length),
          ...tags.map(({ values }) => values[index]!),
        ]),
      )
    }
    default:
      return unreachable(node)
  }
}

/** The rows of every node of a plan, by id. */
export function evaluatePlan(plan: Plan, tables: Tables): Map<string, Row[]> {
  const nodes = new Map(plan.nodes.map(node => [node.id, node]))
  const results = new Map<string, Row[]>()
  for (const node of plan.nodes)
    results.set(
      node.id,
      evaluateNode(node, tables, id => ({ rows: results.get(id)!, node: nodes.get(id)! })),
    )
  return results
}

type Input = (id: string) => { readonly rows: Row[]; readonly node: PlanNode }

function evaluateNode(node: PlanNode, tables: Tables, input: Input): Row[] {
  switch (node.kind) {
    case 'source':
      return scanned(must(tables.get(node.source), 'table'), node.used)
    case 'filter':
      return input(node.input).rows.filter(isTrue(node.predicate))
    case 'project':
      return projected(input(node.input).rows, node.exprs)
    case 'arrange':
      return input(node.input).rows
    case 'join': {
      const [left, right] = [input(node.left), input(node.right)]
      const widths = [left.node.columns.length, right.node.columns.length] as const
      const residual = node.residual === undefined ? () => true : isTrue(node.residual)
      const equal = (a: Value, b: Value): boolean =>
        same(a, b) || (node.nullsMatch === true && a === null && b === null)
      return joined(
        left.rows,
        right.rows,
        node.join,
        widths,
        (a, b) =>
          node.leftKey.every((position, index) => equal(a[position]!, b[node.rightKey[index]!]!)) &&
          residual([...a, ...b]),
      )
    }
    case 'values':
      return node.rows.map(row => row.map(expr => compile(expr)([])))
    case 'union':
      return node.inputs.flatMap(id => input(id).rows)
    case 'set_operation':
      return setOperation(node, input(node.left).rows, input(node.right).rows)
    case 'top_n':
      return firstRows(node, input(node.input).rows)
    case 'unnest':
      return input(node.input).rows.flatMap(row => unnest(node, row))
    case 'window': {
      const { rows, node: below } = input(node.input)
      return naiveWindow({ ...node, types: typesOf(below) }, rows)
    }
    case 'aggregate':
      return grouped(input(node.input).rows, node.groupBy.map(at), node.calls.map(callAt))
    case 'group_join':
      return input(node.left).rows.map(left => {
        const calls = node.branches.flatMap(({ input: id, groupBy, calls: branchCalls }) => {
          const rows = input(id).rows.filter(row =>
            groupBy.every((position, index) => same(left[node.leftKey[index]!]!, row[position]!)),
          )
          return rows.length === 0
            ? branchCalls.map(() => null)
            : grouped(rows, [], branchCalls.map(callAt))[0]!
        })
        return [...left, ...calls]
      })
    default:
      return unreachable(node)
  }
}

function typesOf({ columns }: Pick<LogicalNode, 'columns'>): SqlType[] {
  return columns.map(({ type }) => type)
}

const at =
  (position: number) =>
  (row: Row): Value =>
    row[position]!
const callAt = ({ fn, args: [arg] }: AggregateCall): Call => ({
  fn,
  arg: arg === undefined ? null : at(arg),
})

function scanned(rows: readonly Row[], used: readonly number[] | undefined): Row[] {
  return rows.map(row => (used === undefined ? row : used.map(column => row[column]!)))
}

function isTrue(predicate: Expr): (row: Row) => boolean {
  const evaluate = compile(predicate)
  return row => evaluate(row) === true
}

function projected(rows: readonly Row[], exprs: readonly Expr[]): Row[] {
  const evaluators = exprs.map(compile)
  return rows.map(row => evaluators.map(evaluate => evaluate(row)))
}

interface Call {
  readonly fn: string
  readonly arg: ((row: Row) => Value) | null
}

function grouped(
  rows: readonly Row[],
  groupBy: readonly ((row: Row) => Value)[],
  calls: readonly Call[],
): Row[] {
  const groups = new Map<string, { key: Row; rows: Row[] }>()
  if (groupBy.length === 0) groups.set('[]', { key: [], rows: [] })
  for (const row of rows) {
    const key = groupBy.map(evaluate => evaluate(row))
    const group = groups.get(rowText(key)) ?? { key, rows: [] }
    groups.set(rowText(key), group)
    group.rows.push(row)
  }
  return [...groups.values()].map(group => [...group.key, ...calls.map(call => aggregated(call, group.rows))])
}

/** COUNT, SUM(INTEGER), MIN(INTEGER) and MAX(INTEGER). */
function aggregated({ fn, arg }: Call, rows: readonly Row[]): Value {
  if (arg === null) return BigInt(rows.length)
  const values = rows.map(arg).filter(value => value !== null)
  if (fn === 'count(any)') return BigInt(values.length)
  if (values.length === 0) return null
  const numbers = values as number[]
  if (fn === 'sum(integer)') return numbers.reduce((sum, number) => sum + BigInt(number), 0n)
  return fn === 'min(integer)' ? Math.min(...numbers) : Math.max(...numbers)
}

function same(first: Value, second: Value): boolean {
  return first !== null && first === second
}
