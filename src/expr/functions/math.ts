/** Mathematical functions, with PostgreSQL's overloads, rounding and errors. */
import { DataError } from '../../types/data-error.ts'
import { roundHalfEven } from '../../types/datetime.ts'
import { Decimal } from '../../types/decimal.ts'
import { squareRoot } from '../../types/decimal-sqrt.ts'
import type { Example, ScalarSignature } from '../signature.ts'
import { ARITHMETIC, checkBigint, checkInteger, checkSmallint } from './arithmetic.ts'
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
  scalar('div', ['decimal', 'decimal'], 'decimal', {
    evaluate: (a: Decimal, b: Decimal) => a.quotient(b),
    doc: 'The whole part of the quotient.',
    mayFail: true,
    example: ['DIV(9, 4)', '2'],
  }),
  ...whole('gcd', 'The greatest common divisor.', ['GCD(12, 18)', '6'], greatestCommonDivisor),
  ...whole('lcm', 'The least common multiple.', ['LCM(4, 6)', '12'], (a, b) =>
    a === 0n || b === 0n ? 0n : magnitude((a / greatestCommonDivisor(a, b)) * b),
  ),
  scalar('width_bucket', ['double', 'double', 'double', 'integer'], 'integer', {
    evaluate: widthBucket,
    doc: 'The number of the bucket, of so many of equal width between two bounds, that the first number falls in.',
    mayFail: true,
    example: ['WIDTH_BUCKET(5.35::DOUBLE, 0.024, 10.06, 5)', '3'],
  }),
  scalar('scale', ['decimal'], 'integer', {
    evaluate: (a: Decimal) => a.scale,
    doc: 'The number of digits after the point.',
    example: ['SCALE(8.410)', '3'],
  }),
  scalar('min_scale', ['decimal'], 'integer', {
    evaluate: (a: Decimal) => trimmed(a).scale,
    doc: 'The number of digits after the point without zeros at the end.',
    example: ['MIN_SCALE(8.410)', '2'],
  }),
  scalar('trim_scale', ['decimal'], 'decimal', {
    evaluate: trimmed,
    doc: 'The number without zeros at the end behind the point.',
    example: ['TRIM_SCALE(8.410)', '8.41'],
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

function whole(
  name: string,
  doc: string,
  example: Example,
  compute: (a: bigint, b: bigint) => bigint,
): ScalarSignature[] {
  return [
    scalar(name, ['integer', 'integer'], 'integer', {
      evaluate: (a: number, b: number) => checkInteger(Number(compute(BigInt(a), BigInt(b)))),
      doc,
      mayFail: true,
      example,
    }),
    scalar(name, ['bigint', 'bigint'], 'bigint', {
      evaluate: (a: bigint, b: bigint) => checkBigint(compute(a, b)),
      doc,
      mayFail: true,
    }),
    scalar(name, ['decimal', 'decimal'], 'decimal', {
      evaluate: (a: Decimal, b: Decimal) => {
        const scale = Math.max(a.scale, b.scale)
        return new Decimal(compute(a.round(scale).units, b.round(scale).units), scale)
      },
      doc,
    }),
  ]
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return magnitude(a)
}

function trimmed(value: Decimal): Decimal {
  let { units, scale } = value
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n
    scale--
  }
  return new Decimal(units, scale)
}

/** Bucket 0 is below the bounds, the one after the last above; the bounds may run downwards. */
function widthBucket(value: number, low: number, high: number, count: number): number {
  if (count <= 0) throw new DataError('MV5105', 'WIDTH_BUCKET needs at least one bucket')
  if (Number.isNaN(value) || !Number.isFinite(low) || !Number.isFinite(high) || low === high) {
    throw new DataError('MV5105', 'WIDTH_BUCKET needs a number and two different finite bounds')
  }
  const isAscending = low < high
  if (isAscending ? value < low : value > low) return 0
  if (isAscending ? value >= high : value <= high) return checkInteger(count + 1)
  return Math.min(Math.floor(count * ((value - low) / (high - low))), count - 1) + 1
}
