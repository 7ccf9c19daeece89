/**
 * The order of JSON values, which is that of PostgreSQL's `jsonb`: null, texts, numbers, booleans, arrays, objects; arrays
 * and objects with fewer parts first. An empty array that is no part of another value comes before all else.
 */
import { compareText } from './compare.ts'
import { Decimal } from './decimal.ts'
import { isJsonArray, isJsonObject, type JsonTree, parseJson } from './json-tree.ts'

/** Compares canonical texts. */
export function compareJson(a: string, b: string): number {
  if (a === b) return 0
  const left = parseJson(a)
  const right = parseJson(b)
  return Number(isEmptyArray(right)) - Number(isEmptyArray(left)) || compareTrees(left, right)
}

/** Whether the value is the array without elements. */
export function isEmptyArray(tree: JsonTree): boolean {
  return isJsonArray(tree) && tree.length === 0
}

/** Where values of this kind stand, from 1. */
export function jsonRank(tree: JsonTree): number {
  if (tree === null) return 1
  if (typeof tree === 'string') return 2
  if (tree instanceof Decimal) return 3
  if (typeof tree === 'boolean') return 4
  return isJsonArray(tree) ? 5 : 6
}

/** Compares parts of values. */
export function compareTrees(a: JsonTree, b: JsonTree): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (a instanceof Decimal && b instanceof Decimal) return a.compare(b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a !== null && b !== null && isJsonArray(a) && isJsonArray(b)) return compareLists(a, b)
  if (isJsonObject(a) && isJsonObject(b)) return compareLists([...a].flat(), [...b].flat())
  return jsonRank(a) - jsonRank(b)
}

function compareLists(a: readonly JsonTree[], b: readonly JsonTree[]): number {
  let order = a.length - b.length
  for (let i = 0; order === 0 && i < a.length; i++) order = compareTrees(a[i]!, b[i]!)
  return order
}
