/** What the grammar reads and the rest of the compiler does not know yet: told by name, with what to write instead. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type {
  CreateIndex,
  CreateSource,
  CreateType,
  CreateView,
  Expression,
  FunctionCall,
  InsertInto,
  Query,
  Statement,
} from '../../language/ast.ts'

type UnsupportedStatement = CreateIndex | CreateType

const STATEMENTS: Readonly<Record<UnsupportedStatement['kind'], readonly [what: string, help: string]>> = {
  create_index: [
    'CREATE INDEX',
    'a view is looked up by its key: make a view grouped or keyed by these columns',
  ],
  create_type: ['CREATE TYPE', 'write the type at each column'],
}

/** The statements that are supported; the others are reported. */
export function supportedStatements(
  statements: readonly Statement[],
  diagnostics: Diagnostics,
): (CreateSource | CreateView | InsertInto)[] {
  return statements.filter((statement): statement is CreateSource | CreateView | InsertInto => {
    if (statement.kind !== 'create_index' && statement.kind !== 'create_type') return true
    const [what, help] = STATEMENTS[statement.kind]
    diagnostics.error('MV2010', `${what} is not supported yet`, statement.span, { help })
    return false
  })
}

type UnsupportedExpression = Extract<
  Expression,
  {
    kind: 'row' | 'array' | 'map' | 'struct' | 'subscript' | 'field_access' | 'lambda'
  }
>

const EXPRESSIONS: Readonly<Record<UnsupportedExpression['kind'], readonly [what: string, help: string]>> = {
  row: ['a row of several values', 'compare the values one by one, joined by AND'],
  array: ['ARRAY', 'keep the elements as rows of a topic of their own'],
  map: ['MAP', 'keep the entries as rows of a topic of their own'],
  struct: ['STRUCT', 'select its fields as columns'],
  subscript: ['a subscript', 'keep the elements as rows of a topic of their own'],
  field_access: ['a field of a STRUCT', 'declare the field as a column of the topic'],
  lambda: ['a lambda', 'write the expression where it is needed'],
}

/** Reports an expression of a form that cannot be computed yet. */
export function refuseExpression(expression: UnsupportedExpression, diagnostics: Diagnostics): null {
  const [what, help] = EXPRESSIONS[expression.kind]
  diagnostics.error('MV2010', `${what} is not supported yet`, expression.span, { help })
  return null
}

/** Iterating to a fixpoint, and taking it back when a row goes, is work of its own. */
export function refuseRecursion(query: Query, diagnostics: Diagnostics): void {
  const { span } = query.with[0]!
  diagnostics.error('MV2010', 'WITH RECURSIVE is not supported yet', span, {
    help: 'join the table with itself as many times as there are levels, or write WITH where nothing refers to itself',
  })
}

/** False for a call with WITHIN GROUP, ORDER BY or IGNORE NULLS, which is reported. */
export function checkCallForm(call: FunctionCall, diagnostics: Diagnostics): boolean {
  const what =
    call.withinGroup.length > 0
      ? 'WITHIN GROUP'
      : call.orderBy.length > 0
        ? 'ORDER BY in a call'
        : call.nulls === 'ignore'
          ? 'IGNORE NULLS'
          : null
  if (what === null) return true
  diagnostics.error('MV2010', `${what} is not supported yet`, call.span, {
    help: 'ORDER BY with LIMIT, DISTINCT ON and window functions may serve instead',
  })
  return false
}
