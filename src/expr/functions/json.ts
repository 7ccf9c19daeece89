/** Functions of JSON: PostgreSQL's of `jsonb`, under both of their names. */
import { DataError } from '../../types/data-error.ts'
import { jsonAtPath, jsonElements, jsonText, jsonTypeName } from '../../types/json-access.ts'
import { jsonWith } from '../../types/json-edit.ts'
import {
  isJsonArray,
  isJsonObject,
  jsonObject,
  type JsonTree,
  parseJson,
  printJson,
} from '../../types/json-tree.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { formatValue } from '../../types/text-form.ts'
import { toJson } from '../../types/to-json.ts'
import type { Value } from '../../types/value.ts'
import type { ScalarSignature } from '../signature.ts'
import { alias, generic, scalar, typeOfKind } from './define.ts'

const JSON_TYPE = typeOfKind('json')

const FUNCTIONS: readonly ScalarSignature[] = [
  generic('to_jsonb', ['any'], () => JSON_TYPE, {
    specialise: ([type]) => {
      const convert = toJson(type!)
      return (value: Value) => printJson(convert(value))
    },
    doc: 'The value as JSON: arrays as arrays, structs and maps as objects, numbers and booleans as they are, all else as text.',
    example: ['TO_JSONB(ARRAY[1, NULL])', '[1, null]'],
  }),
  scalar('jsonb_typeof', ['json'], 'varchar', {
    evaluate: jsonTypeName,
    doc: 'The kind of the value: `object`, `array`, `string`, `number`, `boolean` or `null`.',
    example: ["JSONB_TYPEOF(JSON '[]')", 'array'],
  }),
  scalar('jsonb_array_length', ['json'], 'integer', {
    evaluate: arrayLength,
    mayFail: true,
    doc: 'The number of elements of an array.',
    example: ["JSONB_ARRAY_LENGTH(JSON '[1, 2]')", '2'],
  }),
  scalar('jsonb_extract_path', ['json', 'varchar'], 'json', {
    evaluate: (json: string, ...path: string[]) => jsonAtPath(json, path),
    variadic: true,
    doc: 'What the keys and indexes lead to; NULL when that is nothing.',
    example: [`JSONB_EXTRACT_PATH(JSON '{"a": [1, 2]}', 'a', '1')`, '2'],
  }),
  scalar('jsonb_extract_path_text', ['json', 'varchar'], 'varchar', {
    evaluate: (json: string, ...path: string[]) => jsonText(jsonAtPath(json, path)),
    variadic: true,
    doc: 'The same as text: a string without quotes, and NULL for the null of JSON.',
    example: [`JSONB_EXTRACT_PATH_TEXT(JSON '{"a": ["b"]}', 'a', '0')`, 'b'],
  }),
  scalar('jsonb_set', ['json', 'varchar[]', 'json'], 'json', {
    evaluate: setPath,
    mayFail: true,
    doc: 'With another value where the path leads to, or with a value added there.',
    example: [`JSONB_SET(JSON '{"a": 1}', '{b}', '2')`, '{"a": 1, "b": 2}'],
  }),
  scalar('jsonb_set', ['json', 'varchar[]', 'json', 'boolean'], 'json', {
    evaluate: setPath,
    mayFail: true,
    doc: 'The same; nothing is added when the last argument is FALSE.',
    example: [`JSONB_SET(JSON '{"a": 1}', '{b}', '2', FALSE)`, '{"a": 1}'],
  }),
  scalar('jsonb_strip_nulls', ['json'], 'json', {
    evaluate: (json: string) => printJson(withoutNulls(parseJson(json))),
    doc: 'Without the members of objects that are null.',
    example: [`JSONB_STRIP_NULLS(JSON '{"a": null, "b": [null]}')`, '{"b": [null]}'],
  }),
  generic('jsonb_build_array', [], () => JSON_TYPE, { specialise: () => () => '[]', doc: 'An empty array.' }),
  generic('jsonb_build_array', ['any'], () => JSON_TYPE, {
    specialise: types => {
      const converters = types.map(toJson)
      return (...values: Value[]) => printJson(values.map((value, i) => converters[i]!(value)))
    },
    variadic: true,
    takesNull: true,
    doc: 'An array of the arguments.',
    example: ["JSONB_BUILD_ARRAY(1, 'a', NULL)", '[1, "a", null]'],
  }),
  generic('jsonb_build_object', [], () => JSON_TYPE, {
    specialise: () => () => '{}',
    doc: 'An empty object.',
  }),
  generic('jsonb_build_object', ['any', 'any'], () => JSON_TYPE, {
    specialise: buildObject,
    variadic: true,
    takesNull: true,
    mayFail: true,
    doc: 'An object of keys and values in turn.',
    example: ["JSONB_BUILD_OBJECT('a', 1, 'b', ARRAY[2])", '{"a": 1, "b": [2]}'],
  }),
]

/** Each under its name with `jsonb` and with `json`. */
export const JSON_FUNCTIONS: readonly ScalarSignature[] = FUNCTIONS.flatMap(one => [
  one,
  ...alias(one.name.replace('jsonb', 'json'), [one]),
])

function arrayLength(json: string): number {
  const elements = jsonElements(json)
  if (elements === null)
    throw new DataError('MV5105', `the JSON value is no array but of type ${jsonTypeName(json)}`)
  return elements.length
}

function setPath(json: string, path: readonly (string | null)[], value: string, create = true): string {
  return printJson(jsonWith(parseJson(json), path, parseJson(value), create))
}

function withoutNulls(json: JsonTree): JsonTree {
  if (isJsonArray(json)) return json.map(withoutNulls)
  if (!isJsonObject(json)) return json
  return jsonObject(
    [...json].flatMap(([key, value]) => (value === null ? [] : [[key, withoutNulls(value)] as const])),
  )
}

function buildObject(types: readonly SqlType[]): (...values: Value[]) => string {
  const converters = types.map(toJson)
  return (...values) => {
    if (values.length % 2 === 1) throw new DataError('MV5105', 'an object needs as many values as keys')
    const members = values.flatMap((key, i): [string, JsonTree][] => {
      if (i % 2 === 1) return []
      if (key === null) throw new DataError('MV5105', 'a key of a JSON object is NULL')
      return [[formatValue(types[i]!, key), converters[i + 1]!(values[i + 1]!)]]
    })
    return printJson(jsonObject(members))
  }
}
