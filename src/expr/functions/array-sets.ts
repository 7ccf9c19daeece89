/** Arrays as sets: what two have in common and what not, each element once, in the order in which it is first met. */
import { encodeKey } from '../../types/ordered-key.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import type { Example, ScalarSignature } from '../signature.ts'
import { elementType } from './array-operators.ts'
import { generic } from './define.ts'

export const ARRAY_SETS: readonly ScalarSignature[] = [
  generic('array_distinct', ['T[]'], sameArray, {
    specialise: types => {
      const distinct = setsOf(types)
      return (list: Row) => [...distinct(list).values()]
    },
    doc: 'Each element once. NULL equals NULL here.',
    example: ['ARRAY_DISTINCT(ARRAY[1, 2, 1])', '{1,2}'],
  }),
  combined('array_union', () => true, true, 'The elements of both arrays, each once.', [
    'ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])',
    '{1,2,3}',
  ]),
  combined('array_intersect', inRight => inRight, false, 'The elements that both arrays have, each once.', [
    'ARRAY_INTERSECT(ARRAY[1, 2], ARRAY[2, 3])',
    '{2}',
  ]),
  combined(
    'array_except',
    inRight => !inRight,
    false,
    'The elements that only the first array has, each once.',
    ['ARRAY_EXCEPT(ARRAY[1, 2], ARRAY[2, 3])', '{1}'],
  ),
]

function sameArray([type]: readonly SqlType[]): SqlType {
  return type!
}

/** The different elements of an array by a text that equal ones share. */
function setsOf(types: readonly SqlType[]): (list: Row) => Map<string, Row[number]> {
  const encode = encodeKey([elementType(types)])
  return list => {
    const found = new Map<string, Row[number]>()
    for (const item of list) {
      const key = encode([item])
      if (!found.has(key)) found.set(key, item)
    }
    return found
  }
}

/** @param keeps whether an element of the left stays, by whether the right has it @param addsRight and those of the right too */
function combined(
  name: string,
  keeps: (inRight: boolean) => boolean,
  addsRight: boolean,
  doc: string,
  example: Example,
): ScalarSignature {
  return generic(name, ['T[]', 'T[]'], sameArray, {
    specialise: types => {
      const distinct = setsOf(types)
      return (left: Row, right: Row) => {
        const [first, second] = [distinct(left), distinct(right)]
        const kept = [...first].filter(([key]) => keeps(second.has(key)))
        const added = addsRight ? [...second].filter(([key]) => !first.has(key)) : []
        return [...kept, ...added].map(([, item]) => item)
      }
    },
    doc,
    example,
  })
}
