/** Functions of arrays, with PostgreSQL's names and ksqlDB's. */
import type { Compare } from '../../types/compare.ts'
import { formatPart } from '../../types/text-form.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { isList, type Row, type Value } from '../../types/value.ts'
import { DataError } from '../../types/data-error.ts'
import type { Example, Parameter, ScalarSignature } from '../signature.ts'
import { elementOrder, elementType } from './array-operators.ts'
import { alias, generic, scalar, typeOfKind } from './define.ts'

const INTEGER = typeOfKind('integer')
const BOOLEAN = typeOfKind('boolean')
const TEXT = typeOfKind('varchar')
const TEXTS: SqlType = { kind: 'array', element: TEXT }

const sameArray = ([type]: readonly SqlType[]): SqlType => type!

const ARRAY_CAT = ofArrays(
  'array_cat',
  ['T[]', 'T[]'],
  (left, right) => [...(left as Row), ...(right as Row)],
  'The elements of both arrays.',
  ['ARRAY_CAT(ARRAY[1], ARRAY[2])', '{1,2}'],
)

export const ARRAYS: readonly ScalarSignature[] = [
  generic('cardinality', ['T[]'], () => INTEGER, {
    specialise: ([type]) => elementCounter(type!),
    doc: 'The number of elements, those of inner arrays counted one by one.',
    example: ['CARDINALITY(ARRAY[1, NULL])', '2'],
  }),
  generic('array_length', ['T[]'], () => INTEGER, {
    specialise: () => (list: Row) => list.length,
    doc: 'The number of elements.',
    example: ['ARRAY_LENGTH(ARRAY[1, NULL])', '2'],
  }),
  generic('array_length', ['T[]', 'integer'], () => INTEGER, {
    specialise: ([type]) => dimensionLength(type!),
    doc: 'The number of elements in a dimension, from 1; NULL when there are none.',
    example: ['ARRAY_LENGTH(ARRAY[1, NULL], 1)', '2'],
  }),
  ARRAY_CAT,
  ...alias('array_concat', [ARRAY_CAT]),
  ofArrays(
    'array_append',
    ['T[]', 'T'],
    (list, item) => [...(list as Row), item],
    'The array with an element behind it.',
    ['ARRAY_APPEND(ARRAY[1], 2)', '{1,2}'],
  ),
  ofArrays(
    'array_prepend',
    ['T', 'T[]'],
    (item, list) => [item, ...(list as Row)],
    'The array with an element in front of it.',
    ['ARRAY_PREPEND(1, ARRAY[2])', '{1,2}'],
  ),
  generic('array_remove', ['T[]', 'T'], sameArray, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row | null, item: Value) => list && list.filter(one => compare(one, item) !== 0)
    },
    takesNull: true,
    doc: 'The array without the elements that equal a value; NULL is one, too.',
    example: ['ARRAY_REMOVE(ARRAY[1, 2, 1], 1)', '{2}'],
  }),
  generic('array_replace', ['T[]', 'T', 'T'], sameArray, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row | null, from: Value, to: Value) =>
        list && list.map(one => (compare(one, from) === 0 ? to : one))
    },
    takesNull: true,
    doc: 'The array with another value in place of the elements that equal a value.',
    example: ['ARRAY_REPLACE(ARRAY[1, 2], 1, 3)', '{3,2}'],
  }),
  generic('array_position', ['T[]', 'T'], () => INTEGER, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row | null, item: Value) => {
        const index = list === null ? -1 : list.findIndex(one => compare(one, item) === 0)
        return index < 0 ? null : index + 1
      }
    },
    takesNull: true,
    doc: 'The index of the first element that equals a value, from 1; NULL when there is none.',
    example: ["ARRAY_POSITION(ARRAY['a', 'b'], 'b')", '2'],
  }),
  generic('array_positions', ['T[]', 'T'], () => ({ kind: 'array', element: INTEGER }), {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row | null, item: Value) =>
        list && list.flatMap((one, i) => (compare(one, item) === 0 ? [i + 1] : []))
    },
    takesNull: true,
    doc: 'The indexes of all elements that equal a value.',
    example: ["ARRAY_POSITIONS(ARRAY['a', 'b', 'a'], 'a')", '{1,3}'],
  }),
  generic('array_contains', ['T[]', 'T'], () => BOOLEAN, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row | null, item: Value) => list && list.some(one => compare(one, item) === 0)
    },
    takesNull: true,
    doc: 'Whether an element equals a value; NULL equals NULL.',
    example: ['ARRAY_CONTAINS(ARRAY[1, 2], 2)', 'true'],
  }),
  generic('trim_array', ['T[]', 'integer'], sameArray, {
    specialise: () => (list: Row, count: number) => {
      if (count < 0 || count > list.length)
        throw new DataError(
          'MV5105',
          `TRIM_ARRAY cannot take ${count} elements from an array of ${list.length}`,
        )
      return list.slice(0, list.length - count)
    },
    mayFail: true,
    doc: 'The array without so many elements at its end.',
    example: ['TRIM_ARRAY(ARRAY[1, 2, 3], 2)', '{1}'],
  }),
  generic('slice', ['T[]', 'integer', 'integer'], sameArray, {
    specialise: () => (list: Row, from: number, to: number) =>
      list.slice(Math.max(from, 1) - 1, Math.max(to, 0)),
    doc: 'The elements from one index to another, from 1, both included.',
    example: ['SLICE(ARRAY[1, 2, 3], 2, 3)', '{2,3}'],
  }),
  generic('array_sort', ['T[]'], sameArray, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row) => [...list].sort(compare)
    },
    doc: 'The elements in order, NULLs last.',
    example: ['ARRAY_SORT(ARRAY[2, NULL, 1])', '{1,2,NULL}'],
  }),
  generic('array_sort', ['T[]', 'varchar'], sameArray, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row, direction: string) => sorted(list, compare, direction)
    },
    mayFail: true,
    doc: "The elements in the order `'ASC'` or `'DESC'`, NULLs last.",
    example: ["ARRAY_SORT(ARRAY[2, NULL, 3], 'DESC')", '{3,2,NULL}'],
  }),
  extreme('array_max', -1, 'The greatest element that is not NULL.', ['ARRAY_MAX(ARRAY[1, 3, NULL])', '3']),
  extreme('array_min', 1, 'The least element that is not NULL.', ['ARRAY_MIN(ARRAY[1, 3, NULL])', '1']),
  generic('array_to_string', ['T[]', 'varchar'], () => TEXT, {
    specialise: types => {
      const write = toString(types)
      return (list: Row, separator: string) => write(list, separator, null)
    },
    doc: 'The elements that are not NULL as text, with a text between them.',
    example: ["ARRAY_TO_STRING(ARRAY[1, NULL, 2], ',')", '1,2'],
  }),
  generic('array_to_string', ['T[]', 'varchar', 'varchar'], () => TEXT, {
    specialise: types => {
      const write = toString(types)
      return (list: Row | null, separator: string | null, whenNull: string | null) =>
        list === null || separator === null ? null : write(list, separator, whenNull)
    },
    takesNull: true,
    doc: 'The same, with the third text in place of NULLs.',
    example: ["ARRAY_TO_STRING(ARRAY[1, NULL], ',', '-')", '1,-'],
  }),
  generic('array_join', ['T[]'], () => TEXT, {
    specialise: types => {
      const write = toString(types)
      return (list: Row) => write(list, ',', 'null')
    },
    doc: 'The elements as text, with commas between them, NULL as `null`.',
    example: ['ARRAY_JOIN(ARRAY[1, NULL, 2])', '1,null,2'],
  }),
  generic('array_join', ['T[]', 'varchar'], () => TEXT, {
    specialise: types => {
      const write = toString(types)
      return (list: Row, separator: string) => write(list, separator, 'null')
    },
    doc: 'The elements as text, with a text between them, NULL as `null`.',
    example: ["ARRAY_JOIN(ARRAY[1, 2], '; ')", '1; 2'],
  }),
  scalar('string_to_array', ['varchar', 'varchar'], TEXTS, {
    evaluate: (text: string | null, separator: string | null) => splitText(text, separator, null),
    takesNull: true,
    doc: 'The parts of a text between separators; with NULL as separator its characters.',
    example: ["STRING_TO_ARRAY('a,b', ',')", '{a,b}'],
  }),
  scalar('string_to_array', ['varchar', 'varchar', 'varchar'], TEXTS, {
    evaluate: splitText,
    takesNull: true,
    doc: 'The same, with NULL in place of the parts that equal the third text.',
    example: ["STRING_TO_ARRAY('a,-,b', ',', '-')", '{a,NULL,b}'],
  }),
  scalar('split', ['varchar', 'varchar'], TEXTS, {
    evaluate: (text: string, separator: string) => (separator === '' ? [...text] : text.split(separator)),
    doc: 'The parts of a text between separators; without a separator its characters.',
    example: ["SPLIT('a,b,', ',')", '{a,b,""}'],
  }),
  ...(['integer', 'bigint'] as const).flatMap(kind => [
    series(kind, [kind, kind]),
    series(kind, [kind, kind, kind]),
  ]),
  generic('elt', ['integer', 'T'], ([, type]) => type!, {
    specialise:
      () =>
      (index: number | null, ...values: Value[]) =>
        index === null ? null : (values[index - 1] ?? null),
    takesNull: true,
    variadic: true,
    doc: 'The argument with this number among those that follow, from 1; NULL when there is none.',
    example: ["ELT(2, 'a', 'b')", 'b'],
  }),
  scalar('field', ['varchar', 'varchar'], INTEGER, {
    evaluate: (text: string | null, ...texts: (string | null)[]) =>
      text === null ? 0 : texts.indexOf(text) + 1,
    takesNull: true,
    variadic: true,
    doc: 'The number of the text among those that follow, from 1; 0 when it is none of them.',
    example: ["FIELD('b', 'a', 'b')", '2'],
  }),
]

/** Those of inner arrays one by one. */
function elementCounter(type: SqlType): (list: Row) => number {
  if (type.kind !== 'array' || type.element.kind !== 'array') return list => list.length
  const count = elementCounter(type.element)
  return list => list.reduce<number>((sum, inner) => sum + (inner === null ? 0 : count(inner as Row)), 0)
}

/** PostgreSQL's dimensions: an inner array is as long as the first one. */
function dimensionLength(type: SqlType): (list: Row, dimension: number) => number | null {
  const inner = type.kind === 'array' && type.element.kind === 'array' ? dimensionLength(type.element) : null
  return (list, dimension) => {
    if (dimension === 1) return list.length === 0 ? null : list.length
    const [first] = list
    return inner === null || dimension < 1 || !isList(first ?? null)
      ? null
      : inner(first as Row, dimension - 1)
  }
}

/** A NULL array is as one without elements; the result is NULL only when all arguments are arrays and NULL. */
function ofArrays(
  name: string,
  parameters: readonly Parameter[],
  combine: (left: Value, right: Value) => Value,
  doc: string,
  example: Example,
): ScalarSignature {
  const isArray = parameters.map(parameter => parameter === 'T[]')
  return generic(name, parameters, types => types[isArray.indexOf(true)]!, {
    specialise: () => (left: Value, right: Value) => {
      if (left === null && right === null && isArray.every(Boolean)) return null
      return combine(
        left === null && isArray[0] === true ? [] : left,
        right === null && isArray[1] === true ? [] : right,
      )
    },
    takesNull: true,
    doc,
    example,
  })
}

function sorted(list: Row, compare: Compare, direction: string): Row {
  const sign = { ASC: 1, ASCENDING: 1, DESC: -1, DESCENDING: -1 }[direction.toUpperCase()]
  if (sign === undefined)
    throw new DataError(
      'MV5105',
      `\`${direction.slice(0, 40)}\` is not an order, such as \`ASC\` or \`DESC\``,
    )
  const isNull = (value: Value) => Number(value === null)
  return [...list].sort((a, b) => (a === null || b === null ? isNull(a) - isNull(b) : sign * compare(a, b)))
}

/** @param sign of the comparison with the best so far when an element takes its place */
function extreme(name: string, sign: -1 | 1, doc: string, example: Example): ScalarSignature {
  return generic(name, ['T[]'], elementType, {
    specialise: types => {
      const compare = elementOrder(types)
      return (list: Row) =>
        list.reduce<Value>(
          (best, item) => (item !== null && (best === null || compare(best, item) * sign > 0) ? item : best),
          null,
        )
    },
    doc,
    example,
  })
}

function toString(
  types: readonly SqlType[],
): (list: Row, separator: string, whenNull: string | null) => string {
  const flatten = flattener(types[0]!)
  const type = innermost(types[0]!)
  return (list, separator, whenNull) =>
    flatten(list)
      .flatMap(item => (item === null ? (whenNull ?? []) : formatPart(type, item)))
      .join(separator)
}

function innermost(type: SqlType): SqlType {
  return type.kind === 'array' ? innermost(type.element) : type
}

function flattener(type: SqlType): (list: Row) => Row {
  if (type.kind !== 'array' || type.element.kind !== 'array') return list => list
  const flatten = flattener(type.element)
  return list => list.flatMap(inner => (inner === null ? [] : flatten(inner as Row)))
}

/** PostgreSQL's rules: no parts in the empty text, the whole text as one part without a separator. */
function splitText(text: string | null, separator: string | null, nullText: string | null): Row | null {
  if (text === null) return null
  const orNull = (part: string) => (part === nullText ? null : part)
  if (text === '') return []
  if (separator === null) return [...text].map(orNull)
  return (separator === '' ? [text] : text.split(separator)).map(orNull)
}

/** More elements than this would be a mistake. */
const MAX_SERIES = 1_000_000n

function series(kind: 'integer' | 'bigint', parameters: readonly Parameter[]): ScalarSignature {
  const toValue = (number: bigint): Value => (kind === 'integer' ? Number(number) : number)
  const evaluate = (first: number | bigint, last: number | bigint, step: number | bigint = 1): Row => {
    const [from, to, by] = [BigInt(first), BigInt(last), BigInt(step)]
    if (by === 0n) throw new DataError('MV5105', 'the step of GENERATE_SERIES is 0')
    const count = (to - from) / by + 1n
    if ((to - from) * by < 0n) return []
    if (count > MAX_SERIES) throw new DataError('MV5105', `GENERATE_SERIES would make ${count} elements`)
    return Array.from({ length: Number(count) }, (_, i) => toValue(from + by * BigInt(i)))
  }
  return scalar(
    'generate_series',
    parameters,
    { kind: 'array', element: typeOfKind(kind) },
    {
      evaluate,
      mayFail: true,
      doc: 'The numbers from one to another, in steps of 1 or of the third argument.',
      ...(kind === 'integer' &&
        parameters.length === 2 && { example: ['GENERATE_SERIES(1, 3)', '{1,2,3}'] as Example }),
    },
  )
}
