/** All scalar functions and operators. */
import { ARITHMETIC } from './functions/arithmetic.ts'
import { ARRAY_OPERATORS } from './functions/array-operators.ts'
import { ARRAY_SETS } from './functions/array-sets.ts'
import { ARRAYS } from './functions/arrays.ts'
import { BYTES } from './functions/bytes.ts'
import { COMPARISON } from './functions/comparison.ts'
import { CONDITIONAL } from './functions/conditional.ts'
import { DATETIME } from './functions/datetime.ts'
import { DATETIME_ARITHMETIC } from './functions/datetime-arithmetic.ts'
import { DATETIME_BUILDING } from './functions/datetime-building.ts'
import { DATETIME_TEXT } from './functions/datetime-text.ts'
import { TEMPLATES } from './functions/templates.ts'
import { GEO } from './functions/geo.ts'
import { HASHING } from './functions/hashing.ts'
import { INTERNAL } from './functions/internal.ts'
import { JSON_FUNCTIONS } from './functions/json.ts'
import { JSON_TEXT } from './functions/json-text.ts'
import { JSON_OPERATORS } from './functions/json-operators.ts'
import { LIKE } from './functions/like.ts'
import { LOGARITHMS } from './functions/logarithms.ts'
import { MAPS } from './functions/maps.ts'
import { MASK } from './functions/mask.ts'
import { MATH } from './functions/math.ts'
import { REGEX } from './functions/regex.ts'
import { REGEX_SPLIT } from './functions/regex-split.ts'
import { TEXT } from './functions/text.ts'
import { TEXT_BUILDING } from './functions/text-building.ts'
import { TRIGONOMETRY } from './functions/trigonometry.ts'
import { URLS } from './functions/url.ts'
import { OPERATOR_NAMES } from './operator-names.ts'
import type { ScalarSignature } from './signature.ts'

/** Functions and operators of one subject, as the documentation shows them. */
export interface FunctionGroup {
  readonly title: string
  readonly signatures: readonly ScalarSignature[]
}

export const FUNCTION_GROUPS: readonly FunctionGroup[] = [
  { title: 'Numbers', signatures: [...ARITHMETIC, ...MATH, ...LOGARITHMS, ...TRIGONOMETRY] },
  { title: 'Text', signatures: [...TEXT, ...TEXT_BUILDING, ...MASK] },
  { title: 'Patterns', signatures: [...LIKE, ...REGEX, ...REGEX_SPLIT] },
  {
    title: 'Dates and times',
    signatures: [...DATETIME_ARITHMETIC, ...DATETIME, ...DATETIME_BUILDING, ...DATETIME_TEXT, ...TEMPLATES],
  },
  { title: 'Conditions', signatures: [...COMPARISON, ...CONDITIONAL] },
  { title: 'Arrays and maps', signatures: [...ARRAY_OPERATORS, ...ARRAYS, ...ARRAY_SETS, ...MAPS] },
  { title: 'JSON', signatures: [...JSON_OPERATORS, ...JSON_FUNCTIONS, ...JSON_TEXT] },
  { title: 'Bytes and checksums', signatures: [...BYTES, ...HASHING] },
  { title: 'URLs and places', signatures: [...URLS, ...GEO] },
]

export const SCALARS: readonly ScalarSignature[] = FUNCTION_GROUPS.flatMap(({ signatures }) => signatures)

const byId: ReadonlyMap<string, ScalarSignature> = new Map(
  [...SCALARS, ...INTERNAL].map(signature => [signature.id, signature]),
)
const byName: ReadonlyMap<string, readonly ScalarSignature[]> = groupByName()

/** The names of the functions that a view can call, in lower case. */
export const SCALAR_FUNCTION_NAMES: readonly string[] = [...new Set(SCALARS.map(({ name }) => name))].filter(
  name => !OPERATOR_NAMES.has(name),
)

/** The overload with this id, as plans name it; undefined when there is none. */
export function scalarById(id: string): ScalarSignature | undefined {
  return byId.get(id)
}

/** The overloads of a function or operator, by lower-case name; those of FROM too. */
export function scalarsNamed(name: string): readonly ScalarSignature[] {
  return byName.get(name) ?? []
}

function groupByName(): Map<string, ScalarSignature[]> {
  const groups = new Map<string, ScalarSignature[]>()
  for (const signature of [...SCALARS, ...INTERNAL]) {
    const group = groups.get(signature.name)
    if (group === undefined) groups.set(signature.name, [signature])
    else group.push(signature)
  }
  return groups
}
