/** Which nodes a node reads. */
import { unreachable } from '../util/assert.ts'
import type { PlanNode } from './plan.ts'

/** Ids of the inputs, in order; one may stand twice. */
export function nodeInputs(node: PlanNode): readonly string[] {
  switch (node.kind) {
    case 'source':
    case 'values':
      return []
    case 'filter':
    case 'project':
    case 'arrange':
    case 'aggregate':
    case 'top_n':
    case 'window':
    case 'unnest':
      return [node.input]
    case 'union':
      return node.inputs
    case 'join':
    case 'set_operation':
      return [node.left, node.right]
    case 'group_join':
      return [node.left, ...node.branches.map(({ input }) => input)]
    default:
      return unreachable(node)
  }
}
