/** The operators of JSON, with PostgreSQL's meaning of those of `jsonb`. */
import { jsonAtPath, jsonElementOrItself, jsonMember, jsonText } from '../../types/json-access.ts'
import { jsonContains, jsonHasKey } from '../../types/json-contains.ts'
import { jsonConcat, jsonWithout, jsonWithoutElement, jsonWithoutPath } from '../../types/json-edit.ts'
import { parseJson, printJson } from '../../types/json-tree.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

type Names = readonly (string | null)[]

const MEMBER = 'The value of a key; NULL when there is none.'
const ELEMENT = 'The element at an index, from 0, from the end when negative; NULL when there is none.'
const AS_TEXT = ' As text: a string without quotes, and NULL for the null of JSON.'
const PATH = 'What the keys and indexes lead to; NULL when that is nothing.'

export const JSON_OPERATORS: readonly ScalarSignature[] = [
  scalar('get', ['json', 'varchar'], 'json', {
    evaluate: jsonMember,
    doc: MEMBER,
    example: [`JSON '{"a": [1, 2]}' -> 'a'`, '[1, 2]'],
  }),
  scalar('get', ['json', 'integer'], 'json', {
    evaluate: jsonElementOrItself,
    doc: ELEMENT,
    example: [`JSON '[1, 2]' -> -1`, '2'],
  }),
  scalar('subscript', ['json', 'varchar'], 'json', {
    evaluate: (json: string, key: string) => jsonAtPath(json, [key]),
    doc: PATH,
    example: [`(JSON '{"a": [1, 2]}')['a']`, '[1, 2]'],
  }),
  scalar('subscript', ['json', 'integer'], 'json', {
    evaluate: (json: string, index: number) => jsonAtPath(json, [String(index)]),
    doc: PATH,
    example: [`(JSON '[1, 2]')[0]`, '1'],
  }),
  scalar('get_text', ['json', 'varchar'], 'varchar', {
    evaluate: (json: string, key: string) => jsonText(jsonMember(json, key)),
    doc: MEMBER + AS_TEXT,
    example: [`JSON '{"a": "b"}' ->> 'a'`, 'b'],
  }),
  scalar('get_text', ['json', 'integer'], 'varchar', {
    evaluate: (json: string, index: number) => jsonText(jsonElementOrItself(json, index)),
    doc: ELEMENT + AS_TEXT,
    example: [`JSON '["a"]' ->> 0`, 'a'],
  }),
  scalar('get_path', ['json', 'varchar[]'], 'json', {
    evaluate: jsonAtPath,
    doc: PATH,
    example: [`JSON '{"a": [1, {"b": 2}]}' #> '{a,1}'`, '{"b": 2}'],
  }),
  scalar('get_path_text', ['json', 'varchar[]'], 'varchar', {
    evaluate: (json: string, path: Names) => jsonText(jsonAtPath(json, path)),
    doc: PATH + AS_TEXT,
    example: [`JSON '{"a": [1, {"b": 2}]}' #>> '{a,1,b}'`, '2'],
  }),
  scalar('contains', ['json', 'json'], 'boolean', {
    evaluate: (whole: string, part: string) => jsonContains(parseJson(whole), parseJson(part)),
    doc: 'Whether all of the right is found in the left, at the same places of objects and anywhere in arrays.',
    example: [`JSON '{"a": [1, 2], "b": 3}' @> '{"a": [2]}'`, 'true'],
  }),
  scalar('contained', ['json', 'json'], 'boolean', {
    evaluate: (part: string, whole: string) => jsonContains(parseJson(whole), parseJson(part)),
    doc: 'Whether all of the left is found in the right.',
    example: [`JSON '[1]' <@ '[2, 1]'`, 'true'],
  }),
  scalar('has_key', ['json', 'varchar'], 'boolean', {
    evaluate: (json: string, key: string) => jsonHasKey(parseJson(json), key),
    doc: 'Whether a text is a key of the object or an element of the array.',
    example: [`JSON '{"a": 1}' ? 'a'`, 'true'],
  }),
  scalar('has_any', ['json', 'varchar[]'], 'boolean', {
    evaluate: (json: string, keys: Names) =>
      keys.some(key => key !== null && jsonHasKey(parseJson(json), key)),
    doc: 'Whether any of the texts is a key of the object or an element of the array.',
    example: [`JSON '{"a": 1}' ?| '{b,a}'`, 'true'],
  }),
  scalar('has_all', ['json', 'varchar[]'], 'boolean', {
    evaluate: (json: string, keys: Names) =>
      keys.every(key => key === null || jsonHasKey(parseJson(json), key)),
    doc: 'Whether all of the texts are keys of the object or elements of the array.',
    example: [`JSON '["a", "b"]' ?& '{b,a}'`, 'true'],
  }),
  scalar('append', ['json', 'json'], 'json', {
    evaluate: (left: string, right: string) => printJson(jsonConcat(parseJson(left), parseJson(right))),
    doc: 'Two objects merged, the right one winning; anything else as the elements of one array.',
    example: [`JSON '{"a": 1}' || '{"b": 2}'`, '{"a": 1, "b": 2}'],
  }),
  scalar('subtract', ['json', 'varchar'], 'json', {
    evaluate: (json: string, name: string) => printJson(jsonWithout(parseJson(json), [name])),
    mayFail: true,
    doc: 'The object without a key, or the array without the strings that equal the text.',
    example: [`JSON '{"a": 1, "b": 2}' - 'a'`, '{"b": 2}'],
  }),
  scalar('subtract', ['json', 'varchar[]'], 'json', {
    evaluate: (json: string, names: Names) => printJson(jsonWithout(parseJson(json), names)),
    mayFail: true,
    doc: 'The object without the keys, or the array without the strings that equal one of the texts.',
    example: [`JSON '{"a": 1, "b": 2}' - ARRAY['a', 'c']`, '{"b": 2}'],
  }),
  scalar('subtract', ['json', 'integer'], 'json', {
    evaluate: (json: string, index: number) => printJson(jsonWithoutElement(parseJson(json), index)),
    mayFail: true,
    doc: 'The array without the element at an index, from 0, from the end when negative.',
    example: [`JSON '[1, 2]' - 0`, '[2]'],
  }),
  scalar('delete_path', ['json', 'varchar[]'], 'json', {
    evaluate: (json: string, path: Names) => printJson(jsonWithoutPath(parseJson(json), path)),
    mayFail: true,
    doc: 'Without what the keys and indexes lead to.',
    example: [`JSON '{"a": [1, 2]}' #- '{a,0}'`, '{"a": [2]}'],
  }),
]
