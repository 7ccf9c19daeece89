import { expect, test } from 'vitest'
import { Dyadic } from '../../../src/types/dyadic.ts'
import { random, seeds, type Random } from '../../support/random.ts'

const VALUES = [
  0,
  1,
  3,
  -7,
  0.1,
  1 / 3,
  5e-324,
  -2.2250738585072014e-308,
  2 ** 53 + 2,
  1.7976931348623157e308,
]

/** Mostly with few bits, so that quotients and sums are exact as doubles too. */
function number(r: Random): number {
  return (r.below(2001) - 1000) * 2 ** (r.below(40) - 20)
}

test('a double is itself', () => {
  for (const value of VALUES) expect(Dyadic.fromDouble(value).toNumber()).toBe(value)
})

test('sums, differences and products of numbers of few bits are those of doubles', () => {
  for (const seed of seeds(500)) {
    const r = random(seed)
    const [a, b] = [number(r), number(r)]
    const [x, y] = [Dyadic.fromDouble(a), Dyadic.fromDouble(b)]
    expect(x.plus(y).toNumber() + 0, `seed ${seed}`).toBe(a + b + 0)
    expect(x.minus(y).toNumber() + 0, `seed ${seed}`).toBe(a - b + 0)
    expect(x.times(y).toNumber() + 0, `seed ${seed}`).toBe(a * b + 0)
  }
})

test('a quotient is rounded as division of doubles rounds it', () => {
  for (const seed of seeds(500)) {
    const r = random(seed)
    const a = r.chance(0.3) ? r.pick(VALUES) : (r.next() - 0.5) * 2 ** (r.below(2000) - 1000)
    const b = r.chance(0.3) ? 5e-324 : r.next() * 2 ** (r.below(2000) - 1000)
    if (b === 0) continue
    expect(Dyadic.fromDouble(a).over(Dyadic.fromDouble(b)) + 0, `${a} / ${b}`).toBe(a / b + 0)
  }
})

test('what is beyond the doubles is infinite, what is below them zero', () => {
  const [large, small] = [Dyadic.fromDouble(1e308), Dyadic.fromDouble(5e-324)]
  expect(large.times(large).toNumber()).toBe(Infinity)
  expect(small.times(small).toNumber()).toBe(0)
  expect(large.times(large).over(large)).toBe(1e308)
  expect(small.times(small).over(small)).toBe(5e-324)
})
