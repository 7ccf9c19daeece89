/**
 * Which columns identify a row of a FROM clause or of a query. Only what a declaration proves: analysis uses it for the
 * default condition of an aggregate join. Planning derives the keys that views are served by.
 */
import type { Expr } from '../expr/expr.ts'
import { unreachable } from '../util/assert.ts'
import type { Column } from '../topology/plan.ts'
import {
  columnsOfQuery,
  type BoundFrom,
  type BoundJoin,
  type BoundOutput,
  type BoundQuery,
  type BoundSelect,
} from './bound.ts'
import { conjunctsOf } from './expr-tree.ts'

/** The columns of the rows. */
export function columnsOfFrom(from: BoundFrom): readonly Column[] {
  switch (from.kind) {
    case 'table':
      return from.relation.columns.flatMap(({ name, type }) => (type ? [{ name: name.text, type }] : []))
    case 'derived':
      return columnsOfQuery(from.query)
    case 'join':
      return [...columnsOfFrom(from.left), ...columnsOfFrom(from.right)]
    case 'lateral':
      return [...columnsOfFrom(from.left), ...columnsOfQuery(from.query)]
    case 'unnest':
      return [...(from.input ? columnsOfFrom(from.input) : []), ...from.columns]
    case 'computed':
      return from.outputs.map(asColumn)
    default:
      return unreachable(from)
  }
}

function asColumn({ name, expr }: BoundOutput): Column {
  return { name, type: expr.type }
}

/** Positions that identify a row, or null when none are known to. */
export function keyOfFrom(from: BoundFrom): readonly number[] | null {
  switch (from.kind) {
    case 'table':
      return from.relation.key
    case 'derived':
      return keyOfQuery(from.query)
    case 'join':
      return from.join === 'full' ? null : keyOfJoin(from, from.join)
    case 'lateral':
    case 'unnest':
      return null
    case 'computed':
      return throughOutputs(keyOfFrom(from.input), from.outputs)
    default:
      return unreachable(from)
  }
}

/** A join that finds at most one right (left) row keeps the left (right) key; otherwise both keys together are one. */
function keyOfJoin({ left, right, on }: BoundJoin, join: 'inner' | 'left'): readonly number[] | null {
  const width = columnsOfFrom(left).length
  const leftKey = keyOfFrom(left)
  const rightKey = keyOfFrom(right)?.map(index => index + width) ?? null
  const equal = new Set((on ? conjunctsOf(on) : []).flatMap(equatedColumns(width)))
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
export function keyOfQuery(query: BoundQuery): readonly number[] | null {
  return query.kind === 'select' ? keyOfSelect(query) : null
}

function keyOfSelect({ from, grouping, outputs }: BoundSelect): readonly number[] | null {
  if (!grouping) return from && throughOutputs(keyOfFrom(from), outputs)
  if (grouping.sets !== null) return null
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
