/** Tells where a change costs more than O(log n), which is what a view's author may not expect of an aggregate. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { LogicalNode, LogicalView } from '../logical/plan.ts'
import { inputsOf } from '../logical/rewrite.ts'
import { readsAllValues } from '../topology/cost.ts'
import { listedNames } from '../util/listed.ts'

/** One warning for each aggregation that reads all values of a group. */
export function warnOfCost({ plan }: LogicalView, diagnostics: Diagnostics): void {
  const told = new Set<number>()
  const visit = (node: LogicalNode): void => {
    if (node.kind === 'aggregate' && !told.has(node.span.start)) {
      const names = [...new Set(node.calls.filter(readsAllValues).map(({ fn }) => nameOf(fn)))]
      if (names.length > 0) {
        told.add(node.span.start)
        report(names, node, diagnostics)
      }
    }
    inputsOf(node).forEach(visit)
  }
  visit(plan)
}

function nameOf(fn: string): string {
  return fn.slice(0, fn.indexOf('(')).toUpperCase()
}

function report(names: readonly string[], { span }: LogicalNode, diagnostics: Diagnostics): void {
  const read = names.length === 1 ? 'reads' : 'read'
  const message = `${listedNames(names)} ${read} all values of a group whenever it changes: O(rows of the group)`
  diagnostics.warn('MV3006', message, span, {
    help: 'keep the groups small, by more columns in GROUP BY or by WHERE',
  })
}
