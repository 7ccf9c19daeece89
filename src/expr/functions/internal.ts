/** What views are made of and cannot call: functions that lowering puts into plans. */
import { DataError } from '../../types/data-error.ts'
import type { Value } from '../../types/value.ts'
import type { ScalarSignature } from '../signature.ts'
import { generic } from './define.ts'

export const INTERNAL: readonly ScalarSignature[] = [
  generic('single_row', ['bigint', 'any'], ([, value]) => value!, {
    specialise: () => (count: bigint, value: Value) => {
      if (count > 1n)
        throw new DataError('MV5106', `the subquery gives ${count} rows where one value is wanted`)
      return value
    },
    takesNull: true,
    mayFail: true,
    doc: 'The value of the only row of a subquery.',
  }),
]
