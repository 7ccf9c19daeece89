/** Names in the table of signatures that stand for operators: they are not called as functions. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'modulo',
  'negate',
  'append',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'like',
  'ilike',
])
