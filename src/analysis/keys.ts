/**
 * Which columns identify a row of a FROM clause or of a query. Only what a declaration proves: analysis uses it for the
 * default condition of an aggregate join. Planning derives the keys that views are served by.
 */
import type { Expr } from '../expr/expr.ts'
import { unreachable } from '../util/assert.ts'
import type { BoundFrom, BoundJoin, BoundSelect } from './bound.ts'
import { conjunctsOf } from './expr-tree.ts'

/** How many columns the rows have. */
export function widthOf(from: BoundFrom): number {
  switch (from.kind) {
    case 'table':
      return from.relation.columns.length
    case 'join':
      return widthOf(from.left) + widthOf(from.right)
    case 'aggregate_join':
      return widthOf(from.left) + from.by.length + 1
    case 'computed':
      return from.outputs.length
    default:
      return unreachable(from)
  }
}

/** Positions that identify a row, or null when none are known to. */
export function keyOfFrom(from: BoundFrom): readonly number[] | null {
  switch (from.kind) {
    case 'table':
      return from.relation.key
    case 'join':
      return keyOfJoin(from)
    case 'aggregate_join':
      return keyOfFrom(from.left)
    case 'computed':
      return throughOutputs(keyOfFrom(from.input), from.outputs)
    default:
      return unreachable(from)
  }
}

/** A join that finds at most one right (left) row keeps the left (right) key; otherwise both keys together are one. */
function keyOfJoin({ join, left, right, on }: BoundJoin): readonly number[] | null {
  const width = widthOf(left)
  const leftKey = keyOfFrom(left)
  const rightKey = keyOfFrom(right)?.map(index => index + width) ?? null
  const equal = new Set(conjunctsOf(on).flatMap(equatedColumns(width)))
  if (leftKey && rightKey?.every(index => equal.has(index))) return leftKey
  if (join === 'inner' && rightKey && leftKey?.every(index => equal.has(index))) return rightKey
  return leftKey && rightKey && [...leftKey, ...rightKey]
}

/** The columns that a conjunct equates across the two sides. */
function equatedColumns(width: number): (conjunct: Expr) => number[] {
  return conjunct => {
    if (conjunct.kind !== 'call' || !conjunct.fn.startsWith('eq(')) return []
    const columns = conjunct.args.flatMap(arg => (arg.kind === 'column' ? [arg.index] : []))
    const across = columns.length === 2 && columns[0]! < width !== columns[1]! < width
    return across ? columns : []
  }
}

/** Positions in the output that identify a row of the query, or null when none are known to. */
export function keyOfSelect({ from, grouping, outputs }: BoundSelect): readonly number[] | null {
  if (!grouping) return throughOutputs(keyOfFrom(from), outputs)
  const explicit = grouping.keys.length - grouping.determined
  return throughOutputs(explicit > 0 ? [...Array(explicit).keys()] : null, outputs)
}

function throughOutputs(
  key: readonly number[] | null,
  outputs: readonly { readonly expr: Expr }[],
): readonly number[] | null {
  const positions = key?.map(index =>
    outputs.findIndex(({ expr }) => expr.kind === 'column' && expr.index === index),
  )
  return positions && !positions.includes(-1) ? positions : null
}
