/** Mathematical functions, with PostgreSQL's overloads, rounding and errors. */
import { DataError } from '../../types/data-error.ts'
import { roundHalfEven } from '../../types/datetime.ts'
import { Decimal } from '../../types/decimal.ts'
import { squareRoot } from '../../types/decimal-sqrt.ts'
import type { ScalarSignature } from '../signature.ts'
import {
  ARITHMETIC,
  checkBigint,
  checkInteger,
  checkOverflow,
  checkSmallint,
  checkUnderflow,
} from './arithmetic.ts'
import { alias, scalar } from './define.ts'

const ABS_DOC = 'The absolute value.'
const CEIL_DOC = 'The least whole number that is not below.'
const FLOOR_DOC = 'The greatest whole number that is not above.'
const SIGN_DOC = '-1, 0 or 1; 0 for NaN.'

export const MATH: readonly ScalarSignature[] = [
  scalar('abs', ['smallint'], 'smallint', {
    evaluate: (a: number) => checkSmallint(Math.abs(a)),
    doc: ABS_DOC,
    mayFail: true,
  }),
  scalar('abs', ['real'], 'real', { evaluate: Math.abs, doc: ABS_DOC }),
  scalar('abs', ['integer'], 'integer', {
    evaluate: (a: number) => checkInteger(Math.abs(a)),
    doc: ABS_DOC,
    mayFail: true,
  }),
  scalar('abs', ['bigint'], 'bigint', {
    evaluate: (a: bigint) => checkBigint(a < 0n ? -a : a),
    doc: ABS_DOC,
    mayFail: true,
  }),
  scalar('abs', ['decimal'], 'decimal', { evaluate: (a: Decimal) => a.abs(), doc: ABS_DOC }),
  scalar('abs', ['double'], 'double', { evaluate: Math.abs, doc: ABS_DOC }),
  ...['ceil', 'ceiling'].flatMap(name => [
    scalar(name, ['decimal'], 'decimal', {
      evaluate: (a: Decimal) => a.ceil(),
      doc: CEIL_DOC,
      mayFail: true,
    }),
    scalar(name, ['double'], 'double', { evaluate: (a: number) => Math.ceil(a) + 0, doc: CEIL_DOC }),
  ]),
  scalar('floor', ['decimal'], 'decimal', {
    evaluate: (a: Decimal) => a.floor(),
    doc: FLOOR_DOC,
    mayFail: true,
  }),
  scalar('floor', ['double'], 'double', { evaluate: (a: number) => Math.floor(a) + 0, doc: FLOOR_DOC }),
  scalar('round', ['decimal'], 'decimal', {
    evaluate: (a: Decimal) => a.round(0),
    doc: 'The nearest whole number, halves away from zero.',
    mayFail: true,
  }),
  scalar('round', ['decimal', 'integer'], 'decimal', {
    evaluate: (a: Decimal, digits: number) => a.round(digits),
    doc: 'Rounded to so many digits after the point, halves away from zero.',
    mayFail: true,
  }),
  scalar('round', ['double'], 'double', {
    evaluate: roundDouble,
    doc: 'The nearest whole number, halves to the even one.',
  }),
  scalar('trunc', ['decimal'], 'decimal', {
    evaluate: (a: Decimal) => a.truncate(0),
    doc: 'The whole part.',
  }),
  scalar('trunc', ['decimal', 'integer'], 'decimal', {
    evaluate: (a: Decimal, digits: number) => a.truncate(digits),
    doc: 'Cut off behind so many digits after the point.',
  }),
  scalar('trunc', ['double'], 'double', {
    evaluate: (a: number) => Math.trunc(a) + 0,
    doc: 'The whole part.',
  }),
  ...alias(
    'mod',
    ARITHMETIC.filter(({ name }) => name === 'modulo'),
  ),
  scalar('power', ['double', 'double'], 'double', {
    evaluate: power,
    doc: 'The first number raised to the second, computed as DOUBLE.',
    mayFail: true,
  }),
  scalar('sign', ['decimal'], 'decimal', {
    evaluate: (a: Decimal) => new Decimal(BigInt(a.sign()), 0),
    doc: SIGN_DOC,
  }),
  scalar('sign', ['double'], 'double', {
    evaluate: (a: number) => Math.sign(a) || 0,
    doc: SIGN_DOC,
  }),
  scalar('sqrt', ['decimal'], 'decimal', { evaluate: squareRoot, doc: 'The square root.', mayFail: true }),
  scalar('sqrt', ['double'], 'double', {
    evaluate: (a: number) => {
      if (a < 0) throw new DataError('MV5105', 'square root of a negative number')
      return Math.sqrt(a)
    },
    doc: 'The square root.',
    mayFail: true,
  }),
]

/** Large doubles are whole already, and their `floor` is exact. */
function roundDouble(value: number): number {
  return Number.isFinite(value) ? roundHalfEven(value) + 0 : value
}

/** C's `pow` with PostgreSQL's errors; JavaScript's differs for a base of 1 or -1. */
function power(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1
  if (Number.isNaN(base) || Number.isNaN(exponent)) return NaN
  if (base === 0 && exponent < 0) {
    throw new DataError('MV5105', 'zero raised to a negative power is undefined')
  }
  if (base < 0 && Number.isFinite(exponent) && !Number.isInteger(exponent)) {
    throw new DataError(
      'MV5105',
      'a negative number raised to a power that is not whole is not a real number',
    )
  }
  if (base === -1 && !Number.isFinite(exponent)) return 1
  const result = checkOverflow(base ** exponent, base, exponent)
  return checkUnderflow(result, base !== 0 && Number.isFinite(base) && Number.isFinite(exponent)) + 0
}
