/** `+ - * / %` and the sign change, with PostgreSQL's errors. -0 never leaves: it is stored as 0. */
import { DataError } from '../../types/data-error.ts'
import { checkDate } from '../../types/datetime.ts'
import { type Decimal, divisionByZero } from '../../types/decimal.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

const DOC = {
  add: 'The sum.',
  subtract: 'The difference.',
  multiply: 'The product.',
  divide: 'The quotient; of integers truncated toward zero.',
  modulo: 'The remainder of the division truncated toward zero; it has the sign of the dividend.',
  negate: 'The number with the other sign.',
} as const

const INTEGER: readonly ScalarSignature[] = [
  integer('add', (a, b) => a + b),
  integer('subtract', (a, b) => a - b),
  // Beyond 2^53 the product is not exact, but it is out of range for certain.
  integer('multiply', (a, b) => a * b),
  integer('divide', (a, b) => Math.trunc(a / nonZero(b))),
  integer('modulo', (a, b) => a % nonZero(b)),
  scalar('negate', ['integer'], 'integer', {
    evaluate: (a: number) => checkInteger(-a),
    doc: DOC.negate,
    mayFail: true,
  }),
]

const BIGINT: readonly ScalarSignature[] = [
  bigint('add', (a, b) => a + b),
  bigint('subtract', (a, b) => a - b),
  bigint('multiply', (a, b) => a * b),
  bigint('divide', (a, b) => a / nonZeroBigint(b)),
  bigint('modulo', (a, b) => a % nonZeroBigint(b)),
  scalar('negate', ['bigint'], 'bigint', {
    evaluate: (a: bigint) => checkBigint(-a),
    doc: DOC.negate,
    mayFail: true,
  }),
]

const DECIMAL: readonly ScalarSignature[] = [
  decimal('add', (a, b) => a.add(b)),
  decimal('subtract', (a, b) => a.subtract(b)),
  decimal('multiply', (a, b) => a.multiply(b)),
  decimal('divide', (a, b) => a.divide(b)),
  decimal('modulo', (a, b) => a.modulo(b)),
  scalar('negate', ['decimal'], 'decimal', { evaluate: (a: Decimal) => a.negate(), doc: DOC.negate }),
]

const DOUBLE: readonly ScalarSignature[] = [
  double('add', (a, b) => checkOverflow(a + b, a, b)),
  double('subtract', (a, b) => checkOverflow(a - b, a, b)),
  double('multiply', (a, b) => checkUnderflow(checkOverflow(a * b, a, b), a !== 0 && b !== 0)),
  double('divide', divideDoubles),
  scalar('negate', ['double'], 'double', { evaluate: (a: number) => -a + 0, doc: DOC.negate }),
]

const DATE: readonly ScalarSignature[] = [
  scalar('add', ['date', 'integer'], 'date', {
    evaluate: (date: number, days: number) => checkDate(date + days),
    doc: 'The date so many days later.',
    mayFail: true,
  }),
  scalar('add', ['integer', 'date'], 'date', {
    evaluate: (days: number, date: number) => checkDate(date + days),
    doc: 'The date so many days later.',
    mayFail: true,
  }),
  scalar('subtract', ['date', 'integer'], 'date', {
    evaluate: (date: number, days: number) => checkDate(date - days),
    doc: 'The date so many days earlier.',
    mayFail: true,
  }),
  scalar('subtract', ['date', 'date'], 'integer', {
    evaluate: (a: number, b: number) => a - b,
    doc: 'The number of days between two dates.',
  }),
]

export const ARITHMETIC: readonly ScalarSignature[] = [...INTEGER, ...BIGINT, ...DECIMAL, ...DOUBLE, ...DATE]

type BinaryName = Exclude<keyof typeof DOC, 'negate'>

function integer(name: BinaryName, compute: (a: number, b: number) => number): ScalarSignature {
  const evaluate = (a: number, b: number) => checkInteger(compute(a, b))
  return scalar(name, ['integer', 'integer'], 'integer', { evaluate, doc: DOC[name], mayFail: true })
}

function bigint(name: BinaryName, compute: (a: bigint, b: bigint) => bigint): ScalarSignature {
  const evaluate = (a: bigint, b: bigint) => checkBigint(compute(a, b))
  return scalar(name, ['bigint', 'bigint'], 'bigint', { evaluate, doc: DOC[name], mayFail: true })
}

function decimal(name: BinaryName, evaluate: (a: Decimal, b: Decimal) => Decimal): ScalarSignature {
  return scalar(name, ['decimal', 'decimal'], 'decimal', { evaluate, doc: DOC[name], mayFail: true })
}

function double(name: BinaryName, compute: (a: number, b: number) => number): ScalarSignature {
  const evaluate = (a: number, b: number) => compute(a, b) + 0
  return scalar(name, ['double', 'double'], 'double', { evaluate, doc: DOC[name], mayFail: true })
}

/** The number as an INTEGER, -0 as 0. Throws DataError when it is out of range. */
export function checkInteger(value: number): number {
  if ((value | 0) !== value) throw new DataError('MV5102', 'INTEGER out of range')
  return value + 0
}

/** Throws DataError when the value is out of range for BIGINT. */
export function checkBigint(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new DataError('MV5102', 'BIGINT out of range')
  return value
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw divisionByZero()
  return divisor
}

function nonZeroBigint(divisor: bigint): bigint {
  if (divisor === 0n) throw divisionByZero()
  return divisor
}

/** Throws DataError when a result is infinite although no argument is. */
export function checkOverflow(result: number, a: number, b: number): number {
  if ((result === Infinity || result === -Infinity) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new DataError('MV5102', 'DOUBLE out of range: overflow')
  }
  return result
}

/** Throws DataError when a result is zero although the exact one is not. */
export function checkUnderflow(result: number, isNonZero: boolean): number {
  if (result === 0 && isNonZero) throw new DataError('MV5102', 'DOUBLE out of range: underflow')
  return result
}

function divideDoubles(a: number, b: number): number {
  if (b === 0 && !Number.isNaN(a)) throw divisionByZero()
  return checkUnderflow(checkOverflow(a / b, a, 0), a !== 0 && Number.isFinite(b))
}
