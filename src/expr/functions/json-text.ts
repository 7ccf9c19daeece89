/** ksqlDB's functions of JSON, which it holds in texts: a text that is no JSON gives NULL. They take JSON, too. */
import { DataError } from '../../types/data-error.ts'
import { jsonElements, jsonMembers, jsonText } from '../../types/json-access.ts'
import { jsonConcat } from '../../types/json-edit.ts'
import { compareJson } from '../../types/json-order.ts'
import { jsonAtSteps, parseJsonPath } from '../../types/json-path.ts'
import { canonicalJsonText, parseJson, printJson } from '../../types/json-tree.ts'
import { MapValue } from '../../types/map-value.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { toJson } from '../../types/to-json.ts'
import type { Value } from '../../types/value.ts'
import type { Example, ScalarSignature } from '../signature.ts'
import { generic, scalar, typeOfKind, type ValueKind } from './define.ts'

const TEXT = typeOfKind('varchar')
const TEXTS: SqlType = { kind: 'array', element: TEXT }

export const JSON_TEXT: readonly ScalarSignature[] = [
  ...ofJson('extractjsonfield', ['varchar'], TEXT, {
    evaluate: (json, path) => jsonText(jsonAtSteps(json, parseJsonPath(path as string))),
    mayFail: true,
    doc: 'What a path such as `$.name[0]` leads to, as text; NULL when that is nothing.',
    example: [`EXTRACTJSONFIELD('{"a": [1, "b"]}', '$.a[1]')`, 'b'],
  }),
  scalar('json_array_length', ['varchar'], 'integer', {
    evaluate: (text: string) => jsonElements(canonical(text) ?? '')?.length ?? null,
    doc: 'The number of elements; NULL when the text is no array of JSON.',
    example: ["JSON_ARRAY_LENGTH('[1, 2]')", '2'],
  }),
  ...ofJson('json_keys', [], TEXTS, {
    evaluate: json => jsonMembers(json)?.map(([key]) => key) ?? null,
    doc: 'The keys of an object; NULL when it is none.',
    example: [`JSON_KEYS('{"b": 1, "a": 2}')`, '{a,b}'],
  }),
  ...ofJson('json_items', [], TEXTS, {
    evaluate: json => jsonElements(json),
    doc: 'The elements of an array as JSON texts; NULL when it is none.',
    example: [`JSON_ITEMS('[1, "a"]')`, '{1,"\\"a\\""}'],
  }),
  ...ofJson(
    'json_records',
    [],
    { kind: 'map', value: TEXT },
    {
      evaluate: json => {
        const members = jsonMembers(json)
        return members && MapValue.of(members)
      },
      doc: 'The members of an object as JSON texts by key; NULL when it is none.',
      example: [`JSON_RECORDS('{"a": 1, "b": [2]}')`, '{a=>1,b=>[2]}'],
    },
  ),
  ...(['varchar', 'json'] as const).map(containing),
  scalar('json_concat', ['varchar'], 'varchar', {
    evaluate: concatTexts,
    variadic: true,
    doc: 'Objects merged, the later ones winning; anything else as the elements of one array.',
    example: [`JSON_CONCAT('{"a": 1}', '{"b": 2}')`, '{"a": 1, "b": 2}'],
  }),
  scalar('is_json_string', ['varchar'], 'boolean', {
    evaluate: (text: string | null) => text !== null && canonical(text) !== null,
    takesNull: true,
    doc: 'Whether the text is JSON.',
    example: ["IS_JSON_STRING('[abc]')", 'false'],
  }),
  generic('to_json_string', ['any'], () => TEXT, {
    specialise: ([type]) => {
      const convert = toJson(type!)
      return (value: Value) => printJson(convert(value))
    },
    takesNull: true,
    doc: 'The value as a text of JSON.',
    example: ['TO_JSON_STRING(ARRAY[1, 2])', '[1, 2]'],
  }),
]

/** The text in canonical form; null when it is no JSON. */
function canonical(text: string): string | null {
  try {
    return canonicalJsonText(text)
  } catch (error) {
    if (error instanceof DataError) return null
    throw error
  }
}

interface OfJson {
  readonly evaluate: (json: string, ...others: Value[]) => Value
  readonly doc: string
  readonly mayFail?: boolean
  readonly example: Example
}

/** An overload for texts and one for JSON. */
function ofJson(
  name: string,
  others: readonly ValueKind[],
  result: SqlType,
  { evaluate, example, ...rest }: OfJson,
): ScalarSignature[] {
  const ofText = (text: string, ...values: Value[]): Value => {
    const json = canonical(text)
    return json === null ? null : evaluate(json, ...values)
  }
  return [
    scalar(name, ['varchar', ...others], result, { ...rest, evaluate: ofText, example }),
    scalar(name, ['json', ...others], result, { ...rest, evaluate }),
  ]
}

function containing(kind: 'varchar' | 'json'): ScalarSignature {
  return generic('json_array_contains', [kind, 'any'], () => typeOfKind('boolean'), {
    specialise: ([, type]) => {
      const convert = toJson(type!)
      return (text: string | null, value: Value) => {
        const json = text === null ? null : kind === 'json' ? text : canonical(text)
        const wanted = printJson(convert(value))
        return json === null
          ? null
          : (jsonElements(json)?.some(one => compareJson(one, wanted) === 0) ?? false)
      }
    },
    takesNull: true,
    doc: 'Whether an array of JSON has an element that equals the value.',
    ...(kind === 'varchar' && { example: ["JSON_ARRAY_CONTAINS('[1, 2]', 2)", 'true'] as Example }),
  })
}

function concatTexts(...texts: string[]): string | null {
  const parts = texts.map(canonical)
  if (!parts.every(part => part !== null)) return null
  return printJson(parts.map(parseJson).reduce(jsonConcat))
}
