/**
 * Top-N recognition: a filter that keeps the rows up to some ROW_NUMBER (or RANK: with those that are tied with the last)
 * of their partition reads first rows only. They are cut out below the window, which then numbers n rows of a partition.
 *
 * Sound: the functions of the window look only at rows before their own, of which the cut leaves all; every row of the
 * cut passes the condition, and no other.
 */
import type { CallExpr, Expr } from '../../expr/expr.ts'
import { conjuncts } from '../conjuncts.ts'
import type { FilterNode, LogicalNode, LogicalWindowCall, TopNNode, WindowNode } from '../plan.ts'
import { filterOver, mapInputs } from '../rewrite.ts'

export function recogniseTopN(node: LogicalNode): LogicalNode {
  const inner = mapInputs(node, recogniseTopN)
  if (inner.kind !== 'filter' || inner.input.kind !== 'window') return inner
  return cutBelow(inner, inner.input) ?? inner
}

function cutBelow({ predicate }: FilterNode, window: WindowNode): LogicalNode | null {
  if (!window.calls.every(looksBack)) return null
  const parts = conjuncts(predicate)
  for (const fn of ['row_number', 'rank'] as const) {
    const bounds = parts.map(part => boundOf(part, fn, window))
    const limits = bounds.filter(bound => bound !== null).map(({ limit }) => limit)
    if (limits.length === 0) continue
    const rest = parts.filter((_, index) => bounds[index]?.isWhole !== true)
    const input = topN(window, Math.min(...limits), fn === 'rank')
    return filterOver({ ...window, input }, rest)
  }
  return null
}

function topN({ input, partitionBy, orderBy, span }: WindowNode, limit: number, ties: boolean): TopNNode {
  const { columns } = input
  const cut = { kind: 'top_n', input, partitionBy, orderBy, limit, offset: 0, columns, span } as const
  return ties ? { ...cut, ties } : cut
}

/** Whether the value of a row depends on the rows before it, and on none that a cut behind it takes away. */
function looksBack({ fn, args, frame }: LogicalWindowCall): boolean {
  if (['row_number', 'rank', 'dense_rank'].includes(fn)) return true
  if (['percent_rank', 'cume_dist', 'ntile', 'lag', 'lead'].includes(fn)) {
    const distance = args[1]
    return fn === 'lag' && (distance === undefined || (typeof distance !== 'number' && isCount(distance)))
  }
  return frame.unit === 'rows' && (frame.end.kind === 'current_row' || frame.end.kind === 'preceding')
}

function isCount(expr: Expr): boolean {
  return expr.kind === 'literal' && /^\d+$/.test(expr.text ?? '')
}

/** The condition lets at most the first `limit` rows pass; `isWhole`: it lets all of them pass. */
interface UpperBound {
  readonly limit: number
  readonly isWhole: boolean
}

/** What a condition says of the number that a function gives; null when it is no upper bound of it. */
function boundOf(part: Expr, fn: 'row_number' | 'rank', window: WindowNode): UpperBound | null {
  const compared = part.kind === 'call' ? comparison(part) : null
  if (compared === null) return null
  const { operator, column, value } = compared
  if (window.calls[column - window.input.columns.length]?.fn !== fn) return null
  switch (operator) {
    case 'le':
      return { limit: Math.max(0, value), isWhole: true }
    case 'lt':
      return { limit: Math.max(0, value - 1), isWhole: true }
    case 'eq':
      return { limit: Math.max(0, value), isWhole: value === 1 }
    default:
      return null
  }
}

const MIRRORED: Readonly<Record<string, string>> = { eq: 'eq', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' }

/** A column compared with a constant, the column on the left. */
function comparison({ fn, args }: CallExpr): { operator: string; column: number; value: number } | null {
  const operator = fn.replace(/\(.*/, '')
  const mirrored = MIRRORED[operator]
  const [left, right] = args
  if (mirrored === undefined || left === undefined || right === undefined) return null
  if (left.kind === 'literal' && right.kind === 'column') return withConstant(mirrored, right.index, left)
  return left.kind === 'column' ? withConstant(operator, left.index, right) : null
}

function withConstant(operator: string, column: number, constant: Expr): ReturnType<typeof comparison> {
  if (constant.kind !== 'literal' || constant.type.kind !== 'bigint' || constant.text === null) return null
  const value = Number(constant.text)
  return Number.isSafeInteger(value) ? { operator, column, value } : null
}
