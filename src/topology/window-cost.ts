/** What one changed row costs in window functions. */
import type { FrameBound } from '../expr/expr.ts'
import { aggregateById } from '../expr/aggregates.ts'
import { windowFunction } from '../expr/window-functions.ts'
import type { Cost } from './cost.ts'
import type { WindowCall } from './plan.ts'

type Call = Pick<WindowCall, 'fn' | 'args' | 'frame'>

/** The class of the dearest function. */
export function windowCost({ calls }: { readonly calls: readonly Call[] }): Cost {
  const whole = calls.map(wholePartition).find(reason => reason !== null)
  if (whole !== undefined) return { class: 'O(n)', reason: whole }
  return calls.every(isLocal)
    ? { class: 'O(log n)', reason: 'finds the rows around the changed one by counting, and computes those' }
    : {
        class: 'O(changes)',
        reason: 'counts and sums up to any row in O(log n), and computes the rows that change',
      }
}

/** Why a function may have to look at rows of the partition whose values do not change; null when it does not. */
function wholePartition({ fn, args, frame }: Call): string | null {
  const name = fn.replace(/\(.*/, '').toUpperCase()
  const isNeighbour = fn === 'lag' || fn === 'lead'
  if (isNeighbour && typeof args[1] === 'number')
    return `the distance of ${name} is another for each row: computes all rows of the partition`
  if (windowFunction(fn)?.hasFrame === false || isFinite(frame)) return null
  if (readsInOrder(fn)) return `${name} reads all rows of each frame in which something changes`
  if (frame.exclude !== 'no_others')
    return `a frame without end and EXCLUDE: computes all rows of the partition on that side of the changed one`
  if (fn === 'nth_value' && typeof args[1] === 'number')
    return `the number of ${name} is another for each row: computes all rows of the partition behind the changed one`
  return null
}

/** Whether an aggregate is of values in order: then it is not put together from sums. */
function readsInOrder(fn: string): boolean {
  const aggregate = aggregateById(fn)
  return aggregate !== undefined && aggregate.order !== null
}

/** Whether a change is seen from so many rows around it only. */
function isLocal({ fn, frame }: Call): boolean {
  return fn === 'lag' || fn === 'lead' || (windowFunction(fn)?.hasFrame !== false && isFinite(frame))
}

function isFinite({ start, end }: { readonly start: FrameBound; readonly end: FrameBound }): boolean {
  return start.kind !== 'unbounded_preceding' && end.kind !== 'unbounded_following'
}
