/** Changing JSON values: PostgreSQL's `||`, `-`, `#-` and `jsonb_set`. The values themselves are never changed. */
import { DataError } from './data-error.ts'
import { jsonIndex } from './json-access.ts'
import { isJsonArray, isJsonObject, jsonObject, type JsonTree } from './json-tree.ts'

/** Two objects are merged, the right one's members winning; all else are arrays put together, a lone value being one. */
export function jsonConcat(left: JsonTree, right: JsonTree): JsonTree {
  if (isJsonObject(left) && isJsonObject(right)) return jsonObject([...left, ...right])
  return [...asArray(left), ...asArray(right)]
}

function asArray(json: JsonTree): readonly JsonTree[] {
  return isJsonArray(json) ? json : [json]
}

/** Without the members or the text elements of these names. Throws DataError for a value without parts. */
export function jsonWithout(json: JsonTree, names: readonly (string | null)[]): JsonTree {
  if (isJsonObject(json)) return jsonObject([...json].filter(([key]) => !names.includes(key)))
  if (isJsonArray(json))
    return json.filter(element => typeof element !== 'string' || !names.includes(element))
  throw cannot('delete from a scalar')
}

/** Without the element at an index, from the end when negative. Throws DataError when the value is no array. */
export function jsonWithoutElement(json: JsonTree, index: number): JsonTree {
  if (isJsonArray(json)) return json.filter((_, i) => i !== (index < 0 ? index + json.length : index))
  throw cannot(isJsonObject(json) ? 'delete from an object by an index' : 'delete from a scalar')
}

/** Without what the path leads to. Throws DataError. */
export function jsonWithoutPath(json: JsonTree, path: readonly (string | null)[]): JsonTree {
  requireParts(json, 'delete a path of a scalar')
  return path.length === 0 || isEmpty(json) ? json : edit(json, path, () => undefined)
}

/** With another value where the path leads to; where it leads to nothing it is added if `create` says so. Throws DataError. */
export function jsonWith(
  json: JsonTree,
  path: readonly (string | null)[],
  value: JsonTree,
  create: boolean,
): JsonTree {
  requireParts(json, 'set a path of a scalar')
  if (path.length === 0 || (isEmpty(json) && !create)) return json
  return edit(json, path, old => (old === undefined && !create ? undefined : value))
}

/** What replaces a value, undefined for what is not there. */
type Replace = (old: JsonTree | undefined) => JsonTree | undefined

function edit(json: JsonTree, [step, ...rest]: readonly (string | null)[], replace: Replace): JsonTree {
  if (step === null) throw cannot('follow a path with NULL')
  const change: Replace = old => {
    if (rest.length === 0) return replace(old)
    return old === undefined ? undefined : edit(old, rest, replace)
  }
  if (isJsonObject(json)) return editMember(json, step!, change)
  return isJsonArray(json) ? editElement(json, step!, change) : json
}

function editMember(json: ReadonlyMap<string, JsonTree>, key: string, change: Replace): JsonTree {
  const value = change(json.get(key))
  return jsonObject(
    value === undefined ? [...json].filter(([name]) => name !== key) : [...json, [key, value]],
  )
}

/** What is added to an array stands at its end nearest to the index. */
function editElement(json: readonly JsonTree[], step: string, change: Replace): JsonTree {
  const index = jsonIndex(step)
  if (index === null) throw cannot(`take \`${step.slice(0, 40)}\` as the index of an array`)
  const at = index < 0 ? index + json.length : index
  const value = change(json[at])
  if (at >= 0 && at < json.length) {
    return value === undefined
      ? json.filter((_, i) => i !== at)
      : json.map((one, i) => (i === at ? value : one))
  }
  if (value === undefined) return json
  return at < 0 ? [value, ...json] : [...json, value]
}

/** Where there is nothing to change, PostgreSQL does not look at the path. */
function isEmpty(json: JsonTree): boolean {
  return isJsonArray(json) ? json.length === 0 : isJsonObject(json) && json.size === 0
}

function requireParts(json: JsonTree, what: string): void {
  if (!isJsonArray(json) && !isJsonObject(json)) throw cannot(what)
}

function cannot(what: string): DataError {
  return new DataError('MV5105', `JSON: cannot ${what}`)
}
