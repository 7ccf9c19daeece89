/** The operators of arrays and maps: subscripts, `||`, `@>`, `<@`, `&&`, ANY and ALL. */
import { compareValues, type Compare } from '../../types/compare.ts'
import type { MapValue } from '../../types/map-value.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row, Value } from '../../types/value.ts'
import { must } from '../../util/assert.ts'
import type { Evaluate, Parameter, ScalarSignature } from '../signature.ts'
import { generic } from './define.ts'

const BOOLEAN: SqlType = { kind: 'boolean' }

export const ARRAY_OPERATORS: readonly ScalarSignature[] = [
  generic('subscript', ['T[]', 'bigint'], elementType, {
    specialise: () => (list: Row, index: bigint) => (index < 1n ? null : (list[Number(index) - 1] ?? null)),
    doc: 'The element at an index, from 1; NULL when there is none.',
    example: ["ARRAY['a', 'b'][2]", 'b'],
  }),
  generic('subscript', ['map<T>', 'varchar'], ([type]) => (type?.kind === 'map' ? type.value : type!), {
    specialise: () => (map: MapValue, key: string) => map.get(key) ?? null,
    doc: 'The value of a key; NULL when there is none.',
    example: ["MAP('a' := 1)['a']", '1'],
  }),
  joined(['T[]', 'T[]'], (left: Row, right: Row) => [...left, ...right], 'The elements of both arrays.', [
    'ARRAY[1] || ARRAY[2]',
    '{1,2}',
  ]),
  joined(['T[]', 'T'], (list: Row, item: Value) => [...list, item], 'The array with an element behind it.', [
    'ARRAY[1] || 2',
    '{1,2}',
  ]),
  joined(
    ['T', 'T[]'],
    (item: Value, list: Row) => [item, ...list],
    'The array with an element in front of it.',
    ['1 || ARRAY[2]', '{1,2}'],
  ),
  generic('contains', ['T[]', 'T[]'], () => BOOLEAN, {
    specialise: types => {
      const has = membership(types)
      return (whole: Row, part: Row) => part.every(item => has(whole, item))
    },
    doc: 'Whether each element of the right is one of the left. NULL is none.',
    example: ['ARRAY[1, 2] @> ARRAY[2]', 'true'],
  }),
  generic('contained', ['T[]', 'T[]'], () => BOOLEAN, {
    specialise: types => {
      const has = membership(types)
      return (part: Row, whole: Row) => part.every(item => has(whole, item))
    },
    doc: 'Whether each element of the left is one of the right. NULL is none.',
    example: ['ARRAY[2] <@ ARRAY[1, 2]', 'true'],
  }),
  generic('overlaps', ['T[]', 'T[]'], () => BOOLEAN, {
    specialise: types => {
      const has = membership(types)
      return (left: Row, right: Row) => right.some(item => has(left, item))
    },
    doc: 'Whether both have an element in common. NULL is none.',
    example: ['ARRAY[1, 2] && ARRAY[2, 3]', 'true'],
  }),
  ...quantified('eq', '=', order => order === 0),
  ...quantified('ne', '<>', order => order !== 0),
  ...quantified('lt', '<', order => order < 0),
  ...quantified('le', '<=', order => order <= 0),
  ...quantified('gt', '>', order => order > 0),
  ...quantified('ge', '>=', order => order >= 0),
]

/** The type of the elements of the first argument. */
export function elementType([type]: readonly SqlType[]): SqlType {
  return type?.kind === 'array' ? type.element : must(type, 'no argument')
}

/** How elements of the first argument compare; NULL equals NULL and comes last. */
export function elementOrder(types: readonly SqlType[]): Compare {
  const compare = compareValues(elementType(types))
  return (a, b) => (a === null || b === null ? Number(a === null) - Number(b === null) : compare(a, b))
}

function membership(types: readonly SqlType[]): (list: Row, item: Value) => boolean {
  const compare = compareValues(elementType(types))
  return (list, item) => item !== null && list.some(one => one !== null && compare(one, item) === 0)
}

/** `||`; a NULL array is as one without elements, unless both sides are. */
function joined(
  parameters: readonly Parameter[],
  join: (left: never, right: never) => Value,
  doc: string,
  example: readonly [string, string],
): ScalarSignature {
  const ofArrays = parameters.every(parameter => parameter === 'T[]')
  const isArray = parameters.map(parameter => parameter === 'T[]')
  const orEmpty = (value: Value, i: number): Value => (value === null && isArray[i] === true ? [] : value)
  const result = (types: readonly SqlType[]) =>
    must(
      types.find(({ kind }, i) => kind === 'array' && isArray[i]),
      'no array',
    )
  return generic('append', parameters, result, {
    specialise: () => (left: Value, right: Value) =>
      ofArrays && left === null && right === null
        ? null
        : (join as (left: Value, right: Value) => Value)(orEmpty(left, 0), orEmpty(right, 1)),
    takesNull: true,
    doc,
    example,
  })
}

/** `x = ANY (array)` and `x = ALL (array)`: NULL where an element that is NULL, or x, could have decided. */
function quantified(name: string, sign: string, test: (order: number) => boolean): ScalarSignature[] {
  return ([true, false] as const).map(decisive => {
    const word = decisive ? 'ANY' : 'ALL'
    const specialise = ([, type]: readonly SqlType[]): Evaluate => {
      const compare = compareValues(elementType([type!]))
      return (value: Value, list: Row | null) => {
        if (list === null) return null
        let result: boolean | null = !decisive
        for (const item of list) {
          if (value === null || item === null) result = null
          else if (test(compare(value, item)) === decisive) return decisive
        }
        return result
      }
    }
    return generic(`${name}_${word.toLowerCase()}`, ['T', 'T[]'], () => BOOLEAN, {
      specialise,
      takesNull: true,
      doc: `Whether \`x ${sign} y\` is true of ${decisive ? 'any element' : 'all elements'} y.`,
    })
  })
}
