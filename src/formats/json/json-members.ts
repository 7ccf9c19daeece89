/**
 * The members of a JSON object as columns or fields. A name matches exactly, or else without regard to case; of several
 * members for one column the exact name wins, then the last one, as JSON.parse and PostgreSQL do. Members that nothing
 * reads are skipped.
 */
import { DataError } from '../../types/data-error.ts'
import type { Value } from '../../types/value.ts'
import type { JsonKind } from '../../util/json-scanner.ts'

/** Reads the JSON value at start..end of a text. Throws DataError, its message beginning with what was expected. */
export type JsonColumn = (text: string, kind: JsonKind, start: number, end: number) => Value

/** What a member is read into. */
export interface Target {
  readonly name: string
  /** Index in the row. */
  readonly at: number
  readonly read: JsonColumn
}

/** How a member name maps to a target. */
interface Match {
  readonly target: Target
  /** Index among the targets. */
  readonly index: number
  readonly exact: boolean
}

/** Member names whose match is remembered; more different ones than this are looked up anew each time. */
const MAX_KNOWN_NAMES = 10_000

export class MemberColumns {
  readonly #exact = new Map<string, Match>()
  readonly #folded = new Map<string, Match>()
  readonly #known = new Map<string, Match | null>()
  readonly #exactSeen: Uint8Array

  constructor(targets: readonly Target[]) {
    targets.forEach((target, index) => {
      const folded = target.name.toLowerCase()
      this.#exact.set(target.name, { target, index, exact: true })
      if (!this.#folded.has(folded)) this.#folded.set(folded, { target, index, exact: false })
    })
    this.#exactSeen = new Uint8Array(targets.length)
  }

  /** Before the members of each object. */
  begin(): void {
    this.#exactSeen.fill(0)
  }

  /** Reads the member into `row` if it is wanted. Throws DataError that names the member. */
  read(row: Value[], name: string, text: string, kind: JsonKind, start: number, end: number): void {
    const match = this.#matchOf(name)
    if (match === null) return
    if (match.exact) this.#exactSeen[match.index] = 1
    else if (this.#exactSeen[match.index] === 1) return
    row[match.target.at] = readMember(match.target, text, kind, start, end)
  }

  #matchOf(name: string): Match | null {
    let match = this.#known.get(name)
    if (match !== undefined) return match
    match = this.#exact.get(name) ?? this.#folded.get(name.toLowerCase()) ?? null
    if (this.#known.size < MAX_KNOWN_NAMES) this.#known.set(name, match)
    return match
  }
}

/** The value of a member. Throws DataError that names it. */
export function readMember(
  { name, read }: Target,
  text: string,
  kind: JsonKind,
  start: number,
  end: number,
): Value {
  try {
    return read(text, kind, start, end)
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.code, `field \`${name}\`: ${error.message}`)
    throw error
  }
}
