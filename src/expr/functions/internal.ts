/** What views are made of and cannot call: functions that lowering puts into plans, and those that FROM makes rows of. */
import { DataError } from '../../types/data-error.ts'
import { jsonElements, jsonMembers, jsonText, jsonTypeName } from '../../types/json-access.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Row, Value } from '../../types/value.ts'
import type { ScalarSignature } from '../signature.ts'
import { generic, scalar, typeOfKind } from './define.ts'

const TEXT = typeOfKind('varchar')
const JSON_TYPE = typeOfKind('json')

export const INTERNAL: readonly ScalarSignature[] = [
  generic('single_row', ['bigint', 'any'], ([, value]) => value!, {
    specialise: () => (count: bigint, value: Value) => {
      if (count > 1n)
        throw new DataError('MV5106', `the subquery gives ${count} rows where one value is wanted`)
      return value
    },
    takesNull: true,
    mayFail: true,
    doc: 'The value of the only row of a subquery.',
  }),
  ...ofParts('jsonb_elements', JSON_TYPE, elementsOf),
  ...ofParts('jsonb_elements_text', TEXT, json => elementsOf(json).map(jsonText)),
  ...ofParts('jsonb_keys', TEXT, json => membersOf(json).map(([key]) => key)),
  ...ofParts('jsonb_entries', entryType(JSON_TYPE), membersOf),
  ...ofParts('jsonb_entries_text', entryType(TEXT), json =>
    membersOf(json).map(([key, value]) => [key, jsonText(value)]),
  ),
]

function ofParts(name: string, element: SqlType, evaluate: (json: string) => Row): ScalarSignature[] {
  const doc = 'The parts of a JSON value.'
  return [scalar(name, ['json'], { kind: 'array', element }, { evaluate, mayFail: true, doc })]
}

function elementsOf(json: string): string[] {
  const elements = jsonElements(json)
  if (elements === null) throw notA('array', json)
  return elements
}

function membersOf(json: string): [string, string][] {
  const members = jsonMembers(json)
  if (members === null) throw notA('object', json)
  return members
}

function notA(what: string, json: string): DataError {
  return new DataError('MV5105', `the JSON value is no ${what} but of type ${jsonTypeName(json)}`)
}

function entryType(value: SqlType): SqlType {
  return {
    kind: 'struct',
    fields: [
      { name: 'key', type: TEXT },
      { name: 'value', type: value },
    ],
  }
}
