/** ksqlDB's paths into JSON: `$.address.street`, `$['a b'][0]`. */
import { jsonElement, jsonMember } from './json-access.ts'
import { DataError } from './data-error.ts'

const STEP = /\.([A-Za-z_$][\w$-]*)|\[(-?\d{1,9})\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** The keys and indexes of a path. Throws DataError for what is no path. */
export function parseJsonPath(path: string): (string | number)[] {
  const steps: (string | number)[] = []
  STEP.lastIndex = 1
  let at = path.startsWith('$') ? 1 : -1
  while (at >= 0 && at < path.length) {
    const match = STEP.exec(path)
    if (match === null) break
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index))
    at = STEP.lastIndex
  }
  if (at !== path.length)
    throw new DataError('MV5105', `\`${path.slice(0, 40)}\` is not a path, such as \`$.name[0]\``)
  return steps
}

/** What the steps lead to in a canonical text; null when that is nothing. */
export function jsonAtSteps(json: string, steps: readonly (string | number)[]): string | null {
  let found: string | null = json
  for (const step of steps) {
    if (found === null) return null
    found = typeof step === 'number' ? jsonElement(found, step) : jsonMember(found, step)
  }
  return found
}
