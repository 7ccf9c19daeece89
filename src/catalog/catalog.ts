/** The relations and named types of one program by name. Their names are unique without regard to case. */
import { foldCase, refersTo, type Name } from './name.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { Relation } from './relation.ts'

/** Types by their names in capitals. */
export interface NamedTypes {
  readonly names: readonly string[]
  /** Null for a type with an error, which is reported; undefined when there is none. */
  find(name: string): SqlType | null | undefined
}

const NO_TYPES: NamedTypes = { names: [], find: () => undefined }

export class Catalog {
  readonly types: NamedTypes
  readonly #relations = new Map<string, Relation>()

  constructor(types: NamedTypes = NO_TYPES) {
    this.types = types
  }

  /** Adds a relation; a later one of the same name takes its place. */
  declare(relation: Relation): void {
    this.#relations.set(foldCase(relation.name), relation)
  }

  /** The relation that a reference means. */
  find(reference: Name): Relation | null {
    const relation = this.#relations.get(foldCase(reference.text))
    return relation && refersTo(reference, relation.name) ? relation : null
  }

  /** All names as declared, in the order of declaration. */
  get names(): readonly string[] {
    return [...this.#relations.values()].map(({ name }) => name)
  }
}
