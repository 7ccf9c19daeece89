/** What the grammar reads and the rest of the compiler does not know yet: told by name, with what to write instead. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { CreateSource, CreateView, FunctionCall, InsertInto, Statement } from '../../language/ast.ts'

/** The statements that make relations; CREATE INDEX is reported. */
export function supportedStatements(
  statements: readonly Statement[],
  diagnostics: Diagnostics,
): (CreateSource | CreateView | InsertInto)[] {
  return statements.filter((statement): statement is CreateSource | CreateView | InsertInto => {
    if (statement.kind === 'create_index') {
      diagnostics.error('MV2010', 'CREATE INDEX is not supported yet', statement.span, {
        help: 'a view is looked up by its key: make a view grouped or keyed by these columns',
      })
    }
    return statement.kind !== 'create_index' && statement.kind !== 'create_type'
  })
}

/** False for a call with IGNORE NULLS, which is reported. */
export function checkCallForm(call: FunctionCall, diagnostics: Diagnostics): boolean {
  if (call.nulls !== 'ignore') return true
  diagnostics.error('MV2010', 'IGNORE NULLS is not supported yet', call.span, {
    help: 'ORDER BY with LIMIT, DISTINCT ON and window functions may serve instead',
  })
  return false
}
