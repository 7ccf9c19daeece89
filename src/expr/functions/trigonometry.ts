/** Trigonometric and hyperbolic functions of DOUBLE. The last digit may differ from another machine's library. */
import { DataError } from '../../types/data-error.ts'
import type { ScalarSignature } from '../signature.ts'
import { checkOverflow, checkUnderflow } from './arithmetic.ts'
import { scalar } from './define.ts'

type Compute = (x: number) => number

/** Infinity has no sine: NaN as an argument stays, NaN as a result of another is an error. */
function checked(name: string, compute: Compute): Compute {
  return x => {
    const result = compute(x)
    if (Number.isNaN(result) && !Number.isNaN(x)) {
      throw new DataError('MV5102', `${name.toUpperCase()} is not defined for ${x}`)
    }
    return result + 0
  }
}

const ANGLES: readonly (readonly [
  name: string,
  compute: Compute,
  doc: string,
  example: readonly [string, string],
])[] = [
  ['sin', Math.sin, 'The sine of an angle in radians.', ['SIN(0)', '0']],
  ['cos', Math.cos, 'The cosine of an angle in radians.', ['COS(0)', '1']],
  ['tan', Math.tan, 'The tangent of an angle in radians.', ['TAN(0)', '0']],
  ['asin', Math.asin, 'The angle of a sine, in radians.', ['ASIN(0)', '0']],
  ['acos', Math.acos, 'The angle of a cosine, in radians.', ['ACOS(1)', '0']],
  ['atan', Math.atan, 'The angle of a tangent, in radians.', ['ATAN(0)', '0']],
  ['cot', x => 1 / Math.tan(x), 'The cotangent of an angle in radians.', ['COT(0)', 'Infinity']],
  ['sinh', Math.sinh, 'The hyperbolic sine.', ['SINH(0)', '0']],
  ['cosh', Math.cosh, 'The hyperbolic cosine.', ['COSH(0)', '1']],
  ['tanh', Math.tanh, 'The hyperbolic tangent.', ['TANH(0)', '0']],
  ['asinh', Math.asinh, 'The inverse hyperbolic sine.', ['ASINH(0)', '0']],
  ['acosh', Math.acosh, 'The inverse hyperbolic cosine.', ['ACOSH(1)', '0']],
  ['atanh', Math.atanh, 'The inverse hyperbolic tangent.', ['ATANH(0)', '0']],
]

export const TRIGONOMETRY: readonly ScalarSignature[] = [
  ...ANGLES.map(([name, compute, doc, example]) =>
    scalar(name, ['double'], 'double', { evaluate: checked(name, compute), doc, mayFail: true, example }),
  ),
  scalar('atan2', ['double', 'double'], 'double', {
    evaluate: (y: number, x: number) => Math.atan2(y, x) + 0,
    doc: 'The angle of the point (x, y), in radians; y is the first argument.',
    example: ['ATAN2(1, 1)', '0.7853981633974483'],
  }),
  scalar('degrees', ['double'], 'double', {
    evaluate: (x: number) => checkOverflow(x / (Math.PI / 180), x, 0) + 0,
    doc: 'An angle in radians as degrees.',
    mayFail: true,
    example: ['DEGREES(PI())', '180'],
  }),
  scalar('radians', ['double'], 'double', {
    evaluate: (x: number) => checkUnderflow(x * (Math.PI / 180), x !== 0) + 0,
    doc: 'An angle in degrees as radians.',
    mayFail: true,
    example: ['RADIANS(180)', '3.141592653589793'],
  }),
  scalar('pi', [], 'double', { evaluate: () => Math.PI, doc: 'π.', example: ['PI()', '3.141592653589793'] }),
]
