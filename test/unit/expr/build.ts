/** Short ways to write expressions in tests. */
import type { Expr } from '../../../src/expr/expr.ts'
import { typeOfKind, type ValueKind } from '../../../src/expr/functions/define.ts'

const BOOLEAN = { kind: 'boolean' } as const

export const literal = (kind: ValueKind, text: string | null): Expr => ({
  kind: 'literal',
  type: typeOfKind(kind),
  text,
})
export const int = (value: number | null): Expr => literal('integer', value === null ? null : String(value))
export const text = (value: string | null): Expr => literal('varchar', value)
export const bool = (value: boolean | null): Expr => literal('boolean', value === null ? null : String(value))
export const column = (index: number, kind: ValueKind): Expr => ({
  kind: 'column',
  type: typeOfKind(kind),
  index,
})
export const call = (fn: string, result: ValueKind, ...args: Expr[]): Expr => ({
  kind: 'call',
  type: typeOfKind(result),
  fn,
  args,
})
export const cast = (arg: Expr, kind: ValueKind): Expr => ({ kind: 'cast', type: typeOfKind(kind), arg })
export const and = (...args: Expr[]): Expr => ({ kind: 'and', type: BOOLEAN, args })
export const or = (...args: Expr[]): Expr => ({ kind: 'or', type: BOOLEAN, args })
export const not = (arg: Expr): Expr => ({ kind: 'not', type: BOOLEAN, arg })
export const isNull = (arg: Expr): Expr => ({ kind: 'is_null', type: BOOLEAN, arg })
export const inList = (arg: Expr, ...items: Expr[]): Expr => ({ kind: 'in_list', type: BOOLEAN, arg, items })
export const coalesce = (...args: Expr[]): Expr => ({ kind: 'coalesce', type: args[0]!.type, args })
export const when = (condition: Expr, then: Expr, otherwise: Expr): Expr => ({
  kind: 'case',
  type: then.type,
  whens: [{ when: condition, then }],
  otherwise,
})
/** 1 / 0. */
export const failing = call('divide(integer,integer)', 'integer', int(1), int(0))
