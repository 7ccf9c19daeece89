/** Texts of random expressions over arrays and JSON that mean the same in PostgreSQL and in matview. */
import type { Random } from '../random.ts'

type Kind = 'int' | 'text' | 'bool' | 'ints' | 'texts' | 'json'

const VALUES: Readonly<Record<Kind, readonly string[]>> = {
  int: ['0', '1', '2', '-1', '3', 'NULL::integer'],
  text: ["'a'::text", "'b'::text", "''::text", "'0'::text", "'x y'::text", 'NULL::text'],
  bool: ['TRUE', 'FALSE', 'NULL::boolean'],
  ints: [
    "'{}'::integer[]",
    "'{1,2,3}'::integer[]",
    "'{2,NULL,2}'::integer[]",
    'ARRAY[3, 1]',
    'NULL::integer[]',
  ],
  texts: [
    "'{}'::text[]",
    "'{a,b,a}'::text[]",
    `'{"x y","",NULL,"NULL","q\\"\\\\"}'::text[]`,
    "'{b}'::text[]",
    "'{0}'::text[]",
    "'{a,0}'::text[]",
    'NULL::text[]',
  ],
  json: [
    `'{"a": 1, "b": [1, 2.50, null], "a b": {"a": "x"}}'::jsonb`,
    `'{"b": "a", "a": null}'::jsonb`,
    `'["a", "b", 1, {"a": 1}, ["a"]]'::jsonb`,
    `'[1, 1.0, 2]'::jsonb`,
    `'[]'::jsonb`,
    `'{}'::jsonb`,
    `'"a"'::jsonb`,
    `'1.0'::jsonb`,
    `'true'::jsonb`,
    `'null'::jsonb`,
    `'9007199254740993.10'::jsonb`,
    `'"é\\u00e9\\n"'::jsonb`,
    'NULL::jsonb',
  ],
}

/** An expression of each kind by its parts: `ints` is replaced by an expression of that kind. */
const FORMS: Readonly<Record<Kind, readonly string[]>> = {
  int: [
    'cardinality({ints})',
    'array_length({texts}, 1)',
    'array_length({ints}, {int})',
    'array_position({ints}, {int})',
    '({ints})[{int}]',
    'jsonb_array_length({json})',
    'CAST({json} AS integer)',
    'greatest({int}, {int})',
    '{int} + {int}',
  ],
  text: [
    '({texts})[{int}]',
    '{json} ->> {text}',
    '{json} ->> {int}',
    '{json} #>> {texts}',
    'jsonb_typeof({json})',
    'array_to_string({ints}, {text})',
    "array_to_string({texts}, ',', {text})",
    'jsonb_extract_path_text({json}, {text}, {text})',
    '({json})::text',
    '({ints})::text',
    '{text} || {text}',
  ],
  bool: [
    '{ints} = {ints}',
    '{texts} < {texts}',
    '{ints} <> {ints}',
    '{texts} >= {texts}',
    '{json} = {json}',
    '{json} < {json}',
    '{json} >= {json}',
    '{ints} @> {ints}',
    '{texts} <@ {texts}',
    '{ints} && {ints}',
    '{json} @> {json}',
    '{json} <@ {json}',
    '{json} ? {text}',
    '{json} ?| {texts}',
    '{json} ?& {texts}',
    '{int} = ANY ({ints})',
    '{int} <> ALL ({ints})',
    '{text} > ANY ({texts})',
    '{text} <= ALL ({texts})',
    '{ints} IS DISTINCT FROM {ints}',
    '{json} IS NOT DISTINCT FROM {json}',
    '{json} IS NULL',
    '{ints} IN ({ints}, {ints})',
    '({int}, {text}) < ({int}, {text})',
    '({int}, {text}) = ({int}, {text})',
    '({int}, {text}) IN (({int}, {text}), ({int}, {text}))',
    'CAST({json} AS boolean)',
  ],
  ints: [
    'ARRAY[{int}, {int}]',
    '{ints} || {ints}',
    '{ints} || {int}',
    '{int} || {ints}',
    'array_append({ints}, {int})',
    'array_prepend({int}, {ints})',
    'array_cat({ints}, {ints})',
    'array_remove({ints}, {int})',
    'array_replace({ints}, {int}, {int})',
    'array_positions({ints}, {int})',
    'trim_array({ints}, {int})',
    'NULLIF({ints}, {ints})',
    'LEAST({ints}, {ints})',
  ],
  texts: [
    'ARRAY[{text}, {text}]',
    "regexp_split_to_array({text} || 'a1b22 a', '\\\\d*')",
    "regexp_split_to_array('xaAax', {text}, 'i')",
    '{texts} || {texts}',
    'array_append({texts}, {text})',
    'array_remove({texts}, {text})',
    'string_to_array({text}, {text})',
    "string_to_array('a,b,,0', {text})",
    "string_to_array('a,b,,0', ',', {text})",
    '({ints})::text[]',
  ],
  json: [
    '{json} -> {text}',
    '{json} -> {int}',
    '{json} #> {texts}',
    '({json})[{text}]',
    '({json})[{int}]',
    '{json} || {json}',
    '{json} - {text}',
    '{json} - {int}',
    '{json} - {texts}',
    '{json} #- {texts}',
    'to_jsonb({ints})',
    'to_jsonb({texts})',
    'to_jsonb({int})',
    'to_jsonb({text})',
    'to_jsonb({bool})',
    'jsonb_build_array({int}, {text}, {json}, {ints})',
    "jsonb_build_object('k', {int}, {text}, {json})",
    'jsonb_set({json}, {texts}, {json})',
    'jsonb_set({json}, {texts}, {json}, {bool})',
    'jsonb_strip_nulls({json})',
    'jsonb_extract_path({json}, {text})',
    'GREATEST({json}, {json})',
  ],
}

export class NestedExpressions {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** An expression of at most so many levels. */
  any(depth: number): string {
    return this.#of(this.#random.pick(Object.keys(FORMS) as Kind[]), depth)
  }

  #of(kind: Kind, depth: number): string {
    if (depth <= 0 || this.#random.chance(0.2)) return this.#random.pick(VALUES[kind])
    const form = this.#random.pick(FORMS[kind])
    return `(${form.replace(/\{(\w+)\}/g, (_, part: Kind) => this.#of(part, depth - 1))})`
  }
}
