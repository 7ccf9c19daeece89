/** CREATE TYPE: names for types. They may stand in any order and in each other, but not in themselves. */
import type { NamedTypes } from '../catalog/catalog.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { CreateType } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import { typeFromName } from '../types/type-name.ts'
import { resolveTypeName } from './type-names.ts'

/** The named types of a program. What is wrong with them is reported, whether they are used or not. */
export function declareTypes(statements: readonly CreateType[], diagnostics: Diagnostics): NamedTypes {
  const types = new TypeDeclarations(diagnostics)
  for (const statement of statements) types.declare(statement)
  for (const name of types.names) types.find(name)
  return types
}

class TypeDeclarations implements NamedTypes {
  readonly #diagnostics: Diagnostics
  readonly #statements = new Map<string, CreateType>()
  /** Null for a type with an error, which is reported. */
  readonly #types = new Map<string, SqlType | null>()

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics
  }

  get names(): readonly string[] {
    return [...this.#statements.keys()]
  }

  declare(statement: CreateType): void {
    const { text, span } = statement.name
    const name = text.toUpperCase()
    const first = this.#statements.get(name)
    if (typeFromName(name, []) !== null) {
      this.#diagnostics.error('MV2094', `\`${text}\` is the name of a type already`, span, {
        help: 'give the type another name',
      })
    } else if (first !== undefined) {
      this.#diagnostics.error('MV2094', `the type \`${text}\` is declared twice`, span, {
        related: [{ message: 'first here', span: first.name.span }],
        help: 'remove one of the two, or give it another name',
      })
    } else this.#statements.set(name, statement)
  }

  find(name: string): SqlType | null | undefined {
    const known = this.#types.get(name)
    if (known !== undefined) return known
    const statement = this.#statements.get(name)
    return statement && this.#resolve(name, statement)
  }

  #resolve(name: string, statement: CreateType): SqlType | null {
    const problems = this.#diagnostics.list.length
    this.#types.set(name, null) // what it finds of itself on the way
    const type = resolveTypeName(statement.type, this, this.#diagnostics)
    if (type === null && this.#diagnostics.list.length === problems) {
      this.#diagnostics.error(
        'MV2094',
        `the type \`${statement.name.text}\` is made of itself`,
        statement.name.span,
        {
          help: 'use JSON for values of any depth',
        },
      )
    }
    this.#types.set(name, type)
    return type
  }
}
