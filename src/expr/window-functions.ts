/** The window functions that are no aggregates, as far as types go. What they compute is in `ivm/windows`. */
import type { SqlType } from '../types/sql-type.ts'

export type WindowFunctionName =
  | 'row_number'
  | 'rank'
  | 'dense_rank'
  | 'percent_rank'
  | 'cume_dist'
  | 'ntile'
  | 'lag'
  | 'lead'
  | 'first_value'
  | 'last_value'
  | 'nth_value'

export interface WindowSignature {
  readonly name: WindowFunctionName
  /** What stands between the parentheses; those behind the first of `optional` may be left out. */
  readonly parameters: readonly ('value' | 'integer' | 'default')[]
  readonly optional: number
  /** Null: the type of the value. */
  readonly result: SqlType | null
  /** Its value depends on the frame; else on the place of the row in its partition alone. */
  readonly hasFrame: boolean
  readonly doc: string
}

const BIGINT: SqlType = { kind: 'bigint' }
const DOUBLE: SqlType = { kind: 'double' }

export const WINDOW_FUNCTIONS: readonly WindowSignature[] = [
  ranking('row_number', BIGINT, 'The number of the row in its partition, from 1.'),
  ranking('rank', BIGINT, 'The number of the first row that the order does not tell apart from this one.'),
  ranking('dense_rank', BIGINT, 'How many different places in the order there are up to this row.'),
  ranking('percent_rank', DOUBLE, '(rank − 1) / (rows − 1), 0 for a single row.'),
  ranking('cume_dist', DOUBLE, 'The share of rows up to this one and those it is not told apart from.'),
  {
    name: 'ntile',
    parameters: ['integer'],
    optional: 0,
    result: { kind: 'integer' },
    hasFrame: false,
    doc: 'The number of the row’s bucket, of so many of about equal size.',
  },
  neighbour('lag', 'The value so many rows before (1), or the default (NULL) where there is none.'),
  neighbour('lead', 'The value so many rows after (1), or the default (NULL) where there is none.'),
  ofFrame('first_value', ['value'], 'The value of the first row of the frame.'),
  ofFrame('last_value', ['value'], 'The value of the last row of the frame.'),
  ofFrame('nth_value', ['value', 'integer'], 'The value of the row of the frame with this number.'),
]

const byName: ReadonlyMap<string, WindowSignature> = new Map(WINDOW_FUNCTIONS.map(one => [one.name, one]))

/** The function of this lower-case name; undefined when there is none. */
export function windowFunction(name: string): WindowSignature | undefined {
  return byName.get(name)
}

function ranking(name: WindowFunctionName, result: SqlType, doc: string): WindowSignature {
  return { name, parameters: [], optional: 0, result, hasFrame: false, doc }
}

function neighbour(name: WindowFunctionName, doc: string): WindowSignature {
  return {
    name,
    parameters: ['value', 'integer', 'default'],
    optional: 2,
    result: null,
    hasFrame: false,
    doc,
  }
}

function ofFrame(
  name: WindowFunctionName,
  parameters: WindowSignature['parameters'],
  doc: string,
): WindowSignature {
  return { name, parameters, optional: 0, result: null, hasFrame: true, doc }
}
