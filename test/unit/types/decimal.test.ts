import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal, MAX_INTEGER_DIGITS } from '../../../src/types/decimal.ts'
import { seed } from './values.ts'

const d = (text: string) => Decimal.parse(text)!

describe('Decimal', () => {
  it.each([
    ['1/3', d('1').divide(d('3')), '0.33333333333333333333'],
    ['10/3', d('10').divide(d('3')), '3.3333333333333333'],
    ['-1/8 at scale', d('-1.00').divide(d('8')), '-0.12500000000000000000'],
    ['0.05 + 1', d('0.05').add(d('1')), '1.05'],
    ['1.0 * 1.00', d('1.0').multiply(d('1.00')), '1.000'],
    ['-7.5 % 2', d('-7.5').modulo(d('2')), '-1.5'],
    ['round half', d('-2.5').round(0), '-3'],
    ['round to hundreds', d('1250').round(-2), '1300'],
    ['round up a scale', d('1.5').round(3), '1.500'],
    ['trunc', d('-1.59').truncate(1), '-1.5'],
    ['floor', d('-1.1').floor(), '-2'],
    ['ceil', d('-1.9').ceil(), '-1'],
    ['from a double', Decimal.fromNumber(0.1 + 0.2), '0.3'],
    ['from a large double', Decimal.fromNumber(1e22), '10000000000000000000000'],
    ['from a tie of 15 digits', Decimal.fromNumber(1000000000000005), '1000000000000000'],
  ])('%s', (_, value, expected) => {
    expect(value.toString()).toBe(expected)
  })

  it('reads what it prints', () => {
    const decimals = fc.tuple(
      fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
      fc.integer({ min: 0, max: 50 }),
    )
    fc.assert(
      fc.property(decimals, ([units, scale]) => {
        expect(d(new Decimal(units, scale).toString())).toEqual(new Decimal(units, scale))
      }),
      { seed, numRuns: 2000 },
    )
  })

  it('compares by value', () => {
    expect(d('1.0').compare(d('1.00'))).toBe(0)
    expect(d('-1.01').compare(d('-1'))).toBe(-1)
    expect(d('100').compare(d('99.99'))).toBe(1)
  })

  it('knows its limits', () => {
    const largest = d(`1e${MAX_INTEGER_DIGITS - 1}`)
    expect(() => largest.multiply(d('10'))).toThrow('DECIMAL holds at most 131072 digits')
    expect(() => d('9').multiply(largest).add(largest)).toThrow('DECIMAL holds at most 131072 digits')
    expect(() => d('1e-16384')).toThrow('DECIMAL holds at most 131072 digits')
    expect(() => d('1').divide(d('0.00'))).toThrow('division by zero')
    expect(() => d('1').modulo(d('0'))).toThrow('division by zero')
    expect(Decimal.parse('1e')).toBeNull()
    expect(Decimal.parse('')).toBeNull()
  })
})
