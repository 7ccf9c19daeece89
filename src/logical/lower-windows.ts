/** Window functions of a SELECT as nodes: those over the same partitions in the same order share one. */
import type { Expr, WindowExpr } from '../expr/expr.ts'
import { fold } from '../expr/fold.ts'
import { mapChildren } from '../expr/walk.ts'
import type { SortColumn } from '../topology/plan.ts'
import { leadingColumns } from './domain.ts'
import type { Attached } from './lower-subqueries.ts'
import type { LogicalNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

/** The expressions without window functions, over a node that has their values as columns. */
export function attachWindows({ node, exprs }: Attached, domainWidth: number): Attached {
  const windows = new Map<string, WindowExpr>()
  for (const expr of exprs) collect(expr, windows)
  if (windows.size === 0) return { node, exprs }
  const columns = new Map<string, Expr>()
  let current = node
  for (const group of bySpecification([...windows.values()])) {
    const added = addWindow(current, group, domainWidth)
    current = added
    const start = added.columns.length - group.length
    group.forEach((window, index) =>
      columns.set(keyOf(window), columnsAt(added.columns, [start + index])[0]!),
    )
  }
  const replace = (expr: Expr): Expr =>
    expr.kind === 'window' ? columns.get(keyOf(expr))! : mapChildren(expr, replace)
  return { node: current, exprs: exprs.map(replace) }
}

function collect(expr: Expr, found: Map<string, WindowExpr>): void {
  if (expr.kind === 'window') found.set(keyOf(expr), expr)
  else
    mapChildren(expr, child => {
      collect(child, found)
      return child
    })
}

function keyOf(window: WindowExpr): string {
  return JSON.stringify(window)
}

function bySpecification(windows: readonly WindowExpr[]): WindowExpr[][] {
  const groups = new Map<string, WindowExpr[]>()
  for (const window of windows) {
    const key = JSON.stringify([window.partitionBy, window.orderBy])
    groups.set(key, [...(groups.get(key) ?? []), window])
  }
  return [...groups.values()]
}

function isNoLiteral({ kind }: Expr): boolean {
  return kind !== 'literal'
}

/** The input with what the windows read as columns, then their values. Behind a domain, each row of it is a partition. */
function addWindow(input: LogicalNode, windows: readonly WindowExpr[], domainWidth: number): LogicalNode {
  const [first] = windows as [WindowExpr]
  const { partitionBy, orderBy } = first
  const args = windows.map(window => window.args.map(fold))
  const read = [...partitionBy, ...orderBy.map(({ expr }) => expr), ...args.flat().filter(isNoLiteral)]
  const computed = read.filter(expr => expr.kind !== 'column')
  const names = computed.map((expr, index) => ({ name: `computed${index + 1}`, type: expr.type }))
  const extended =
    computed.length === 0
      ? input
      : projectOver(
          input,
          [...leadingColumns(input, input.columns.length), ...computed],
          [...input.columns, ...names],
        )
  const position = (expr: Expr): number =>
    expr.kind === 'column' ? expr.index : input.columns.length + computed.indexOf(expr)
  const columns = [
    ...extended.columns,
    ...windows.map(({ fn, type }) => ({ name: fn.replace(/\(.*/, ''), type })),
  ]
  return {
    kind: 'window',
    input: extended,
    partitionBy: [...new Set([...Array(domainWidth).keys(), ...partitionBy.map(position)])],
    orderBy: orderBy.map(({ expr, descending, nullsFirst }): SortColumn => ({
      column: position(expr),
      descending,
      nullsFirst,
    })),
    calls: windows.map(({ fn, frame }, index) => ({
      fn,
      args: args[index]!.map(arg => (arg.kind === 'literal' ? arg : position(arg))),
      frame,
    })),
    columns,
    span: input.span,
  }
}
