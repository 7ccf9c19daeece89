/** Aggregates of values in order over the rows of a frame. */
import { expect, test } from 'vitest'
import { collecting } from '../../../src/ivm/aggregates/collected-values.ts'
import { aggregateFunction } from '../../../src/ivm/aggregates/functions.ts'
import { MapValue } from '../../../src/types/map-value.ts'
import type { SqlType } from '../../../src/types/sql-type.ts'
import type { Value } from '../../../src/types/value.ts'
import { INTEGER, TEXT } from './relation.ts'

function valueOf(
  fn: string,
  type: SqlType,
  values: readonly Value[],
  constants: readonly Value[] = [],
): Value {
  const implementation = aggregateFunction(fn)
  if (implementation.kind !== 'ordered') throw new Error(`${fn} is not of values in order`)
  const accumulator = collecting(fn, implementation.finish, { types: [type], constants })('')
  for (const value of values) accumulator.add(value, 1, '-')
  return accumulator.result()
}

test('lists stand in the order of the frame, NULLs where the aggregate takes them', () => {
  expect(valueOf('array_agg(T)', INTEGER, [3, null, 1, 2])).toEqual([3, null, 1, 2])
  expect(valueOf('string_agg(varchar,varchar)', TEXT, ['c', null, 'a'])).toBe('c-a')
  expect(valueOf('array_agg(T)', INTEGER, [])).toBeNull()
})

test('others have an order of their own', () => {
  expect(valueOf('topk(T,integer)', INTEGER, [1, 5, null, 3], [2])).toEqual([5, 3])
  expect(valueOf('median(double)', { kind: 'double' }, [9, 1, 2, null, 4])).toBe(3)
  expect(valueOf('histogram(varchar)', TEXT, ['b', 'a', 'b'])).toEqual(
    MapValue.of([
      ['a', 1n],
      ['b', 2n],
    ]),
  )
})
