/** Tells where a change may cost more than O(log n) and what it changes, which a view's author may not expect. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { AggregateNode, JoinNode, LogicalNode, LogicalView, WindowNode } from '../logical/plan.ts'
import { inputsOf } from '../logical/rewrite.ts'
import { readsAllValues } from '../topology/cost.ts'
import { windowCost } from '../topology/window-cost.ts'
import { listedNames } from '../util/listed.ts'
import { splitJoinCondition } from './join-condition.ts'

interface Warning {
  readonly message: string
  readonly help: string
}

/** One warning for each place of the text where a change may look at all rows of a group, a partition or a side. */
export function warnOfCost({ plan }: LogicalView, diagnostics: Diagnostics): void {
  const told = new Set<number>()
  const visit = (node: LogicalNode): void => {
    const warning = told.has(node.span.start) ? null : warningOf(node)
    if (warning !== null) {
      told.add(node.span.start)
      diagnostics.warn('MV3006', warning.message, node.span, { help: warning.help })
    }
    inputsOf(node).forEach(visit)
  }
  visit(plan)
}

function warningOf(node: LogicalNode): Warning | null {
  if (node.kind === 'aggregate') return ofAggregate(node)
  if (node.kind === 'window') return ofWindow(node)
  return node.kind === 'join' ? ofJoin(node) : null
}

function ofAggregate({ calls }: AggregateNode): Warning | null {
  const names = [...new Set(calls.filter(readsAllValues).map(({ fn }) => nameOf(fn)))]
  if (names.length === 0) return null
  const read = names.length === 1 ? 'reads' : 'read'
  return {
    message: `${listedNames(names)} ${read} all values of a group whenever it changes: O(rows of the group)`,
    help: 'keep the groups small, by more columns in GROUP BY or by WHERE',
  }
}

function nameOf(fn: string): string {
  return fn.slice(0, fn.indexOf('(')).toUpperCase()
}

function ofWindow(node: WindowNode): Warning | null {
  const { class: cost, reason } = windowCost(node)
  if (cost !== 'O(n)') return null
  return {
    message: `every change of this window costs O(rows of the partition): ${reason}`,
    help: 'keep the partitions small, take a constant distance, or a frame that ends on both sides',
  }
}

/** Of joins without an equality. Constant rows are few, and a row that is the same for all comes and goes as a whole. */
function ofJoin(node: JoinNode): Warning | null {
  const sides = [node.left, node.right]
  if (sides.some(isConstant) || splitJoinCondition(node).pairs.length > 0) return null
  return sides.some(isSingleRow)
    ? {
        message: 'every change of this one row is compared with all rows beside it: O(these rows)',
        help: 'leave it so where it seldom changes, or where there are few rows',
      }
    : {
        message:
          'every change of one side is compared with all rows of the other, for nothing is equal on both: O(rows of a side)',
        help: 'add an equality, such as `a.id = b.userId`, or leave it so where one side stays small',
      }
}

function isConstant(node: LogicalNode): boolean {
  if (node.kind === 'values') return true
  if (
    node.kind === 'project' &&
    isSingleRow(node.input) &&
    node.exprs.every(({ kind }) => kind === 'literal')
  )
    return true
  const inputs = inputsOf(node)
  return inputs.length > 0 && inputs.every(isConstant)
}

function isSingleRow(node: LogicalNode): boolean {
  switch (node.kind) {
    case 'project':
    case 'filter':
      return isSingleRow(node.input)
    case 'aggregate':
      return node.groupBy.length === 0
    case 'top_n':
      return node.partitionBy.length === 0 && node.limit !== null && node.limit <= 1
    default:
      return false
  }
}
