/** Reads parsed JSON with checks: a value of the wrong shape is a {@link ShapeError} that says where. */

/** Thrown by the readers below and caught by whoever reads a whole file; never a bug. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
}

/** A value and the way to it, such as `nodes[3].columns`. */
export interface Place {
  readonly value: unknown
  readonly path: string
}

export function fail(place: Place, wanted: string): never {
  throw new ShapeError(`\`${place.path || 'the file'}\` is not ${wanted}`)
}

/** A member of an object; a missing one is `undefined`, which no reader takes. */
export function member(place: Place, name: string): Place {
  const path = place.path === '' ? name : `${place.path}.${name}`
  const { value } = place
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(place, 'an object')
  const own = Object.getOwnPropertyDescriptor(value, name)
  return { value: own?.value, path }
}

/** A member that may be missing: null then. */
export function optionalMember(place: Place, name: string): Place | null {
  const found = member(place, name)
  return found.value === undefined ? null : found
}

export function readList<T>(place: Place, item: (place: Place) => T): T[] {
  if (!Array.isArray(place.value)) return fail(place, 'a list')
  return place.value.map((value: unknown, index) => item({ value, path: `${place.path}[${index}]` }))
}

export function readText(place: Place): string {
  return typeof place.value === 'string' ? place.value : fail(place, 'text')
}

export function readBoolean(place: Place): boolean {
  return typeof place.value === 'boolean' ? place.value : fail(place, 'true or false')
}

export function readOneOf<const T extends string>(place: Place, allowed: readonly T[]): T {
  const found = allowed.find(choice => choice === place.value)
  return found ?? fail(place, allowed.length === 1 ? `"${allowed[0]}"` : `one of ${allowed.join(', ')}`)
}

/** A position in something of this length. */
export function readPosition(place: Place, length: number): number {
  const { value } = place
  const inside = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < length
  return inside
    ? value
    : fail(place, length === 0 ? 'a position of anything' : `a position from 0 to ${length - 1}`)
}

/** Positions without repetition. */
export function readPositions(place: Place, length: number): number[] {
  const positions = readList(place, item => readPosition(item, length))
  return new Set(positions).size === positions.length
    ? positions
    : fail(place, 'a list of different positions')
}

export function readNullable<T>(place: Place, read: (place: Place) => T): T | null {
  return place.value === null ? null : read(place)
}

/** A whole number from `least` on, or null. */
export function readCount(place: Place, least: number): number | null {
  const { value } = place
  if (value === null) return null
  const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= least
  return fits ? value : fail(place, `a whole number from ${least} on`)
}
