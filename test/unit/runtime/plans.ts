/** Small plans by hand, for tests of the runtime that need no compiler. */
import {
  type Plan,
  PLAN_VERSION,
  type PlanNode,
  type SourcePlan,
  type ViewPlan,
} from '../../../src/topology/plan.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'

export const TEXT: SqlType = { kind: 'varchar', length: null }
export const BIGINT: SqlType = { kind: 'bigint' }
export const INTEGER: SqlType = { kind: 'integer' }

export function tableSource(
  name: string,
  columns: Record<string, SqlType>,
  more: Partial<SourcePlan> = {},
): SourcePlan {
  return {
    name,
    kind: 'table',
    topic: name,
    keyFormat: 'KAFKA',
    valueFormat: 'JSON',
    onError: 'stop',
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    primaryKey: [0],
    ...more,
  }
}

export function sourceNode(source: SourcePlan): PlanNode {
  return {
    kind: 'source',
    id: `source_${source.name}`,
    fingerprint: `f_${source.name}`,
    columns: source.columns,
    key: source.kind === 'table' ? source.primaryKey : null,
    source: source.name,
    used: source.columns.map((_, i) => i),
  }
}

export function viewOf(node: PlanNode, name = 'v'): ViewPlan {
  const { columns, key, id } = node
  return {
    name,
    node: id,
    fingerprint: `f_view_${name}`,
    columns,
    key,
    endpoint: key && `/${name}`,
    jsonNumbers: 'number',
  }
}

export function planOf(
  sources: readonly SourcePlan[],
  nodes: readonly PlanNode[],
  views: readonly ViewPlan[],
): Plan {
  return {
    version: PLAN_VERSION,
    sources,
    nodes: [...sources.map(sourceNode), ...nodes],
    views,
    fingerprint: 'f_plan',
  }
}

/** accounts(id, owner, balance): the number and sum of balances per owner, and the ratio of the sum to the count minus two. */
export function accountsPlan(more: Partial<SourcePlan> = {}): Plan {
  const accounts = tableSource('accounts', { id: TEXT, owner: TEXT, balance: INTEGER }, more)
  const totals: PlanNode = {
    kind: 'aggregate',
    id: 'totals',
    fingerprint: 'f_totals',
    columns: [
      { name: 'owner', type: TEXT },
      { name: 'accounts', type: BIGINT },
      { name: 'total', type: BIGINT },
    ],
    key: [0],
    input: 'source_accounts',
    groupBy: [1],
    calls: [
      { fn: 'count(*)', args: [], type: BIGINT },
      { fn: 'sum(integer)', args: [2], type: BIGINT },
    ],
  }
  return planOf([accounts], [totals], [viewOf(totals, 'totals')])
}
