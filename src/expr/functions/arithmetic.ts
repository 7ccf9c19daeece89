/** `+ - * / %` and the sign change, with PostgreSQL's errors. -0 never leaves: it is stored as 0. */
import { DataError } from '../../types/data-error.ts'
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

const SMALLINT: readonly ScalarSignature[] = [
  smallint('add', (a, b) => a + b),
  smallint('subtract', (a, b) => a - b),
  smallint('multiply', (a, b) => a * b),
  smallint('divide', (a, b) => Math.trunc(a / nonZero(b))),
  smallint('modulo', (a, b) => a % nonZero(b)),
  scalar('negate', ['smallint'], 'smallint', {
    evaluate: (a: number) => checkSmallint(-a),
    doc: DOC.negate,
    mayFail: true,
  }),
]

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

/** REAL with DOUBLE is DOUBLE. These are overloads of their own, so that INTEGER with REAL is DOUBLE too. */
const MIXED: readonly ScalarSignature[] = DOUBLE.filter(({ parameters }) => parameters.length === 2).flatMap(
  ({ name, evaluate, doc }) => [
    scalar(name, ['real', 'double'], 'double', { evaluate, doc, mayFail: true }),
    scalar(name, ['double', 'real'], 'double', { evaluate, doc, mayFail: true }),
  ],
)

/** The exact result rounded to a double and then to a binary32 is the exact result rounded once. */
const REAL: readonly ScalarSignature[] = [
  real('add', (a, b) => a + b),
  real('subtract', (a, b) => a - b),
  real(
    'multiply',
    (a, b) => a * b,
    (a, b) => a !== 0 && b !== 0,
  ),
  real(
    'divide',
    (a, b) => {
      if (b === 0 && !Number.isNaN(a)) throw divisionByZero()
      return a / b
    },
    (a, b) => a !== 0 && Number.isFinite(b),
  ),
  scalar('negate', ['real'], 'real', { evaluate: (a: number) => -a + 0, doc: DOC.negate }),
]

export const ARITHMETIC: readonly ScalarSignature[] = [
  ...SMALLINT,
  ...INTEGER,
  ...BIGINT,
  ...REAL,
  ...MIXED,
  ...DOUBLE,
  ...DECIMAL,
]

type BinaryName = Exclude<keyof typeof DOC, 'negate'>

function smallint(name: BinaryName, compute: (a: number, b: number) => number): ScalarSignature {
  const evaluate = (a: number, b: number) => checkSmallint(compute(a, b))
  return scalar(name, ['smallint', 'smallint'], 'smallint', { evaluate, doc: DOC[name], mayFail: true })
}

/** @param isNonZero whether the exact result of these arguments is not zero */
function real(
  name: BinaryName,
  compute: (a: number, b: number) => number,
  isNonZero: (a: number, b: number) => boolean = () => false,
): ScalarSignature {
  const evaluate = (a: number, b: number) => {
    const divisor = name === 'divide' ? 0 : b
    return (
      checkUnderflow(checkOverflow(Math.fround(compute(a, b)), a, divisor, 'REAL'), isNonZero(a, b), 'REAL') +
      0
    )
  }
  return scalar(name, ['real', 'real'], 'real', { evaluate, doc: DOC[name], mayFail: true })
}

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

/** The number as a SMALLINT, -0 as 0. Throws DataError when it is out of range. */
export function checkSmallint(value: number): number {
  if (value < -32_768 || value > 32_767) throw new DataError('MV5102', 'SMALLINT out of range')
  return value + 0
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
export function checkOverflow(
  result: number,
  a: number,
  b: number,
  type: 'DOUBLE' | 'REAL' = 'DOUBLE',
): number {
  if ((result === Infinity || result === -Infinity) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new DataError('MV5102', `${type} out of range: overflow`)
  }
  return result
}

/** Throws DataError when a result is zero although the exact one is not. */
export function checkUnderflow(
  result: number,
  isNonZero: boolean,
  type: 'DOUBLE' | 'REAL' = 'DOUBLE',
): number {
  if (result === 0 && isNonZero) throw new DataError('MV5102', `${type} out of range: underflow`)
  return result
}

function divideDoubles(a: number, b: number): number {
  if (b === 0 && !Number.isNaN(a)) throw divisionByZero()
  return checkUnderflow(checkOverflow(a / b, a, 0), a !== 0 && Number.isFinite(b))
}
