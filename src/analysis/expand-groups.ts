/** The sets of expressions that GROUP BY stands for: ROLLUP, CUBE and GROUPING SETS written out, several of them combined. */
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Expression, GroupItem } from '../language/ast.ts'

/** As in PostgreSQL. */
const MAX_SETS = 4096

export type ExpressionSets = readonly (readonly Expression[])[]

/** Each set of one item with each set of the others; null when there are too many, which is reported. */
export function expandGroups(items: readonly GroupItem[], diagnostics: Diagnostics): ExpressionSets | null {
  let count = 1
  for (const item of items) {
    count *= countOf(item)
    if (count <= MAX_SETS) continue
    diagnostics.error('MV2046', `GROUP BY makes more than ${MAX_SETS} sets of expressions`, item.span, {
      help: 'name the sets that are needed: GROUPING SETS ((a, b), (a), ())',
    })
    return null
  }
  return items.reduce<ExpressionSets>(
    (sets, item) => sets.flatMap(set => setsOf(item).map(more => [...set, ...more])),
    [[]],
  )
}

function countOf(item: GroupItem): number {
  switch (item.kind) {
    case 'grouping_sets':
      return item.sets.reduce((sum, set) => sum + countOf(set), 0)
    case 'rollup':
      return item.sets.length + 1
    case 'cube':
      return 2 ** item.sets.length
    default:
      return 1
  }
}

function setsOf(item: GroupItem): ExpressionSets {
  switch (item.kind) {
    case 'grouping_set':
      return [item.items]
    case 'grouping_sets':
      return item.sets.flatMap(setsOf)
    case 'rollup': {
      const { sets } = item
      const lengths = [...sets.keys(), sets.length].reverse()
      return lengths.map(length => sets.slice(0, length).flatMap(({ items }) => items))
    }
    case 'cube':
      return item.sets.reduceRight<ExpressionSets>(
        (rest, { items }) => [...rest.map(set => [...items, ...set]), ...rest],
        [[]],
      )
    default:
      return [[item]]
  }
}
