/** What the grammar reads and the rest of the compiler does not know yet: told by name, with what to write instead. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type {
  CreateIndex,
  CreateSource,
  CreateType,
  CreateView,
  FunctionCall,
  InsertInto,
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

/** False for a call with IGNORE NULLS, which is reported. */
export function checkCallForm(call: FunctionCall, diagnostics: Diagnostics): boolean {
  if (call.nulls !== 'ignore') return true
  diagnostics.error('MV2010', 'IGNORE NULLS is not supported yet', call.span, {
    help: 'ORDER BY with LIMIT, DISTINCT ON and window functions may serve instead',
  })
  return false
}
