/** All scalar functions and operators. */
import { ARITHMETIC } from './functions/arithmetic.ts'
import { BYTES } from './functions/bytes.ts'
import { COMPARISON } from './functions/comparison.ts'
import { DATETIME } from './functions/datetime.ts'
import { DATETIME_ARITHMETIC } from './functions/datetime-arithmetic.ts'
import { INTERNAL } from './functions/internal.ts'
import { LIKE } from './functions/like.ts'
import { MATH } from './functions/math.ts'
import { TEXT } from './functions/text.ts'
import { OPERATOR_NAMES } from './operator-names.ts'
import type { ScalarSignature } from './signature.ts'

export const SCALARS: readonly ScalarSignature[] = [
  ...ARITHMETIC,
  ...DATETIME_ARITHMETIC,
  ...COMPARISON,
  ...LIKE,
  ...TEXT,
  ...BYTES,
  ...MATH,
  ...DATETIME,
]

const byId: ReadonlyMap<string, ScalarSignature> = new Map(
  [...SCALARS, ...INTERNAL].map(signature => [signature.id, signature]),
)
const byName: ReadonlyMap<string, readonly ScalarSignature[]> = groupByName()

/** The names of the functions that a view can call, in lower case. */
export const SCALAR_FUNCTION_NAMES: readonly string[] = [...byName.keys()].filter(
  name => !OPERATOR_NAMES.has(name),
)

/** The overload with this id, as plans name it; undefined when there is none. */
export function scalarById(id: string): ScalarSignature | undefined {
  return byId.get(id)
}

/** The overloads of a function or operator, by lower-case name. */
export function scalarsNamed(name: string): readonly ScalarSignature[] {
  return byName.get(name) ?? []
}

function groupByName(): Map<string, ScalarSignature[]> {
  const groups = new Map<string, ScalarSignature[]>()
  for (const signature of SCALARS) {
    const group = groups.get(signature.name)
    if (group === undefined) groups.set(signature.name, [signature])
    else group.push(signature)
  }
  return groups
}
