/** What the makers of one random view share: what it can read, names not used yet, and the forms it has so far. */
import type { Form } from './forms.ts'
import type { Random } from './random.ts'
import type { Relation } from './relations.ts'

export class Making {
  readonly random: Random
  readonly forms: Set<Form>
  readonly #name: string
  #relations: readonly Relation[]
  #columns = 0
  #aliases = 0

  constructor(random: Random, relations: readonly Relation[], name: string, forms: Set<Form>) {
    this.random = random
    this.#relations = relations
    this.#name = name
    this.forms = forms
  }

  get relations(): readonly Relation[] {
    return this.#relations
  }

  /** A name of a column that no other query of the program has. */
  column(): string {
    return `${this.#name}C${++this.#columns}`
  }

  alias(prefix = 'r'): string {
    return `${prefix}${this.#aliases++}`
  }

  /** Makes something that can name these relations too. */
  knowing<T>(more: readonly Relation[], make: () => T): T {
    const before = this.#relations
    this.#relations = [...before, ...more]
    try {
      return make()
    } finally {
      this.#relations = before
    }
  }
}
