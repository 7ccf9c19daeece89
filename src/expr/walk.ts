/** Looking into expressions and rewriting them. */
import { must, unreachable } from '../util/assert.ts'
import { castMayFail } from './cast.ts'
import type { ColumnExpr, Expr, ParameterExpr } from './expr.ts'
import { scalarById } from './signatures.ts'

/** The direct parts of an expression, in the order they are evaluated. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'column':
    case 'parameter':
    case 'variable':
      return []
    case 'call':
    case 'and':
    case 'or':
    case 'coalesce':
    case 'construct':
    case 'subquery':
      return expr.args
    case 'apply':
      return [...expr.args, ...expr.lambdas.map(({ body }) => body)]
    case 'cast':
    case 'not':
    case 'is_null':
    case 'field':
      return [expr.arg]
    case 'case':
      return [...expr.whens.flatMap(({ when, then }) => [when, then]), expr.otherwise]
    case 'in_list':
      return [expr.arg, ...expr.items]
    case 'window':
      return [...expr.args, ...expr.partitionBy, ...expr.orderBy.map(item => item.expr)]
    default:
      return unreachable(expr)
  }
}

/** The same expression with each direct part replaced by what `fn` returns, which is of the same type. */
export function mapChildren(expr: Expr, fn: (child: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'literal':
    case 'column':
    case 'parameter':
    case 'variable':
      return expr
    case 'call':
    case 'and':
    case 'or':
    case 'coalesce':
    case 'construct':
    case 'subquery':
      return { ...expr, args: expr.args.map(fn) }
    case 'apply':
      return {
        ...expr,
        args: expr.args.map(fn),
        lambdas: expr.lambdas.map(lambda => ({ ...lambda, body: fn(lambda.body) })),
      }
    case 'cast':
    case 'not':
    case 'is_null':
    case 'field':
      return { ...expr, arg: fn(expr.arg) }
    case 'case':
      return {
        ...expr,
        whens: expr.whens.map(({ when, then }) => ({ when: fn(when), then: fn(then) })),
        otherwise: fn(expr.otherwise),
      }
    case 'in_list':
      return { ...expr, arg: fn(expr.arg), items: expr.items.map(fn) }
    case 'window':
      return {
        ...expr,
        args: expr.args.map(fn),
        partitionBy: expr.partitionBy.map(fn),
        orderBy: expr.orderBy.map(item => ({ ...item, expr: fn(item.expr) })),
      }
    default:
      return unreachable(expr)
  }
}

/** The input columns that an expression reads, ascending, each once. */
export function columnsOf(expr: Expr): number[] {
  const found = new Set<number>()
  const visit = (node: Expr) => {
    if (node.kind === 'column') found.add(node.index)
    childrenOf(node).forEach(visit)
  }
  visit(expr)
  return [...found].sort((a, b) => a - b)
}

/** The expression with every column replaced: by another position, or by what the column stands for. */
export function mapColumns(expr: Expr, fn: (column: ColumnExpr) => Expr): Expr {
  return expr.kind === 'column' ? fn(expr) : mapChildren(expr, child => mapColumns(child, fn))
}

/** The expression with every parameter replaced by what it stands for. */
export function mapParameters(expr: Expr, fn: (parameter: ParameterExpr) => Expr): Expr {
  return expr.kind === 'parameter' ? fn(expr) : mapChildren(expr, child => mapParameters(child, fn))
}

/** Whether the expression or a part of it is of the kind. */
export function contains(expr: Expr, kind: Expr['kind']): boolean {
  return expr.kind === kind || childrenOf(expr).some(child => contains(child, kind))
}

/** Whether some row makes the expression throw: then it must not be evaluated for rows that do not need it. */
export function mayFail(expr: Expr): boolean {
  if (expr.kind === 'call' && must(scalarById(expr.fn), `no function ${expr.fn}`).mayFail) return true
  if (expr.kind === 'cast' && expr.try !== true && castMayFail(expr.arg.type, expr.type)) return true
  return makesMapKeys(expr) || childrenOf(expr).some(mayFail)
}

/** A key of a map may be found to be NULL. */
function makesMapKeys(expr: Expr): boolean {
  if (expr.kind === 'apply') return expr.fn === 'transform(map)'
  return (
    expr.kind === 'construct' &&
    expr.type.kind === 'map' &&
    expr.args.some((arg, i) => i % 2 === 0 && (arg.kind !== 'literal' || arg.text === null))
  )
}
