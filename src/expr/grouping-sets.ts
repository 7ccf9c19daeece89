/** GROUP BY with several sets of keys: the groups of each set, one behind the other. */
import type { Expr } from './expr.ts'

export interface GroupingSets {
  /** Positions in the list of all keys. */
  readonly sets: readonly (readonly number[])[]
  /** Columns that tell the sets apart: an integer for each set. The first has different ones. */
  readonly tags: readonly GroupingTag[]
}

export interface GroupingTag {
  /** For people. */
  readonly name: string
  readonly values: readonly number[]
}

/** More than PostgreSQL's limit of expressions in GROUPING do not fit an INTEGER. */
export const MAX_GROUPING_ARGS = 31

/** What GROUPING of the keys is in each set: a bit for each key, the last one lowest, set where the set has it not. */
export function groupingMasks(
  keys: readonly number[],
  sets: readonly (readonly number[])[],
): readonly number[] {
  return sets.map(set => keys.reduce((mask, key) => mask * 2 + (set.includes(key) ? 0 : 1), 0))
}

/** The tag that tells all sets apart: GROUPING of all keys, or the number of the set where that is not enough. */
export function setTag(keys: readonly string[], sets: readonly (readonly number[])[]): GroupingTag {
  const masks = groupingMasks([...keys.keys()], sets)
  const isEnough = keys.length <= MAX_GROUPING_ARGS && new Set(masks).size === sets.length
  return isEnough
    ? { name: `GROUPING(${keys.join(', ')})`, values: masks }
    : { name: 'grouping set', values: [...sets.keys()] }
}

/** What the tags are in one set. */
export function tagLiterals(tags: GroupingSets['tags'], set: number): Expr[] {
  return tags.map(({ values }) => ({
    kind: 'literal',
    type: { kind: 'integer' },
    text: String(values[set]),
  }))
}
