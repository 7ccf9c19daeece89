/** A small builder of logical plans for tests: positions by name, types from a letter. */
import type { AggregateCallExpr } from '../../src/expr/aggregate-call.ts'
import type { CallExpr, Expr, Frame } from '../../src/expr/expr.ts'
import type {
  AggregateNode,
  FilterNode,
  JoinNode,
  LogicalNode,
  LogicalProgram,
  LogicalView,
  ProjectNode,
  ScanNode,
  WindowNode,
} from '../../src/logical/plan.ts'
import type { Column, SortColumn, SourcePlan } from '../../src/topology/plan.ts'
import type { SqlType } from '../../src/types/sql-type.ts'
import { must } from '../../src/util/assert.ts'

const source = { name: 'test.view', text: '' }
export const span = { source, start: 0, end: 0 }

export const VARCHAR: SqlType = { kind: 'varchar', length: null }
export const INTEGER: SqlType = { kind: 'integer' }
export const BIGINT: SqlType = { kind: 'bigint' }
export const BOOLEAN = { kind: 'boolean' } as const

/** `table('users', 'userId name age:integer', 'userId')`; columns are VARCHAR unless they say `integer` or `bigint`. */
export function table(name: string, columns: string, primaryKey: string): SourcePlan {
  const parsed = columns.split(' ').map(parseColumn)
  const key = primaryKey.split(' ').map(column => parsed.findIndex(other => other.name === column))
  return {
    name,
    kind: 'table',
    topic: name,
    keyFormat: 'KAFKA',
    valueFormat: 'JSON',
    onError: 'stop',
    columns: parsed,
    primaryKey: key,
  }
}

/** A stream of the same form. */
export function stream(name: string, columns: string): SourcePlan {
  return { ...table(name, columns, columns.split(' ')[0]!.split(':')[0]!), kind: 'stream', primaryKey: [] }
}

function parseColumn(text: string): Column {
  const [name, type] = text.split(':')
  return { name: name!, type: type === 'integer' ? INTEGER : type === 'bigint' ? BIGINT : VARCHAR }
}

export function scan(of: SourcePlan): ScanNode {
  return { kind: 'scan', source: of, columns: of.columns, span }
}

export function view(name: string, columns: readonly Column[]): LogicalNode {
  return { kind: 'view', view: name, columns, span }
}

/** A column by name or position; of several with one name the first. */
export function col(node: Pick<LogicalNode, 'columns'>, which: string | number): Expr {
  const index = typeof which === 'number' ? which : node.columns.findIndex(({ name }) => name === which)
  return { kind: 'column', type: must(node.columns[index], `column ${which}`).type, index }
}

export function text(value: string): Expr {
  return { kind: 'literal', type: VARCHAR, text: value }
}
export function integer(value: number): Expr {
  return { kind: 'literal', type: INTEGER, text: String(value) }
}
export function truth(value: boolean): Expr {
  return { kind: 'literal', type: BOOLEAN, text: String(value) }
}

/** A call of an operator whose parameters are of the arguments' types. */
export function call(name: string, type: SqlType, ...args: Expr[]): CallExpr {
  return { kind: 'call', type, fn: `${name}(${args.map(arg => arg.type.kind).join(',')})`, args }
}
export const eq = (a: Expr, b: Expr): CallExpr => call('eq', BOOLEAN, a, b)
export const lt = (a: Expr, b: Expr): CallExpr => call('lt', BOOLEAN, a, b)
/** Fails for zero. */
export const divide = (a: Expr, b: Expr): CallExpr => call('divide', INTEGER, a, b)
export const and = (...args: Expr[]): Expr => ({ kind: 'and', type: BOOLEAN, args })
export const isNull = (arg: Expr): Expr => ({ kind: 'is_null', type: BOOLEAN, arg })
export const coalesce = (...args: Expr[]): Expr => ({ kind: 'coalesce', type: args[0]!.type, args })

export function filter(input: LogicalNode, predicate: Expr): FilterNode {
  return { kind: 'filter', input, predicate, columns: input.columns, span }
}

/** `project(input, { total: expr, userId: 'userId' })`: a text stands for the column of that name. */
export function project(input: LogicalNode, outputs: Record<string, Expr | string | number>): ProjectNode {
  const exprs = Object.values(outputs).map(output =>
    typeof output === 'object' ? output : col(input, output),
  )
  const columns = Object.keys(outputs).map((name, index) => ({ name, type: exprs[index]!.type }))
  return { kind: 'project', input, exprs, columns, span }
}

/** `on` gets the left columns and the right columns, already moved behind the left ones. */
export function join(
  kind: 'inner' | 'left',
  left: LogicalNode,
  right: LogicalNode,
  on: ((left: (name: string | number) => Expr, right: (name: string | number) => Expr) => Expr) | null,
): JoinNode {
  const columns = [...left.columns, ...right.columns]
  const ofRight = (which: string | number): Expr => {
    const found = col(right, which)
    return found.kind === 'column' ? { ...found, index: found.index + left.columns.length } : found
  }
  const condition = on && on(which => col(left, which), ofRight)
  return { kind: 'join', join: kind, left, right, on: condition, columns, span }
}

/** `aggregate(input, ['userId'], { tweets: ['count(*)'], best: ['max(integer)', 'score'] })`. */
export function aggregate(
  input: LogicalNode,
  groupBy: readonly (string | Expr)[],
  calls: Record<string, readonly [fn: string, arg?: string | Expr]>,
): AggregateNode {
  const toExpr = (from: string | Expr): Expr => (typeof from === 'string' ? col(input, from) : from)
  const groups = groupBy.map(toExpr)
  const called = Object.values(calls).map(([fn, arg]) => ({
    fn,
    args: arg === undefined ? [] : [toExpr(arg)],
  }))
  const columns = [
    ...groups.map((expr, index) => {
      const from = groupBy[index]!
      return { name: typeof from === 'string' ? from : `group${index}`, type: expr.type }
    }),
    ...Object.keys(calls).map((name, index) => ({ name, type: callType(called[index]!) })),
  ]
  return { kind: 'aggregate', input, groupBy: groups, calls: called, columns, span }
}

function callType({ fn, args }: AggregateCallExpr): SqlType {
  return fn.startsWith('m') ? args[0]!.type : BIGINT
}

/** Window functions without arguments, each a column of its name; `percent_rank` is no BIGINT and stands first. */
export function windows(
  input: LogicalNode,
  partitionBy: readonly number[],
  orderBy: readonly SortColumn[],
  fns: readonly string[],
): WindowNode {
  const frame: Frame = {
    unit: 'range',
    start: { kind: 'unbounded_preceding' },
    end: { kind: 'current_row' },
    exclude: 'no_others',
  }
  const added = fns.map((name): Column => ({
    name,
    type: name === 'percent_rank' ? { kind: 'double' } : BIGINT,
  }))
  const calls = fns.map(fn => ({ fn, args: [], frame }))
  return { kind: 'window', input, partitionBy, orderBy, calls, columns: [...input.columns, ...added], span }
}

export function logicalView(name: string, plan: LogicalNode, endpoint?: string): LogicalView {
  const at = endpoint === undefined ? null : { text: endpoint, span }
  return { name, nameSpan: span, plan, endpoint: at, jsonNumbers: 'number', appendOnly: false }
}

export function program(sources: readonly SourcePlan[], ...views: LogicalView[]): LogicalProgram {
  return { sources, views }
}
