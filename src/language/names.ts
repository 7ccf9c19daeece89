/** What was expected where a name should stand; completes the sentence "expected …". */
export const NAME = {
  relation: 'the name of the table or stream',
  column: 'the name of a column',
  property: 'the name of a property',
  alias: 'a name after `AS`',
  from: 'the name of a table or stream',
  aggregated: 'the name of the table to aggregate',
  afterDot: 'the name of a column after `.`',
  subquery: 'a name for the subquery',
  commonTable: 'the name of the query that follows',
  window: 'the name of the window',
  view: 'the name of the view',
  target: 'the name of the stream to insert into',
  type: 'the name of the type',
  field: 'the name of a field',
} as const

/** What was expected where a subquery ends. */
export const QUERY_END = '`)` after the subquery'
