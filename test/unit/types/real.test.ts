import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatReal, parseReal, realDigits } from '../../../src/types/real.ts'
import { seed } from './values.ts'

describe('REAL', () => {
  it.each<[number, string]>([
    [0.1, '0.1'],
    [16777216, '1.6777216e+07'],
    [1e6, '1e+06'],
    [999999, '999999'],
    [-370370.125, '-370370.12'],
    [1e-5, '1e-05'],
    [2 ** -149, '1e-45'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%d is %s', (value, text) => {
    expect(formatReal(Math.fround(value))).toBe(text)
  })

  it('is rounded once, not by way of a double', () => {
    // Half way between 1 and the next binary32, and a little above, which no double can tell apart.
    expect(parseReal('1.000000059604644775390625')).toBe(1)
    expect(parseReal('1.0000000596046447753906250000000001')).toBe(1.00000011920928955078125)
  })

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        expect(parseReal(formatReal(value))).toBe(value + 0)
        expect(Math.fround(Number(realDigits(value)))).toBe(value + 0)
      }),
      { seed, numRuns: 2000 },
    )
  })
})
