/** Which JSON values contain which: PostgreSQL's `@>`, `?` and their like. */
import { compareTrees } from './json-order.ts'
import { isJsonArray, isJsonObject, type JsonTree } from './json-tree.ts'

/** An array contains a value that it has as an element, too, but only one that is no part of another value. */
export function jsonContains(whole: JsonTree, part: JsonTree): boolean {
  const isScalar = !isJsonArray(part) && !isJsonObject(part)
  if (isJsonArray(whole) && isScalar) return hasElement(whole, part)
  return containsPart(whole, part)
}

function containsPart(whole: JsonTree, part: JsonTree): boolean {
  if (isJsonArray(whole) && isJsonArray(part)) return part.every(element => hasElement(whole, element))
  if (isJsonObject(whole) && isJsonObject(part)) {
    return [...part].every(([key, value]) => whole.has(key) && containsPart(whole.get(key)!, value))
  }
  return !isJsonArray(part) && !isJsonObject(part) && compareTrees(whole, part) === 0
}

function hasElement(array: readonly JsonTree[], element: JsonTree): boolean {
  return array.some(one => containsPart(one, element))
}

/** Whether a text is a key of an object, an element of an array, or the value itself. */
export function jsonHasKey(json: JsonTree, key: string): boolean {
  if (isJsonObject(json)) return json.has(key)
  return isJsonArray(json) ? json.includes(key) : json === key
}
