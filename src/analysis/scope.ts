/** The columns that an expression can see: those of the relations of a FROM clause, by relation and name. */
import type { Name } from '../catalog/name.ts'
import type { Relation, RelationColumn } from '../catalog/relation.ts'
import type { Expr } from '../expr/expr.ts'
import type { Identifier } from '../language/ast.ts'
import { shiftColumns } from './expr-tree.ts'

export interface Scope {
  readonly relations: readonly ScopeRelation[]
  /** How many columns the rows have that the expressions read. */
  readonly width: number
}

export interface ScopeRelation {
  /** What qualifies its columns; null when nothing does (the result of an aggregate join). */
  readonly name: Identifier | null
  /** The relation behind the name; null for an aggregate join and for a name that could not be resolved. */
  readonly relation: Relation | null
  readonly columns: readonly ScopeColumn[]
  /** Its rows are single values: its name stands for its first column, unless a column is called so. */
  readonly isValue?: true
  /** True when it may have columns that are not known because of an error that is reported already. */
  readonly open: boolean
}

export interface ScopeColumn {
  readonly name: Name
  /** What a reference stands for; null when an error hides it that is reported already. */
  readonly expr: Expr | null
  /** Merged with another by USING or NATURAL: found with the relation's name in front only, and no part of `*`. */
  readonly merged?: true
}

/** The scope of a query without FROM. */
export const EMPTY_SCOPE: Scope = { relations: [], width: 0 }

/** The scope of a query's rows under a name. */
export function queryScope(columns: readonly RelationColumn[], name: Identifier, open: boolean): Scope {
  const visible = columns.map(({ name, type }, index): ScopeColumn => ({
    name,
    expr: type && { kind: 'column', type, index },
  }))
  return { relations: [{ name, relation: null, columns: visible, open }], width: columns.length }
}

/** The scope of one relation under a name. */
export function relationScope(relation: Relation, name: Identifier): Scope {
  const columns = relation.columns.map(({ name, type }, index): ScopeColumn => ({
    name,
    expr: type && { kind: 'column', type, index },
  }))
  return { relations: [{ name, relation, columns, open: relation.broken }], width: columns.length }
}

/** The scope of a name that could not be resolved: every column is accepted in silence. */
export function unknownScope(name: Identifier): Scope {
  return { relations: [{ name, relation: null, columns: [], open: true }], width: 0 }
}

/** The scope of a join: the left columns, then the right ones. */
export function joinScopes(left: Scope, right: Scope): Scope {
  const shifted = right.relations.map(relation => ({
    ...relation,
    columns: relation.columns.map(column => ({
      ...column,
      expr: column.expr && shiftColumns(column.expr, left.width),
    })),
  }))
  return { relations: [...left.relations, ...shifted], width: left.width + right.width }
}

/** The name that qualifies the columns of a relation, for messages. */
export function qualified(relation: ScopeRelation, column: ScopeColumn): string {
  return relation.name ? `${relation.name.text}.${column.name.text}` : column.name.text
}
