/** The relations of one program by name. Their names are unique without regard to case. */
import { foldCase, refersTo, type Name } from './name.ts'
import type { Relation } from './relation.ts'

export class Catalog {
  readonly #relations = new Map<string, Relation>()

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
