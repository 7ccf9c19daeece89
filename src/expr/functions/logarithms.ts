/** Exponentials, logarithms and powers, of DECIMAL to PostgreSQL's digits and of DOUBLE. */
import { DataError } from '../../types/data-error.ts'
import { Decimal } from '../../types/decimal.ts'
import {
  exponential,
  factorial,
  logarithm,
  naturalLogarithm,
  powerOf,
} from '../../types/decimal-functions.ts'
import type { ScalarSignature } from '../signature.ts'
import { checkOverflow, checkUnderflow } from './arithmetic.ts'
import { alias, scalar } from './define.ts'

const TEN = new Decimal(10n, 0)

const LOG: readonly ScalarSignature[] = [
  scalar('log', ['decimal'], 'decimal', {
    evaluate: (x: Decimal) => logarithm(TEN, x),
    doc: 'The logarithm to base 10.',
    mayFail: true,
    example: ['LOG(100)', '2'],
  }),
  scalar('log', ['double'], 'double', {
    evaluate: ofPositive(Math.log10),
    doc: 'The logarithm to base 10.',
    mayFail: true,
  }),
]

const POWER: readonly ScalarSignature[] = [
  scalar('power', ['decimal', 'decimal'], 'decimal', {
    evaluate: powerOf,
    doc: 'The first number raised to the second.',
    mayFail: true,
    example: ['POWER(2.0, 10)', '1024.0000000000000000'],
  }),
  scalar('power', ['double', 'double'], 'double', {
    evaluate: power,
    doc: 'The first number raised to the second.',
    mayFail: true,
  }),
]

export const LOGARITHMS: readonly ScalarSignature[] = [
  scalar('exp', ['decimal'], 'decimal', {
    evaluate: exponential,
    doc: 'e raised to the number.',
    mayFail: true,
    example: ['EXP(1.0)', '2.7182818284590452'],
  }),
  scalar('exp', ['double'], 'double', {
    evaluate: (x: number) => checkUnderflow(checkOverflow(Math.exp(x), x, 0), Number.isFinite(x)),
    doc: 'e raised to the number.',
    mayFail: true,
  }),
  scalar('ln', ['decimal'], 'decimal', {
    evaluate: naturalLogarithm,
    doc: 'The natural logarithm.',
    mayFail: true,
    example: ['LN(2.0)', '0.6931471805599453'],
  }),
  scalar('ln', ['double'], 'double', {
    evaluate: ofPositive(Math.log),
    doc: 'The natural logarithm.',
    mayFail: true,
  }),
  ...LOG,
  ...alias('log10', LOG),
  scalar('log', ['decimal', 'decimal'], 'decimal', {
    evaluate: logarithm,
    doc: 'The logarithm of the second number to the first as base.',
    mayFail: true,
    example: ['LOG(2.0, 64.0)', '6.0000000000000000'],
  }),
  ...POWER,
  ...alias('pow', POWER),
  scalar('cbrt', ['double'], 'double', {
    evaluate: (x: number) => Math.cbrt(x) + 0,
    doc: 'The cube root.',
    example: ['CBRT(8)', '2'],
  }),
  scalar('factorial', ['bigint'], 'decimal', {
    evaluate: factorial,
    doc: 'The product of the whole numbers up to this one.',
    mayFail: true,
    example: ['FACTORIAL(5)', '120'],
  }),
]

function ofPositive(compute: (x: number) => number): (x: number) => number {
  return x => {
    if (x === 0) throw new DataError('MV5105', 'logarithm of zero')
    if (x < 0) throw new DataError('MV5105', 'logarithm of a negative number')
    return compute(x) + 0
  }
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
