/** Looking into JSON values, PostgreSQL's way: a part of a canonical text is cut out, nothing is built. */
import { scanElements, scanMembers, stringValue } from '../util/json-scanner.ts'

/** The kind of a JSON value, as PostgreSQL's `jsonb_typeof` names it. */
export type JsonTypeName = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** @param json the canonical text of a value, as in all functions here */
export function jsonTypeName(json: string): JsonTypeName {
  switch (json[0]) {
    case '{':
      return 'object'
    case '[':
      return 'array'
    case '"':
      return 'string'
    case 't':
    case 'f':
      return 'boolean'
    case 'n':
      return 'null'
    default:
      return 'number'
  }
}

/** The members of an object in order; null for any other value. */
export function jsonMembers(json: string): [key: string, value: string][] | null {
  if (json[0] !== '{') return null
  const members: [string, string][] = []
  scanMembers(json, 0, (name, _, start, end) => members.push([name, json.slice(start, end)]))
  return members
}

/** The elements of an array; null for any other value. */
export function jsonElements(json: string): string[] | null {
  if (json[0] !== '[') return null
  const elements: string[] = []
  scanElements(json, 0, (_, start, end) => elements.push(json.slice(start, end)))
  return elements
}

/** The value of a member of an object; null when there is none. */
export function jsonMember(json: string, key: string): string | null {
  return jsonMembers(json)?.find(([name]) => name === key)?.[1] ?? null
}

/** An element of an array, from 0, from the end when negative; null when there is none. */
export function jsonElement(json: string, index: number): string | null {
  return jsonElements(json)?.at(index) ?? null
}

/** The same, where a value without parts is an array of itself alone: so it is for PostgreSQL's `->` with a number. */
export function jsonElementOrItself(json: string, index: number): string | null {
  if (json[0] === '[' || json[0] === '{') return jsonElement(json, index)
  return index === 0 || index === -1 ? json : null
}

/** What the keys and indexes lead to; null when that is nothing. */
export function jsonAtPath(json: string, path: readonly (string | null)[]): string | null {
  let found: string | null = json
  for (const step of path) {
    if (found === null || step === null) return null
    found = found[0] === '{' ? jsonMember(found, step) : elementAt(found, step)
  }
  return found
}

function elementAt(json: string, step: string): string | null {
  const index = jsonIndex(step)
  return index === null ? null : jsonElement(json, index)
}

/** A step of a path as an index of an array; null when it is none. */
export function jsonIndex(step: string): number | null {
  return /^\s*[+-]?\d{1,10}\s*$/.test(step) ? Number(step) : null
}

/** A JSON value as text: a string without its quotes; JSON's null is NULL. */
export function jsonText(json: string | null): string | null {
  if (json === null || json === 'null') return null
  return json[0] === '"' ? stringValue(json, 0, json.length) : json
}
