/** The logical plan as an indented tree, inputs below their users. */
import type { Expr } from '../expr/expr.ts'
import { printExpr } from '../expr/print-expr.ts'
import { orderWords } from '../topology/display-names.ts'
import type { Column } from '../topology/plan.ts'
import { unreachable } from '../util/assert.ts'
import { inputsOf } from './rewrite.ts'
import type { AggregateNode, LogicalNode, LogicalView, TopNNode } from './plan.ts'

export function printView({ name, plan }: LogicalView): string {
  return `view ${name}\n${printLogical(plan, 1)}`
}

/** One line a node, each ending in a newline. */
export function printLogical(node: LogicalNode, depth = 0): string {
  const below = inputsOf(node).map(input => printLogical(input, depth + 1))
  return `${'  '.repeat(depth)}${describe(node)}\n${below.join('')}`
}

function describe(node: LogicalNode): string {
  switch (node.kind) {
    case 'scan':
      return `scan ${node.source.name}(${names(node.columns).join(', ')})`
    case 'view':
      return `view ${node.view}`
    case 'filter':
      return `filter ${printExpr(node.predicate, names(node.input.columns))}`
    case 'project':
      return `project ${node.exprs.map((expr, index) => named(expr, node.input.columns, node.columns[index]!)).join(', ')}`
    case 'values':
      return `values ${node.rows.map(row => `(${row.map(expr => printExpr(expr, [])).join(', ')})`).join(', ')}`
    case 'union':
      return 'union all'
    case 'set_operation':
      return `${node.operator}${node.all ? ' all' : ''}`
    case 'window':
      return `window ${node.calls.map(({ fn }) => fn.replace(/\(.*/, '')).join(', ')}`
    case 'unnest': {
      const arrays = node.arrays.map(column => node.input.columns[column]!.name).join(', ')
      return `unnest ${arrays}${node.ordinality ? ' with ordinality' : ''}${node.outer ? ' or nothing' : ''}`
    }
    case 'top_n':
      return `top ${node.limit ?? 'all'}${node.ties ? ' with ties' : ''} after ${node.offset}${describeOrder(node)}`
    case 'join': {
      const on = node.on === null ? '' : ` on ${printExpr(node.on, sideNames(node.left, node.right))}`
      return `${node.join} join${on}`
    }
    case 'aggregate':
      return `aggregate ${describeCalls(node).join(', ')}`
    default:
      return unreachable(node)
  }
}

function describeCalls({ groupBy, calls, sets, input }: AggregateNode): string[] {
  const groups = groupBy.map(expr => printExpr(expr, names(input.columns)))
  const inSets = sets?.sets.map(set => `(${set.map(index => groups[index]).join(', ')})`)
  const called = calls.map(({ fn, args, distinct, orderBy = [], constants = [] }) => {
    const name = fn.slice(0, fn.indexOf('('))
    const print = (expr: Expr): string => printExpr(expr, names(input.columns))
    const of = [...args, ...constants].map(print).join(', ')
    const order = orderBy.map(({ expr, descending }) => `${print(expr)}${descending ? ' desc' : ''}`)
    const inOrder = order.length === 0 ? '' : ` order by ${order.join(', ')}`
    return `${name}(${distinct ? 'distinct ' : ''}${args.length === 0 ? '*' : of}${inOrder})`
  })
  if (inSets) return [...called, `by the sets ${inSets.join(', ')}`]
  return [...called, ...(groups.length > 0 ? [`by ${groups.join(', ')}`] : [])]
}

function describeOrder({ orderBy, partitionBy, columns }: TopNNode): string {
  const order = orderWords(orderBy, names(columns))
  const partition = partitionBy.map(column => columns[column]!.name)
  return [
    ...(order.length > 0 ? [` order by ${order.join(', ')}`] : []),
    ...(partition.length > 0 ? [` for each ${partition.join(', ')}`] : []),
  ].join('')
}

function named(expr: Expr, columns: readonly Column[], { name }: Column): string {
  const text = printExpr(expr, names(columns))
  return text === name ? name : `${text} AS ${name}`
}

/** The columns of a join's condition; where both sides have a name, with the side. */
function sideNames(left: LogicalNode, right: LogicalNode): string[] {
  const ofLeft = names(left.columns)
  const ofRight = names(right.columns)
  return [
    ...ofLeft.map(name => (ofRight.includes(name) ? `left.${name}` : name)),
    ...ofRight.map(name => (ofLeft.includes(name) ? `right.${name}` : name)),
  ]
}

function names(columns: readonly Column[]): string[] {
  return columns.map(({ name }) => name)
}
