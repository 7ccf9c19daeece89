/** What binding an expression needs to know about the place where the expression stands. */
import type { Name } from '../catalog/name.ts'
import type { Diagnostics } from '../diagnostics/diagnostic.ts'
import type { Span } from '../diagnostics/source.ts'
import type { Expr } from '../expr/expr.ts'
import type { Expression, WindowDefinition } from '../language/ast.ts'
import type { SqlType } from '../types/sql-type.ts'
import type { AggregateCalls } from './aggregate-calls.ts'
import type { FromContext } from './from-result.ts'
import type { Scope } from './scope.ts'

/** Where an expression stands, as a person names it. */
export type Place =
  | 'SELECT'
  | 'WHERE'
  | 'ON'
  | 'GROUP BY'
  | 'HAVING'
  | 'ORDER BY'
  | 'LIMIT'
  | 'VALUES'
  | 'FILTER'
  | 'an aggregate'
  | 'a lambda'
  | 'FROM'

export interface Binding {
  readonly scope: Scope
  /** For subqueries. */
  readonly context: FromContext
  readonly diagnostics: Diagnostics
  readonly place: Place
  /** Collects the aggregate calls where they are allowed; null where they are not. */
  readonly aggregates: AggregateCalls | null
  /** The windows that have names where window functions are allowed; null where they are not. */
  readonly windows: readonly WindowDefinition[] | null
  /** The parameters of the lambdas around it, the outermost first. */
  readonly variables: readonly Variable[]
  /** What was written for a reference to a column, so that a later rule can point at it. */
  readonly origins: Map<Expr, Origin>
  /** What was written for each typed expression that is no more than that. */
  readonly spans: Map<Expr, Span>
  /** Types a subexpression: `bindExpression`, handed down so that the kinds of expressions stand in files of their own. */
  readonly bind: (expression: Expression, binding: Binding) => Expr | null
}

export interface Variable {
  readonly name: Name
  readonly type: SqlType
}

export interface Origin {
  /** The column as a person would write it, such as `users.name`. */
  readonly text: string
  /** Its name as declared. */
  readonly column: Name
  readonly span: Span
}
