import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DoubleSum } from '../../../src/types/double-sum.ts'
import { seed } from './values.ts'

function sumOf(values: readonly number[]): DoubleSum {
  const sum = new DoubleSum()
  for (const value of values) sum.add(value, 1)
  return sum
}

const values = fc.array(fc.double({ noNaN: false }), { maxLength: 8 })

describe('DoubleSum', () => {
  it('is exact and rounds once, ties to even', () => {
    expect(sumOf([0.1, 0.2]).toNumber()).toBe(0.30000000000000004)
    expect(sumOf([0.1, 0.2, -0.1, -0.2]).encode()).toBe('')
    expect(sumOf([1e308, 1e308, -1e308, 1]).toNumber()).toBe(1e308)
    expect(sumOf([1e16, 1, -1e16]).toNumber()).toBe(1)
    expect(sumOf([2 ** 53, 1]).toNumber()).toBe(2 ** 53)
    expect(sumOf([2 ** 53, 1, 2 ** -1074]).toNumber()).toBe(2 ** 53 + 2)
    expect(sumOf([2 ** 53, 3]).toNumber()).toBe(2 ** 53 + 4)
    expect(sumOf([5e-324, 5e-324]).toNumber()).toBe(1e-323)
    expect(sumOf([-2.5, 1]).toNumber()).toBe(-1.5)
  })

  it('is infinite beyond the doubles and comes back', () => {
    const sum = sumOf([1.7e308, 1.7e308])
    expect([sum.toNumber(), sum.isFinite()]).toEqual([Infinity, true])
    sum.add(1.7e308, -1)
    expect(sum.toNumber()).toBe(1.7e308)
  })

  it('counts NaN and the infinities apart', () => {
    const sum = sumOf([1, Infinity])
    expect(sum.toNumber()).toBe(Infinity)
    sum.add(-Infinity, 1)
    expect(sum.toNumber()).toBe(NaN)
    sum.add(Infinity, -1)
    expect(sum.toNumber()).toBe(-Infinity)
    sum.add(-Infinity, -1)
    expect([sum.toNumber(), sum.isFinite()]).toEqual([1, true])
  })

  it('does not depend on order, and forgets what is taken away', () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 5 }), (kept, removed, weight) => {
        const sum = sumOf([...kept, ...removed])
        for (const value of removed) sum.add(value, weight - 1)
        for (const value of removed) sum.add(value, -weight)
        expect(sum.encode()).toBe(sumOf([...kept].reverse()).encode())
      }),
      { seed, numRuns: 2000 },
    )
  })

  it('sums two doubles as the processor does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        expect(sumOf([a, b]).toNumber() + 0).toBe(a + b + 0)
      }),
      { seed, numRuns: 5000 },
    )
  })

  it('reads back its text', () => {
    fc.assert(
      fc.property(values, list => {
        const sum = sumOf(list)
        const copy = DoubleSum.decode(sum.encode())
        expect(copy.encode()).toBe(sum.encode())
        expect(copy.toNumber()).toBe(sum.toNumber())
      }),
      { seed, numRuns: 1000 },
    )
    expect(() => DoubleSum.decode('nonsense')).toThrow('not the state of a sum')
  })
})
