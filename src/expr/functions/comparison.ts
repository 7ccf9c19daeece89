/** `= <> < <= > >=` for every type. NaN is equal to itself and above all other numbers; text is ordered by code point. */
import { compareDoubles, compareValues } from '../../types/compare.ts'
import type { Value } from '../../types/value.ts'
import type { Parameter, ScalarSignature } from '../signature.ts'
import { generic, scalar, typeOfKind, type ValueKind } from './define.ts'

type Name = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'

const TESTS: Readonly<Record<Name, { test: (order: number) => boolean; doc: string }>> = {
  eq: { test: order => order === 0, doc: 'Whether both are equal.' },
  ne: { test: order => order !== 0, doc: 'Whether both are different.' },
  lt: { test: order => order < 0, doc: 'Whether the left is less.' },
  le: { test: order => order <= 0, doc: 'Whether the left is less or equal.' },
  gt: { test: order => order > 0, doc: 'Whether the left is greater.' },
  ge: { test: order => order >= 0, doc: 'Whether the left is greater or equal.' },
}

const NAMES = Object.keys(TESTS) as Name[]

/** Kinds whose values JavaScript's own operators compare as SQL does. */
const NATIVE_ORDER: readonly ValueKind[] = [
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'bytes',
  'uuid',
  'date',
  'time',
  'timestamp',
  'timestamptz',
]
const OWN_ORDER: readonly ValueKind[] = ['real', 'double', 'decimal', 'varchar', 'char', 'interval', 'json']
const NESTED: readonly Parameter[] = ['T[]', 'map<T>', 'struct']

type Comparable = string | number | bigint | boolean

const NATIVE: Readonly<Record<Name, (a: Comparable, b: Comparable) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
}

export const COMPARISON: readonly ScalarSignature[] = [
  ...NATIVE_ORDER.flatMap(kind => NAMES.map(name => comparison(name, kind, NATIVE[name]))),
  ...OWN_ORDER.flatMap(kind => NAMES.map(name => comparison(name, kind, testOrder(name, kind)))),
  ...NESTED.flatMap(parameter => NAMES.map(name => nested(name, parameter))),
  ...NAMES.flatMap(name => [floating(name, 'real', 'double'), floating(name, 'double', 'real')]),
]

/** PostgreSQL compares the two as they are; a cast of one side would choose another overload. */
function floating(name: Name, left: ValueKind, right: ValueKind): ScalarSignature {
  const { test, doc } = TESTS[name]
  const evaluate = (a: number, b: number) => test(compareDoubles(a, b))
  return scalar(name, [left, right], 'boolean', { evaluate, doc })
}

function comparison(name: Name, kind: ValueKind, evaluate: (a: never, b: never) => boolean): ScalarSignature {
  return scalar(name, [kind, kind], 'boolean', { evaluate, doc: TESTS[name].doc })
}

/** Arrays and structs part by part, maps entry by entry; within them NULLs are equal and come last. */
function nested(name: Name, parameter: Parameter): ScalarSignature {
  const { test, doc } = TESTS[name]
  return generic(name, [parameter, parameter], () => ({ kind: 'boolean' }), {
    specialise: ([type]) => {
      const compare = compareValues(type!)
      return (a: Value, b: Value) => test(compare(a, b))
    },
    doc,
  })
}

function testOrder(name: Name, kind: ValueKind): (a: Value, b: Value) => boolean {
  if (kind === 'varchar' && name === 'eq') return NATIVE.eq as (a: Value, b: Value) => boolean
  if (kind === 'varchar' && name === 'ne') return NATIVE.ne as (a: Value, b: Value) => boolean
  const compare = compareValues(typeOfKind(kind))
  const { test } = TESTS[name]
  return (a, b) => test(compare(a, b))
}
