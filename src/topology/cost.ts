/** What one changed row costs in an operator: a class, and one reason in words. */
import { listed } from '../util/listed.ts'
import { unreachable } from '../util/assert.ts'
import type { AggregateCall, PlanNode } from './plan.ts'
import { windowCost } from './window-cost.ts'

/**
 * n: values in one group or index, rows of a side or partition · matches: rows of the other side with the same key ·
 * changes: rows whose values change with it. A read or write by key counts as one step.
 */
export type CostClass = 'O(1)' | 'O(log n)' | 'O(matches)' | 'O(changes)' | 'O(n)'

export interface Cost {
  readonly class: CostClass
  readonly reason: string
}

/** Of a join: whether a key finds at most one row on each side, and how its inputs are called. */
export interface JoinSides {
  readonly left: JoinSide
  readonly right: JoinSide
}
export interface JoinSide {
  readonly label: string
  readonly unique: boolean
}

/** The cost of one changed row; a table's source knows from `isTable`, a join from `sides`. */
export function costOf(node: PlanNode, isTable: boolean, sides: JoinSides | null): Cost {
  switch (node.kind) {
    case 'source':
      return isTable
        ? { class: 'O(1)', reason: 'one read of the row before, one write' }
        : { class: 'O(1)', reason: 'decoded and passed on; nothing is kept' }
    case 'values':
      return { class: 'O(1)', reason: 'never changes' }
    case 'filter':
    case 'project':
      return { class: 'O(1)', reason: 'looks at the changed row alone' }
    case 'unnest':
      return { class: 'O(matches)', reason: 'one row for each element of the changed row' }
    case 'arrange':
      return { class: 'O(1)', reason: 'one write' }
    case 'join':
      return node.leftKey.length === 0 ? crossCost(sides!) : joinCost(sides!)
    case 'union':
      return { class: 'O(1)', reason: 'passes the changed row on' }
    case 'set_operation':
      return { class: 'O(1)', reason: 'one read and one write of how often the row is on each side' }
    case 'window':
      return windowCost(node)
    case 'top_n':
      return { class: 'O(log n)', reason: 'finds the ends of the cut by counting; reads what crosses them' }
    case 'aggregate':
      return aggregateCost(node.calls, 'the group')
    case 'group_join':
      return aggregateCost(
        node.branches.flatMap(({ calls }) => calls),
        'the key',
      )
    default:
      return unreachable(node)
  }
}

function joinCost({ left, right }: JoinSides): Cost {
  if (left.unique && right.unique) return { class: 'O(1)', reason: 'at most one row on each side' }
  const found = (of: string, other: JoinSide): string =>
    `${of} finds ${other.unique ? `at most one row of ${other.label}` : `all rows of ${other.label} with its key`}`
  const reason = `${found(`a change of ${left.label}`, right)}; ${found(`one of ${right.label}`, left)}`
  return { class: 'O(matches)', reason }
}

function crossCost({ left, right }: JoinSides): Cost {
  const reason = `there is no key: a change of ${left.label} meets all rows of ${right.label}, and the reverse`
  return { class: 'O(n)', reason }
}

/** COUNT, SUM and AVG take back what they added; MIN and MAX must find the next value; a list is written whole. */
function aggregateCost(calls: readonly AggregateCall[], owner: string): Cost {
  const names = (list: readonly AggregateCall[]): string[] => [
    ...new Set(list.map(({ fn }) => fn.slice(0, fn.indexOf('(')).toUpperCase())),
  ]
  const whole = names(calls.filter(readsAllValues))
  if (whole.length > 0)
    return {
      class: 'O(n)',
      reason: `${listed(whole)} ${whole.length === 1 ? 'reads' : 'read'} all values of ${owner}`,
    }
  const ordered = names(calls.filter(({ fn, orderBy }) => orderBy !== undefined || /^(min|max)\(/.test(fn)))
  if (ordered.length === 0) {
    return { class: 'O(1)', reason: `one read and one write of ${owner}'s record, however many rows it has` }
  }
  const keep = ordered.length === 1 ? `${ordered[0]} keeps` : `${listed(ordered)} keep`
  return { class: 'O(log n)', reason: `${keep} the values of ${owner} in order` }
}

/** Of the aggregates of values in order, MODE, percentiles and the largest values are found; the others read all of them. */
export function readsAllValues(call: {
  readonly fn: string
  readonly orderBy?: readonly unknown[]
  readonly distinct?: true
}): boolean {
  const { fn, orderBy, distinct } = call
  if (orderBy === undefined) return false
  const isFound = /^(mode|median|percentile_cont|percentile_disc|topk|topkdistinct)\(/.test(fn)
  return !isFound || (distinct === true && fn.startsWith('median('))
}
