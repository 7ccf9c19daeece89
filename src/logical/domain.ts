/**
 * Domains: how a subquery that reads the row around it becomes a relation of its own. Its domain is the relation of all
 * values of its parameters, each once. Lowered over the domain, a query gives for each row of it the rows that it would
 * give for these parameters: the domain's columns, then its own. So the subquery is computed for all rows around it at
 * once, and joined back by its parameters (Neumann and Kemper, Unnesting Arbitrary Queries, 2015).
 */
import type { BoundSubquery } from '../analysis/bound.ts'
import type { Expr } from '../expr/expr.ts'
import { parameterOf } from '../expr/parameters.ts'
import { mapChildren } from '../expr/walk.ts'
import type { Span } from '../diagnostics/source.ts'
import { conjunction } from './conjuncts.ts'
import type { AggregateNode, LogicalNode, ValuesNode } from './plan.ts'
import { columnsAt, projectOver } from './rewrite.ts'

export interface LoweringContext {
  readonly subqueries: readonly BoundSubquery[]
  /** The values of the parameters; null for a query without any. */
  readonly domain: LogicalNode | null
}

/** How many columns the domain puts in front of every relation. */
export function domainWidth({ domain }: LoweringContext): number {
  return domain?.columns.length ?? 0
}

/** An expression over a query's rows, over the same rows behind the domain's columns. */
export function overDomain(expr: Expr, context: LoweringContext): Expr {
  const width = domainWidth(context)
  const move = (part: Expr): Expr => {
    if (part.kind === 'column') return { ...part, index: part.index + width }
    if (part.kind === 'parameter') return { kind: 'column', type: part.type, index: part.index }
    return mapChildren(part, move)
  }
  return move(expr)
}

/** The first columns of a node. */
export function leadingColumns(node: LogicalNode, count: number): Expr[] {
  return columnsAt(node.columns, [...Array(count).keys()])
}

/** The rows of a node, each once. */
export function distinct(input: LogicalNode): AggregateNode {
  const { columns, span } = input
  return {
    kind: 'aggregate',
    input,
    groupBy: leadingColumns(input, columns.length),
    calls: [],
    columns,
    span,
  }
}

/** All values of expressions over a node's rows, each once. */
export function valuesOf(input: LogicalNode, exprs: readonly Expr[]): AggregateNode {
  return distinct(
    projectOver(
      input,
      exprs,
      exprs.map(({ type }, index) => ({ name: `$${index + 1}`, type })),
    ),
  )
}

/** One row without any meaning: what a query without FROM reads. */
export function singleRow(span: Span): ValuesNode {
  const type = { kind: 'boolean' } as const
  return {
    kind: 'values',
    rows: [[{ kind: 'literal', type, text: 'true' }]],
    columns: [{ name: 'row', type }],
    span,
  }
}

/** `left[i]` and column `from + i` are equal, or both NULL; null for none. */
export function sameParameters(left: readonly Expr[], from: number): Expr | null {
  return conjunction(
    left.map((expr, index) => notDistinct(expr, { kind: 'column', type: expr.type, index: from + index })),
  )
}

const BOOLEAN = { kind: 'boolean' } as const

/** `first IS NOT DISTINCT FROM second`, for expressions of one type. */
export function notDistinct(first: Expr, second: Expr): Expr {
  const parameter = parameterOf(first.type)
  const isNull = (arg: Expr): Expr => ({ kind: 'is_null', type: BOOLEAN, arg })
  const equal: Expr = {
    kind: 'call',
    type: BOOLEAN,
    fn: `eq(${parameter},${parameter})`,
    args: [first, second],
  }
  return {
    kind: 'or',
    type: BOOLEAN,
    args: [equal, { kind: 'and', type: BOOLEAN, args: [isNull(first), isNull(second)] }],
  }
}

/** The two sides, where a condition is one that {@link notDistinct} makes, or an IS NOT DISTINCT FROM that was written. */
export function notDistinctSides(expr: Expr): readonly [Expr, Expr] | null {
  if (expr.kind === 'not') return writtenSides(expr.arg)
  if (expr.kind !== 'or' || expr.args.length !== 2) return null
  const [equal, nulls] = expr.args as [Expr, Expr]
  if (equal.kind !== 'call' || !equal.fn.startsWith('eq(') || nulls.kind !== 'and') return null
  const [first, second] = equal.args as [Expr, Expr]
  const tested = nulls.args.map(part => (part.kind === 'is_null' ? part.arg : null))
  const same = (one: Expr | null | undefined, other: Expr): boolean =>
    JSON.stringify(one) === JSON.stringify(other)
  return tested.length === 2 && same(tested[0], first) && same(tested[1], second) ? [first, second] : null
}

/** The two sides of an IS DISTINCT FROM, as analysis binds it: of two NULLs no, of one yes, else whether they differ. */
function writtenSides(expr: Expr): readonly [Expr, Expr] | null {
  if (expr.kind !== 'case' || expr.otherwise.kind !== 'call' || !expr.otherwise.fn.startsWith('ne('))
    return null
  const [first, second] = expr.otherwise.args as [Expr, Expr]
  const isNull = (arg: Expr): Expr => ({ kind: 'is_null', type: BOOLEAN, arg })
  const wanted = [
    { when: isNull(first), then: { kind: 'not', type: BOOLEAN, arg: isNull(second) } },
    { when: isNull(second), then: { kind: 'literal', type: BOOLEAN, text: 'true' } },
  ]
  return JSON.stringify(expr.whens) === JSON.stringify(wanted) ? [first, second] : null
}
