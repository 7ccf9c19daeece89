/** Functions of maps, with ksqlDB's names. */
import { DataError } from '../../types/data-error.ts'
import { MapValue } from '../../types/map-value.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row } from '../../types/value.ts'
import type { ScalarSignature } from '../signature.ts'
import { generic, scalar, typeOfKind } from './define.ts'

const TEXT = typeOfKind('varchar')
const INTEGER = typeOfKind('integer')

export const MAPS: readonly ScalarSignature[] = [
  generic('cardinality', ['map<T>'], () => INTEGER, {
    specialise: () => (map: MapValue) => map.keys.length,
    doc: 'The number of entries.',
    example: ["CARDINALITY(MAP('a' := 1))", '1'],
  }),
  generic('map_keys', ['map<T>'], () => ({ kind: 'array', element: TEXT }), {
    specialise: () => (map: MapValue) => map.keys,
    doc: 'The keys, in order.',
    example: ["MAP_KEYS(MAP('b' := 1, 'a' := 2))", '{a,b}'],
  }),
  generic('map_values', ['map<T>'], types => ({ kind: 'array', element: valueType(types) }), {
    specialise: () => (map: MapValue) => map.values,
    doc: 'The values, in the order of their keys.',
    example: ["MAP_VALUES(MAP('b' := 1, 'a' := 2))", '{2,1}'],
  }),
  generic('map_union', ['map<T>', 'map<T>'], ([type]) => type!, {
    specialise: () => (left: MapValue, right: MapValue) =>
      MapValue.of([...left.entries(), ...right.entries()]),
    doc: 'The entries of both maps; where both have a key, that of the second.',
    example: ["MAP_UNION(MAP('a' := 1), MAP('a' := 2, 'b' := 3))", '{a=>2,b=>3}'],
  }),
  generic('map_contains_key', ['map<T>', 'varchar'], () => typeOfKind('boolean'), {
    specialise: () => (map: MapValue, key: string) => map.get(key) !== undefined,
    doc: 'Whether the map has a key.',
    example: ["MAP_CONTAINS_KEY(MAP('a' := NULL), 'a')", 'true'],
  }),
  generic('as_map', ['varchar[]', 'T[]'], ([, type]) => ({ kind: 'map', value: elementOf(type!) }), {
    specialise: () => asMap,
    mayFail: true,
    doc: 'The map of keys and values at the same places of two arrays; what is left over of one is left out.',
    example: ["AS_MAP(ARRAY['a', 'b'], ARRAY[1, 2])", '{a=>1,b=>2}'],
  }),
  generic(
    'entries',
    ['map<T>', 'boolean'],
    types => ({ kind: 'array', element: entryType(valueType(types)) }),
    {
      specialise: () => (map: MapValue, _sorted: boolean) => map.entries(),
      doc: 'The entries as structs with the fields `K` and `V`; they are in the order of the keys in any case.',
      example: ["ENTRIES(MAP('b' := 1, 'a' := 2), TRUE)", '{"(a,2)","(b,1)"}'],
    },
  ),
  scalar(
    'split_to_map',
    ['varchar', 'varchar', 'varchar'],
    { kind: 'map', value: TEXT },
    {
      evaluate: splitToMap,
      doc: 'The map of a text such as `a:1;b:2`: entries are separated by the second argument, key and value by the third.',
      example: ["SPLIT_TO_MAP('a:1;b:2', ';', ':')", '{a=>1,b=>2}'],
    },
  ),
]

function valueType([type]: readonly SqlType[]): SqlType {
  return type?.kind === 'map' ? type.value : TEXT
}

function elementOf(type: SqlType): SqlType {
  return type.kind === 'array' ? type.element : type
}

function entryType(value: SqlType): SqlType {
  return {
    kind: 'struct',
    fields: [
      { name: 'K', type: TEXT },
      { name: 'V', type: value },
    ],
  }
}

function asMap(keys: Row, values: Row): MapValue {
  const length = Math.min(keys.length, values.length)
  return MapValue.of(
    keys.slice(0, length).map((key, i) => {
      if (key === null) throw new DataError('MV5105', 'a key of a MAP is NULL')
      return [key as string, values[i]!]
    }),
  )
}

/** What has no value is left out. */
function splitToMap(text: string, entries: string, pair: string): MapValue | null {
  if (entries === '' || pair === '') return null
  const pairs = text.split(entries).flatMap((entry): [string, string][] => {
    const at = entry.indexOf(pair)
    return at < 0 ? [] : [[entry.slice(0, at), entry.slice(at + pair.length)]]
  })
  return MapValue.of(pairs)
}
