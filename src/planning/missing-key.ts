/** Why a relation has no key, and what to write so that it gets one. */
import type { PlanNode } from '../topology/plan.ts'
import { unreachable } from '../util/assert.ts'
import { listedNames } from '../util/listed.ts'
import type { TopologyBuilder } from './topology-builder.ts'

export interface MissingKey {
  /** The rest of a sentence after "because". */
  readonly reason: string
  readonly help: string
}

export function missingKeyReason(builder: TopologyBuilder, node: PlanNode): MissingKey {
  const input = (id: string): PlanNode => builder.relation(id).node
  switch (node.kind) {
    case 'source':
      return {
        reason: `rows of the stream \`${node.source}\` may repeat`,
        help: 'aggregate with GROUP BY: the group columns are a key; or declare the topic as a TABLE with a PRIMARY KEY',
      }
    case 'project': {
      const below = input(node.input)
      return below.key === null ? missingKeyReason(builder, below) : lostColumns(node, below)
    }
    case 'values':
      return {
        reason: 'its rows are written in the view',
        help: 'aggregate them with GROUP BY: the group columns are a key',
      }
    case 'union':
      return {
        reason: 'UNION ALL may give a row twice',
        help: 'write UNION, which gives each row once, or aggregate with GROUP BY',
      }
    case 'unnest':
      return node.ordinality
        ? missingKeyReason(builder, input(node.input))
        : {
            reason: 'an array may have an element twice',
            help: 'write WITH ORDINALITY and select the key and the number of the element, or aggregate with GROUP BY',
          }
    case 'set_operation':
      return missingKeyReason(builder, input(node.left))
    case 'filter':
    case 'arrange':
    case 'top_n':
    case 'window':
      return missingKeyReason(builder, input(node.input))
    case 'join': {
      const left = input(node.left)
      return missingKeyReason(builder, left.key === null ? left : input(node.right))
    }
    case 'group_join':
      return missingKeyReason(builder, input(node.left))
    case 'aggregate':
      return { reason: 'its groups have no columns', help: 'add the group columns to SELECT' }
    default:
      return unreachable(node)
  }
}

function lostColumns(node: Extract<PlanNode, { kind: 'project' }>, input: PlanNode): MissingKey {
  const kept = new Set(node.exprs.flatMap(expr => (expr.kind === 'column' ? [expr.index] : [])))
  const lost = input
    .key!.filter(position => !kept.has(position))
    .map(position => input.columns[position]!.name)
  const names = listedNames(lost)
  return {
    reason: `${names}, part of what identifies its rows, ${lost.length === 1 ? 'is' : 'are'} not selected`,
    help: `add ${names} to SELECT`,
  }
}
